"""``luutru describe``: the documents in a scan, and their fields, without any archive."""

import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.reading import read_scan
from cli.speech import say
from metadata import read_description
from records.document import Description, Field


@click.command(help=say("cli.help.describe"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def describe(file: Path, *, as_json: bool) -> None:
    """Read the fields of the document in a scan, each with its confidence and place."""
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
        description = read_description(pages)
    fields = {name: _told(field) for name, field in description.known()}
    told = {"documents": [{"pages": [1, len(pages)], "fields": fields}]}
    put(as_json, told, lambda: _show(file, description))


def _told(field: Field) -> dict[str, object]:
    """The field under the keys of the contract; what was read only where it was mended."""
    told = asdict(field)
    return told if field.as_read else {key: each for key, each in told.items() if key != "as_read"}


def _written(field: Field) -> str:
    if field.as_read is None:
        return field.value
    return say("cli.describe.mended", value=field.value, read=field.as_read)


def _show(file: Path, description: Description) -> None:
    put_table(
        file.name,
        say("cli.describe.columns").split("|"),
        (
            (say(f"field.{name}"), _written(field), f"{field.confidence:.2f}", field.page)
            for name, field in description.known()
        ),
    )
