"""``luutru export``: copies of dossiers that leave the archive."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.correct import login_name
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.looking.exporting import Exported, ExportForm, ExportRequest, export_record
from records.access import ARCHIVIST, READERS


@click.command(help=say("cli.help.export"))
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@click.option("--as", "form", type=click.Choice([form.value for form in ExportForm]), required=True,
              help=say("cli.help.export.as"))  # fmt: skip
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True,
              help=say("cli.help.export.to"))  # fmt: skip
@click.option("--reader", type=click.Choice(list(READERS)), default=ARCHIVIST.name,
              help=say("cli.help.export.reader"))  # fmt: skip
@click.option("--by", default=login_name, help=say("cli.help.export.by"))
@json_option
@click.pass_obj
def export(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, codes: tuple[str, ...], form: str, folder: Path, reader: str, by: str,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Export each dossier as a file of its own; the first refusal ends it."""
    request = ExportRequest(
        form=ExportForm(form),
        folder=folder.resolve(),
        reader=READERS[reader],
        by=by,
        now=datetime.now(UTC),
    )
    opened = open_archive(archive)
    done = [export_record(opened, code, request) for code in dict.fromkeys(codes)]
    put(as_json, _as_contract(done), lambda: _show(done))


def _as_contract(done: list[Exported]) -> dict[str, object]:
    """The first under the keys of the contract, and all of them below ``exports``."""
    first = done[0]
    told = {"path": first.path, "files": first.files, "bytes": first.bytes, "sha256": first.sha256}
    return {**told, "exports": done}


def _show(done: Iterable[Exported]) -> None:
    put_table(
        say("cli.export.title"),
        say("cli.export.columns").split("|"),
        ((each.code, each.version, each.path, each.files, each.bytes, each.sha256)
         for each in done),
    )  # fmt: skip
