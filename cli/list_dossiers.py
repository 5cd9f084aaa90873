"""``luutru list``: the dossiers of the archive."""

from dataclasses import asdict
from pathlib import Path

import click

from archive_store import list_rows
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from records.package import CatalogueRow, StorageState


@click.command("list", help=say("cli.help.list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in StorageState]),
    help=say("cli.help.state"),
)
@click.option("--fonds", help=say("cli.help.fonds"))
@json_option
@click.pass_obj
def listing(archive: Path, state: str | None, fonds: str | None, *, as_json: bool) -> None:
    """List dossiers, newest first."""
    rows = list_rows(open_archive(archive).engine, state=state, fonds=fonds)
    put(
        as_json,
        {"total": len(rows), "dossiers": [_as_contract(row) for row in rows]},
        lambda: put_table(
            say("cli.list.title", total=len(rows)),
            say("cli.list.columns").split("|"),
            (
                (r.dossier_code, r.title, r.fonds, r.documents, r.pages, say(f"state.{r.state}"))
                for r in rows
            ),
        ),
    )


def _as_contract(row: CatalogueRow) -> dict[str, object]:
    facts = asdict(row)
    del facts["record"]
    return facts
