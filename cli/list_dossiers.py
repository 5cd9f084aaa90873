"""``luutru list``: the dossiers of the archive."""

from dataclasses import asdict
from pathlib import Path

import click

from archive_store import list_rows
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.list_writing import write_list
from metadata.delivery_table import SUFFIXES
from records.package import CatalogueRow, StorageState


@click.command("list", help=say("cli.help.list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in StorageState]),
    help=say("cli.help.state"),
)
@click.option("--fonds", help=say("cli.help.fonds"))
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=lambda _context, _option, target: _table(target),
    help=say("cli.help.list.to"),
)
@json_option
@click.pass_obj
def listing(
    archive: Path, state: str | None, fonds: str | None, to: Path | None, *, as_json: bool
) -> None:
    """List dossiers, newest first, or write the list of their documents."""
    rows = list_rows(open_archive(archive).engine, state=state, fonds=fonds)
    told: dict[str, object] = {
        "total": len(rows),
        "dossiers": [_as_contract(row) for row in rows],
    }
    if to is None:
        put(as_json, told, lambda: _show(rows))
        return
    count = write_list(rows, to)
    written = say("cli.list.written", path=to, dossiers=len(rows), rows=count)
    put(as_json, told | {"file": to, "rows": count}, lambda: click.echo(written))


def _table(target: Path | None) -> Path | None:
    if target is not None and target.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(say("cli.list.suffix"))
    return target


def _show(rows: tuple[CatalogueRow, ...]) -> None:
    put_table(
        say("cli.list.title", total=len(rows)),
        say("cli.list.columns").split("|"),
        (
            (r.dossier_code, r.title, r.fonds, r.documents, r.pages, say(f"state.{r.state}"))
            for r in rows
        ),
    )


def _as_contract(row: CatalogueRow) -> dict[str, object]:
    facts = asdict(row)
    del facts["record"]
    return facts
