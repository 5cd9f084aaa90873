"""``luutru search``: full text, with the pages and places of the hits."""

from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from cli.output import json_option, put, put_problems
from cli.search_screen import show_answer
from cli.speech import say
from flows.archive import open_archive
from records.access import ARCHIVIST, READERS, AccessLevel
from records.hit import Answer, Band, Question, Sort
from records.problem import Problem
from search.links import from_link, to_link


def _one_of(kind: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([each.value for each in kind])


@click.command(help=say("cli.help.search"))
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--fonds", help=say("cli.help.fonds"))
@click.option("--year", type=click.IntRange(1, 9999), help=say("cli.help.year"))
@click.option("--type", "document_type", help=say("cli.help.type"))
@click.option("--body", help=say("cli.help.search.body"))
@click.option("--access", type=_one_of(AccessLevel), help=say("cli.help.access"))
@click.option(
    "--confidence",
    type=_one_of(Band),
    help=say("cli.help.search.confidence"),
)
@click.option("--dossier", metavar="CODE", help=say("cli.help.search.dossier"))
@click.option("--sort", type=_one_of(Sort), default=Sort.RELEVANCE.value,
              help=say("cli.help.search.sort"))  # fmt: skip
@click.option("--page", type=click.IntRange(1, 1_000_000), default=1,
              help=say("cli.help.search.page"))  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 1000), default=10, help=say("cli.help.limit"))
@click.option("--as", "reader", type=click.Choice(list(READERS)), default=ARCHIVIST.name,
              help=say("cli.help.as"))  # fmt: skip
@click.option("--to", type=click.Path(file_okay=False, path_type=Path),
              help=say("cli.help.search.to"))  # fmt: skip
@click.option("--url", "only_link", is_flag=True, help=say("cli.help.search.url"))
@click.option("--from-url", "link", metavar="URL", help=say("cli.help.search.from_url"))
@json_option
@click.pass_obj
def search(
    archive: Path, /, reader: str, to: Path | None, link: str | None, *, only_link: bool,
    as_json: bool, **asked: Any,
) -> int:  # fmt: skip
    """Ask the index and show the hits, also on their pages, or print the link of the question."""
    question = _question(link, **asked)
    if only_link:
        put(as_json, {"url": to_link(question)}, lambda: click.echo(to_link(question)))
        return 0
    opened = open_archive(archive)
    answer = opened.index.search(question, READERS[reader])
    contract = _as_contract(question, answer)
    if to is None:
        put(as_json, contract, lambda: show_answer(answer))
        return 0
    # What draws and fills pages takes longer to load than an answer takes to be shown.
    from cli.hits_page import write_hits  # noqa: PLC0415

    report, lost = write_hits(opened, answer, question.words or to_link(question), to)
    contract |= {"report": report, "problems": (*answer.problems, *lost)}
    put(as_json, contract, lambda: _show_written(answer, lost, report))
    return int(bool(lost))


def _show_written(answer: Answer, lost: tuple[Problem, ...], report: Path) -> None:
    show_answer(answer)
    put_problems(lost)
    click.echo(say("cli.search.written", report=report))


def _question(link: str | None, words: tuple[str, ...], **asked: Any) -> Question:
    for name, kind in (("access", AccessLevel), ("confidence", Band), ("sort", Sort)):
        asked[name] = kind(asked[name]) if asked[name] is not None else None
    question = Question(words=" ".join(words), **asked)
    nothing = Question(words="")
    if link is not None:
        if question != nothing:
            raise click.UsageError(say("cli.search.either"))
        return from_link(link)
    if question == nothing and not words:
        raise click.UsageError(say("cli.search.nothing"))
    return question


def _as_contract(question: Question, answer: Answer) -> dict[str, object]:
    told = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return told | {"sort": question.sort, "url": to_link(question)}
