"""``luutru describe``: the documents in a scan, and their fields, without any archive."""

import tempfile
from dataclasses import asdict
from pathlib import Path, PurePosixPath

import click

from cli.as_xml import form_option, put_xml, xml_option
from cli.output import json_option, put, put_table
from cli.reading import read_scan
from cli.speech import say
from metadata import read_description
from metadata.scan import dossier_of_scan
from records.batch import DeliveredFile
from records.digest import sha256_of
from records.document import Description, Field


@click.command(help=say("cli.help.describe"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@xml_option
@form_option
@click.option("--code", help=say("cli.help.file_code"))
@json_option
def describe(file: Path, *, as_xml: bool, form: str, code: str | None, as_json: bool) -> None:
    """Read the fields of the document in a scan, each with its confidence and place."""
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
    if as_xml:
        dossier = dossier_of_scan(pages, _delivered(file, len(pages)), code)
        parts = [(dossier, document) for document in dossier.documents]
        put_xml(form, parts, "", as_json=as_json)
        return
    description = read_description(pages)
    fields = {name: _told(field) for name, field in description.known()}
    told = {"documents": [{"pages": [1, len(pages)], "fields": fields}]}
    put(as_json, told, lambda: _show(file, description))


def _delivered(file: Path, page_count: int) -> DeliveredFile:
    return DeliveredFile(
        name=PurePosixPath(file.name),
        copy=file,
        size_bytes=file.stat().st_size,
        sha256=sha256_of(file),
        media_type="",
        page_count=page_count,
    )


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
