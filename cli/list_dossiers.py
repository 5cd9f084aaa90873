"""``luutru list``: the dossiers of the archive."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from archive_store import list_page, read_rows
from archive_store.vault.catalogue.listing import Listing
from archive_store.vault.catalogue.wanted import Wanted
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.looking.catalogue import open_catalogue
from flows.signing.state import can_be, dossier_state
from records.access import AccessLevel
from records.package import StorageState
from records.signature import SigningState

ON_A_SCREEN = 50


@click.command("list", help=say("cli.help.list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in StorageState]),
    help=say("cli.help.state"),
)
@click.option("--fonds", help=say("cli.help.fonds"))
@click.option("--year", type=click.IntRange(1, 9999), help=say("cli.help.list.year"))
@click.option(
    "--access",
    type=click.Choice([level.value for level in AccessLevel]),
    help=say("cli.help.list.access"),
)
@click.option("--batch", "batch_id", help=say("cli.help.list.batch"))
@click.option("--title", "words", help=say("cli.help.list.title"))
@click.option(
    "--limit", type=click.IntRange(0), default=ON_A_SCREEN, help=say("cli.help.list.limit")
)
@click.option("--offset", type=click.IntRange(0), default=0, help=say("cli.help.list.offset"))
@click.option(
    "--signature",
    type=click.Choice([state.value for state in SigningState]),
    help=say("cli.help.list.signature"),
)
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
    archive: Path, /, limit: int, offset: int, signature: str | None, to: Path | None,
    *, as_json: bool, **asked: Any,
) -> None:  # fmt: skip
    """List dossiers, newest first, or write the list of their documents."""
    engine, settings = open_catalogue(archive)
    copies = tuple(each.name for each in settings.copies)
    is_signed = None if signature is None else signature == SigningState.SIGNED
    wanted = Wanted(copies=copies, is_signed=is_signed, **asked)
    listed = list_page(engine, wanted, limit or None, offset)
    if signature is not None and not can_be(settings, SigningState(signature)):
        listed = Listing(total=0, rows=())
    signing = {row.dossier_code: dossier_state(settings, row) for row in listed.rows}
    told = _as_contract(listed, offset, signing)
    if to is None:
        put(as_json, told, lambda: _show(listed, offset, signing))
        return
    from flows.looking.list_writing import write_list  # noqa: PLC0415 - as in _table

    count = write_list(read_rows(engine, wanted), to)
    written = say("cli.list.written", path=to, dossiers=listed.total, rows=count)
    put(as_json, told | {"file": to, "rows": count}, lambda: click.echo(written))


def _table(target: Path | None) -> Path | None:
    if target is not None:
        # The library of spreadsheets takes longer to load than a list takes to be shown.
        from metadata.delivery_table import SUFFIXES  # noqa: PLC0415

        if target.suffix.lower() not in SUFFIXES:
            raise click.BadParameter(say("cli.list.suffix"))
    return target


def _as_contract(
    listed: Listing, offset: int, signing: dict[str, SigningState]
) -> dict[str, object]:
    end = offset + len(listed.rows)
    return {
        "total": listed.total,
        "offset": offset,
        "next": end if listed.rows and end < listed.total else None,
        "dossiers": [asdict(row) | {"signature": signing[row.dossier_code]} for row in listed.rows],
    }


def _show(listed: Listing, offset: int, signing: dict[str, SigningState]) -> None:
    end = offset + len(listed.rows)
    is_part = len(listed.rows) < listed.total
    title = "cli.list.part" if is_part and listed.rows else "cli.list.title"
    put_table(
        say(title, total=listed.total, first=offset + 1, last=end),
        say("cli.list.columns").split("|"),
        (
            (r.dossier_code, r.title, r.fonds, r.documents, r.pages, say(f"state.{r.state}"),
             say(f"signing.{signing[r.dossier_code]}"))
            for r in listed.rows
        ),
    )  # fmt: skip
    if listed.rows and end < listed.total:
        click.echo(say("cli.list.next", next=end))
