"""``luutru search``: full text, with the pages and places of the hits."""

from pathlib import Path

import click
from rich.text import Text

from cli.output import json_option, put, screen
from cli.speech import say
from flows.archive import open_archive
from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel
from records.hit import Answer, Question

READERS = {reader.name: reader for reader in (PUBLIC_READER, ARCHIVIST)}


@click.command(help=say("cli.help.search"))
@click.argument("query")
@click.option("--fonds", help=say("cli.help.fonds"))
@click.option("--year", type=int, help=say("cli.help.year"))
@click.option("--type", "document_type", help=say("cli.help.type"))
@click.option(
    "--access",
    type=click.Choice([level.value for level in AccessLevel]),
    help=say("cli.help.access"),
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, help=say("cli.help.limit"))
@click.option("--as", "reader", type=click.Choice(list(READERS)), default=ARCHIVIST.name,
              help=say("cli.help.as"))  # fmt: skip
@json_option
@click.pass_obj
def search(archive: Path, /, query: str, reader: str, *, as_json: bool, **filters: object) -> None:
    """Ask the index and show the hits."""
    access = filters.pop("access")
    question = Question(
        words=query,
        access=AccessLevel(str(access)) if access else None,
        **filters,  # type: ignore[arg-type]
    )
    answer = open_archive(archive).index.search(question, READERS[reader])
    put(as_json, answer, lambda: _show(answer))


def _show(answer: Answer) -> None:
    for hit in answer.hits:
        screen().print(
            Text(hit.title, style="bold"), f"[dim]{hit.document_code}[/]",
            say("cli.search.page", page=hit.page, boxes=len(hit.boxes)),
        )  # fmt: skip
        screen().print(_marked(hit.snippet), soft_wrap=True)
    click.echo(say("cli.search.total", total=answer.total))
    if answer.suggestion:
        click.echo(say("cli.search.suggestion", words=answer.suggestion))


def _marked(snippet: str) -> Text:
    shown = Text("    ")
    for place, part in enumerate(snippet.replace("⟫", "⟪").split("⟪")):
        shown.append(part, style="bold yellow" if place % 2 else "")
    return shown
