"""``luutru hold``, ``release``, ``holds``: what must not be destroyed, on whose word."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from cli.correct import login_name
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.disposing.holds import find_codes, listed, place, today
from flows.disposing.holds import release as release_hold
from retention.holds import Hold, HoldOrder

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


@click.command(help=say("cli.help.hold"))
@click.argument("codes", nargs=-1)
@click.option("--query", default=None, help=say("cli.help.hold.query"))
@click.option("--reason", required=True, help=say("cli.help.hold.reason"))
@click.option("--authority", required=True, help=say("cli.help.hold.authority"))
@click.option("--authority-date", type=click.DateTime(DAYS), help=say("cli.help.hold.dated"))
@click.option("--until", type=click.DateTime(DAYS), help=say("cli.help.hold.until"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@json_option
@click.pass_obj
def hold(  # noqa: PLR0913, PLR0917 - one argument for each of the command's words
    archive: Path, codes: tuple[str, ...], query: str | None, reason: str, authority: str,
    authority_date: datetime | None, until: datetime | None, by: str, *, as_json: bool,
) -> None:  # fmt: skip
    """Put dossiers under hold."""
    if not codes and not query:
        raise click.UsageError(say("cli.hold.either"))
    opened = open_archive(archive)
    order = HoldOrder(
        by=by,
        reason=reason,
        authority=authority,
        authority_date=_day(authority_date),
        codes=find_codes(opened, codes, query),
        query=query,
        until=_day(until),
    )
    placed = place(opened, order, datetime.now(UTC))
    done = say("cli.hold.placed", hold=placed.hold_id, count=len(placed.codes))
    put(as_json, _told(placed), lambda: click.echo(done))


@click.command(help=say("cli.help.release"))
@click.argument("hold_id", metavar="HOLD")
@click.option("--reason", required=True, help=say("cli.help.release.reason"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@json_option
@click.pass_obj
def release(archive: Path, hold_id: str, reason: str, by: str, *, as_json: bool) -> None:
    """Release a hold; it stays on record."""
    told = release_hold(open_archive(archive), hold_id, by, reason, datetime.now(UTC))
    put(as_json, _told(told), lambda: click.echo(say("cli.hold.released", hold=hold_id)))


@click.command(help=say("cli.help.holds"))
@click.option("--all", "with_past", is_flag=True, help=say("cli.help.holds.all"))
@json_option
@click.pass_obj
def holds(archive: Path, *, with_past: bool, as_json: bool) -> None:
    """List the holds in force, or all that ever were."""
    found = listed(open_archive(archive), with_past=with_past)
    contract = {"total": len(found), "holds": [_told(each) for each in found]}
    put(as_json, contract, lambda: _show(found))


def _show(found: tuple[Hold, ...]) -> None:
    put_table(
        say("cli.holds.title", total=len(found)),
        say("cli.holds.columns").split("|"),
        (
            (each.hold_id, ", ".join(each.codes), each.reason, each.authority, _shown(each.until),
             each.by, say(f"cli.holds.{_state(each)}"))
            for each in found
        ),
    )  # fmt: skip


def _told(hold: Hold) -> dict[str, object]:
    facts = {
        name: getattr(hold, name)
        for kind in (HoldOrder, Hold)
        for name in kind.__slots__
        if name not in {"hold_id", "codes"}
    }
    return {"hold": hold.hold_id, "state": _state(hold), "dossiers": hold.codes, **facts}


def _state(hold: Hold) -> str:
    if hold.released_at is not None:
        return "released"
    return "in-force" if hold.is_in_force(today()) else "over"


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
