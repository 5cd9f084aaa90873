"""``luutru show``: a dossier, document or package with its history."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from cli.as_xml import form_option, put_xml, xml_option
from cli.output import json_option, put, put_table, screen
from cli.show_signatures import put_signatures
from cli.speech import say
from flows.archive import open_archive
from flows.looking.show import Shown, show_record
from records.access import ARCHIVIST, READERS
from records.authority import Certainty
from records.dates import VIETNAM
from records.dossier import Dossier


@click.command(help=say("cli.help.show"))
@click.argument("code")
@xml_option
@form_option
@click.option("--reader", type=click.Choice(list(READERS)), default=ARCHIVIST.name,
              help=say("cli.help.show.reader"))  # fmt: skip
@json_option
@click.pass_obj
def show(archive: Path, code: str, reader: str, *, as_xml: bool, form: str, as_json: bool) -> None:
    """Show what the archive holds under a code, or print its archival XML."""
    opened = open_archive(archive)
    shown = show_record(opened, code, READERS[reader])
    if as_xml:
        dossier = shown.dossier
        document = next((each for each in dossier.documents if each.code == code), None)
        put_xml(form, [(dossier, document)], opened.identity.name, as_json=as_json)
        return
    put(as_json, shown, lambda: _show(shown))


def _show(shown: Shown) -> None:
    dossier = shown.dossier
    screen().print(f"[bold]{dossier.code}[/] ", end="")
    screen().print(dossier.title, markup=False)
    click.echo(say("cli.show.place", package=shown.package_id, path=shown.object_path))
    for line in (*_agencies(shown), *_facts(dossier)):
        click.echo(line)
    if shown.open_points:
        click.echo(say("cli.show.open", points=shown.open_points, code=dossier.code))
    put_table(
        say("cli.show.documents"),
        say("cli.show.columns").split("|"),
        (
            (d.ordinal, d.document_type, d.full_notation,
             d.issued and d.issued.vietnamese, d.subject, d.page_count)
            for d in dossier.documents
        ),
    )  # fmt: skip
    if shown.hidden:
        click.echo(say("cli.show.hidden", count=shown.hidden))
    put_signatures(shown)
    put_table(
        say("cli.show.history"),
        say("cli.show.history.columns").split("|"),
        [*_versions(shown)],
    )
    if shown.pending_copies:
        click.echo(say("cli.show.pending", names=", ".join(shown.pending_copies)))
    if rows := [*_corrections(dossier)]:
        put_table(say("cli.show.corrections"), say("cli.show.corrections.columns").split("|"), rows)


def _facts(dossier: Dossier) -> Iterator[str]:
    """What decides how long it is kept and who sees it, and how much it is."""
    rule, unknown = dossier.retention, say("cli.show.unknown")
    if rule is None:
        yield say("cli.show.retention.unknown")
    else:
        yield say("cli.show.retention", period=rule.period.wording, source=rule.instrument)
    start, end = (each.vietnamese if each else unknown for each in (dossier.start, dossier.end))
    about = "≈ " if dossier.sheets_estimated else ""
    yield say("cli.show.extent", access=say(f"access.{dossier.access}"), start=start, end=end,
              sheets=f"{about}{dossier.sheets}")  # fmt: skip


def _versions(shown: Shown) -> Iterator[tuple[object, ...]]:
    for told in shown.history:
        yield told.ledger_position, _when(told.created), told.message, told.version
    for each in shown.repairs:
        when = _when(datetime.fromisoformat(each.time))
        yield each.seq, when, say(f"cli.show.{each.action}", by=each.actor), each.version


def _corrections(dossier: Dossier) -> Iterator[tuple[object, ...]]:
    noted = [(dossier.code, each) for each in dossier.corrected]
    noted += [(one.code, each) for one in dossier.documents for each in one.corrected]
    for code, each in noted:
        name = say(f"field.{each.field}")
        yield _when(each.at), code, name, each.old, each.new, each.by, each.why


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


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
