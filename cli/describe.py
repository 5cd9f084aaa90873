"""``luutru describe``: the documents in a scan, and their fields, without any archive."""

import tempfile
from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.reading import read_scan
from cli.speech import say
from metadata import read_description
from records.document import Description


@click.command(help=say("cli.help.describe"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def describe(file: Path, *, as_json: bool) -> None:
    """Read the fields of the document in a scan, each with its confidence and place."""
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
        description = read_description(pages)
    told = {"documents": [{"pages": [1, len(pages)], "fields": dict(description.known())}]}
    put(as_json, told, lambda: _show(file, description))


def _show(file: Path, description: Description) -> None:
    put_table(
        file.name,
        say("cli.describe.columns").split("|"),
        (
            (say(f"field.{name}"), field.value, f"{field.confidence:.2f}", field.page)
            for name, field in description.known()
        ),
    )
