"""``luutru describe``: the documents in a scan, and their fields; an archive is not needed."""

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

import click

from cli.as_xml import form_option, put_xml, xml_option
from cli.output import json_option, put, put_table
from cli.reading import read_scan
from cli.speech import say
from metadata import read_description, read_parts
from metadata.authority_lists import AuthorityLists, read_lists
from metadata.document_types import types_in_force
from metadata.scan import dossier_of_scan
from records.batch import DeliveredFile
from records.digest import sha256_of
from records.document import Description, Field, Part
from records.page import RecognizedPage


@click.command(help=say("cli.help.describe"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@xml_option
@form_option
@click.option("--code", help=say("cli.help.file_code"))
@json_option
@click.pass_obj
def describe(
    archive: Path, file: Path, *, as_xml: bool, form: str, code: str | None, as_json: bool
) -> None:
    """Read the fields of the documents in a scan, each with its confidence and place."""
    lists = read_lists(archive / "authorities")
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        pages = read_scan(file, Path(work))
    runs = tuple(_runs(pages))
    if as_xml:
        with types_in_force(lists.types):
            dossier = dossier_of_scan(runs, _delivered(file, len(pages)), code, lists)
            parts = [(dossier, document) for document in dossier.documents]
            put_xml(form, parts, "", as_json=as_json)
        return
    documents = [told for run in runs for told in _documents(run, lists)]
    put(as_json, {"documents": documents}, lambda: _show(file, documents))


def _delivered(file: Path, page_count: int) -> DeliveredFile:
    return DeliveredFile(
        name=PurePosixPath(file.name),
        copy=file,
        size_bytes=file.stat().st_size,
        sha256=sha256_of(file),
        media_type="",
        page_count=page_count,
    )


def _runs(pages: tuple[RecognizedPage, ...]) -> Iterator[tuple[RecognizedPage, ...]]:
    """The pages between separator sheets."""
    for is_sheet, run in groupby(pages, key=lambda page: page.separator is not None):
        if not is_sheet:
            yield tuple(run)


def _documents(
    pages: tuple[RecognizedPage, ...], lists: AuthorityLists
) -> Iterator[dict[str, Any]]:
    before = pages[0].number - 1
    parts = read_parts(pages, lambda run: read_description(run, lists))
    last = parts[0].first - 1 if parts else len(pages)
    yield _contract((1, last), read_description(pages, lists), before)
    for part in parts:
        yield {**_contract((part.first, part.last), part.description, before), **_proposal(part)}


def _contract(pages: tuple[int, int], description: Description, before: int) -> dict[str, Any]:
    """One document under the keys of the contract, its pages counted inside the file."""
    fields = {name: _told(field, before) for name, field in description.known()}
    return {"pages": [pages[0] + before, pages[1] + before], "fields": fields}


def _proposal(part: Part) -> dict[str, Any]:
    return {
        "proposed": True,
        "kind": part.kind,
        "reason": part.reason,
        "reason_text": say(f"boundary.{part.reason}"),
        "confidence": part.confidence,
    }


def _told(field: Field, before: int) -> dict[str, Any]:
    """The field under the keys of the contract; what was read only where it was mended."""
    told = asdict(field) | ({} if field.page is None else {"page": field.page + before})
    unknown = {key for key in ("as_read", "authority") if getattr(field, key) is None}
    return {key: each for key, each in told.items() if key not in unknown}


def _written(field: dict[str, Any]) -> str:
    if "as_read" not in field:
        return str(field["value"])
    return say("cli.describe.mended", value=field["value"], read=field["as_read"])


def _show(file: Path, documents: list[dict[str, Any]]) -> None:
    for told in documents:
        first, last = told["pages"]
        title = say("cli.describe.document", file=file.name, first=first, last=last)
        if "reason" in told:
            title += "\n" + say(
                "cli.describe.proposed",
                kind=say(f"part.{told['kind']}"),
                reason=told["reason_text"],
            )
        put_table(
            title,
            say("cli.describe.columns").split("|"),
            (
                (say(f"field.{name}"), _written(field), f"{field['confidence']:.2f}", field["page"])
                for name, field in told["fields"].items()
            ),
        )
