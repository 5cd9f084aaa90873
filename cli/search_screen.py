"""How the answer of a search stands on a screen."""

from collections.abc import Callable, Iterator, Mapping

import click
from rich.table import Table
from rich.text import Text

from cli.output import put_problems, screen
from cli.speech import say
from records.access import AccessLevel
from records.hit import Answer, Band, Hit, Meaning, Understood

VALUES_SHOWN = 5
PLAIN = (Meaning.WORDS,)
_LABELLED: Mapping[str, Callable[[str], str]] = {
    "access": lambda value: say(f"access.{value}"),
    "confidence": lambda value: say(f"cli.search.band.{value}"),
}


def show_answer(answer: Answer) -> None:
    """Print how the question was taken, the hits, their number, facets and a suggestion."""
    put_problems(answer.problems)
    if _is_worth_telling(answer.understood):
        parts = " · ".join(map(_part, answer.understood))
        screen().print(Text(_clean(say("cli.search.understood", parts=parts)), style="dim"))
    for hit in answer.hits:
        _show_hit(hit)
    click.echo(_total(answer))
    if answer.hits:
        screen().print(_facets(answer.facets))
    if answer.suggestion:
        click.echo(say("cli.search.suggestion", words=_clean(answer.suggestion)))


def _is_worth_telling(understood: tuple[Understood, ...]) -> bool:
    return any(each.meaning not in PLAIN or each.is_unwanted for each in understood)


def _part(each: Understood) -> str:
    told = say(f"cli.search.meaning.{each.meaning}", value=each.value)
    return say("cli.search.without", part=told) if each.is_unwanted else told


def _show_hit(hit: Hit) -> None:
    head = Text(_clean(hit.title), style="bold")
    head.append(f"  {hit.document_code}", style="dim")
    screen().print(head, soft_wrap=True)
    fonds, dossier, _ = hit.path
    way = " › ".join(_clean(step) for step in (fonds, dossier) if step)
    line = Text("    ")
    line.append(f"{way} › " if way else "")
    line.append(say("cli.search.page", page=hit.page), style="cyan")
    for told in _remarks(hit):
        line.append(f" · {told}", style="dim")
    if hit.is_approximate:
        line.append(f" · {say('cli.search.approximate')}", style="yellow")
    screen().print(line, soft_wrap=True)
    screen().print(_marked(hit), soft_wrap=True)


def _remarks(hit: Hit) -> Iterator[str]:
    if hit.issued is not None:
        year, month, day = hit.issued.split("-")
        yield f"{day}/{month}/{year}"
    if hit.access is not AccessLevel.PUBLIC:
        yield say(f"access.{hit.access}")
    if hit.confidence is Band.LOW:
        yield say("cli.search.band.low")


def _total(answer: Answer) -> str:
    if not answer.total:
        return say("cli.search.none")
    if not answer.hits:
        return say("cli.search.beyond", total=answer.total, pages=answer.pages)
    if not answer.is_exact:
        return say("cli.search.total.least", total=answer.total, page=answer.page)
    return say("cli.search.total", total=answer.total, page=answer.page, pages=answer.pages)


def _facets(facets: Mapping[str, Mapping[str, int]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, counted in facets.items():
        if not counted:
            continue
        label = _LABELLED.get(name, _clean)
        told = [f"{label(value)} {count}" for value, count in [*counted.items()][:VALUES_SHOWN]]
        if len(counted) > VALUES_SHOWN:
            told.append(say("cli.search.facet.more", count=len(counted) - VALUES_SHOWN))
        grid.add_row(Text(say(f"cli.search.facet.{name}"), style="bold"), Text(" · ".join(told)))
    return grid


def _marked(hit: Hit) -> Text:
    shown = Text("    ")
    if not screen().is_terminal:
        return shown.append(_clean(hit.snippet))
    for part, is_found in hit.passage:
        shown.append(_clean(part), style="bold yellow" if is_found else "")
    return shown


def _clean(written: str) -> str:
    """Without what would steer the terminal: the text of papers and lists is not ours."""
    return "".join(letter if letter.isprintable() else " " for letter in written)
