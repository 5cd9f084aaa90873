"""``luutru describe``: the documents in a scan, and their fields; an archive is not needed."""

import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.reading import read_scan
from cli.speech import say
from metadata import read_description
from metadata.authority_lists import read_lists
from records.document import Description, Field


@click.command(help=say("cli.help.describe"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def describe(archive: Path, file: Path, *, as_json: bool) -> None:
    """Read the fields of the document in a scan, each with its confidence and place."""
    lists = read_lists(archive / "authorities")
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
        description = read_description(pages, lists)
    fields = {name: _told(field) for name, field in description.known()}
    told = {"documents": [{"pages": [1, len(pages)], "fields": fields}]}
    put(as_json, told, lambda: _show(file, description))


def _told(field: Field) -> dict[str, object]:
    """The field under the keys of the contract; what was read only where it was mended."""
    unknown = {key for key in ("as_read", "authority") if getattr(field, key) is None}
    return {key: each for key, each in asdict(field).items() if key not in unknown}


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
