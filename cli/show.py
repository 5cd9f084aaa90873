"""``luutru show``: a dossier, document or package with its history."""

from pathlib import Path

import click

from cli.output import json_option, put, put_table, screen
from cli.speech import say
from flows.archive import open_archive
from flows.show import Shown, show_record
from records.authority import Certainty


@click.command(help=say("cli.help.show"))
@click.argument("code")
@json_option
@click.pass_obj
def show(archive: Path, code: str, *, as_json: bool) -> None:
    """Show what the archive holds under a code."""
    shown = show_record(open_archive(archive), code)
    put(as_json, shown, lambda: _show(shown))


def _show(shown: Shown) -> None:
    dossier = shown.dossier
    screen().print(f"[bold]{dossier.code}[/] ", end="")
    screen().print(dossier.title, markup=False)
    click.echo(say("cli.show.place", package=shown.package_id, path=shown.object_path))
    for line in _agencies(shown):
        click.echo(line)
    put_table(
        say("cli.show.documents"),
        say("cli.show.columns").split("|"),
        (
            (d.ordinal, d.document_type, d.full_notation,
             d.issued and d.issued.vietnamese, d.subject, d.page_count)
            for d in dossier.documents
        ),
    )  # fmt: skip
    put_table(
        say("cli.show.history"),
        say("cli.show.history.columns").split("|"),
        (
            (told.ledger_position, f"{told.created:%d/%m/%Y %H:%M}", told.message, told.version)
            for told in shown.history
        ),
    )


def _agencies(shown: Shown) -> list[str]:
    origin, keeper = shown.provenance_org, shown.custodian_org
    told = [say("cli.show.provenance", name=origin.name, code=origin.code)]
    if keeper is None:
        return [*told, say("cli.show.custodian.unknown")]
    told.append(say("cli.show.custodian", name=keeper.name, code=keeper.code))
    if origin.closed_on is not None:
        day = f"{origin.closed_on:%d/%m/%Y}"
        told.append(say("cli.show.closed", code=origin.level_one, day=day))
    if keeper.certainty is not Certainty.VERIFIED:
        told.append(say(f"certainty.{keeper.certainty}"))
    return told
