"""``luutru split``: a person says where the documents of one scan begin."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.correct import login_name
from cli.output import json_option, put, put_table
from cli.speech import say, tell
from flows.archive import open_archive
from flows.revising.correcting import make_note
from flows.revising.parting import part_document
from flows.revising.versions import Note, Revised
from records.errors import InputError


@click.command(help=say("cli.help.split"))
@click.argument("code")
@click.option("--at", "at", required=True, metavar="PAGE[,PAGE...]", help=say("cli.help.split.at"))
@click.option("--why", required=True, help=say("cli.help.why"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@json_option
@click.pass_obj
def split(archive: Path, code: str, at: str, why: str, by: str, *, as_json: bool) -> None:
    """Part a stored document, or confirm that it is one."""
    now = datetime.now(UTC)
    revised = part_document(open_archive(archive), code, _pages(at), _note(by, why), now)
    put(as_json, _contract(revised), lambda: _show(revised))


def _pages(at: str) -> tuple[int, ...]:
    try:
        return tuple(int(page) for page in at.split(","))
    except ValueError as error:
        raise click.UsageError(say("cli.split.form", value=at)) from error


def _note(by: str, why: str) -> Note:
    try:
        return make_note(by, why)
    except InputError as error:
        raise click.UsageError(" ".join(tell(error.problem))) from error


def _contract(revised: Revised) -> dict[str, object]:
    return {
        "dossier_code": revised.after.code,
        "package_id": revised.stored.package_id,
        "version": revised.stored.version,
        "documents": [
            {
                "code": each.code,
                "file": each.file.name,
                "pages": [each.first_page, each.first_page + each.page_count - 1],
                "document_type": each.document_type,
                "subject": each.subject,
            }
            for each in revised.after.documents
        ],
    }


def _show(revised: Revised) -> None:
    put_table(
        say("cli.split.title", code=revised.after.code, version=revised.stored.version),
        say("cli.split.columns").split("|"),
        (
            (
                each.code, each.file.name,
                f"{each.first_page}–{each.first_page + each.page_count - 1}",
                each.document_type, each.subject,
            )
            for each in revised.after.documents
        ),
    )  # fmt: skip
