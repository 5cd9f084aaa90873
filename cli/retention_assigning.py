"""``luutru retention`` propose, assign, event, submitted: what decides, by a person."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click

from cli.correct import login_name
from cli.output import json_option, put
from cli.retention_ranking import put_ranked, told_ranked
from cli.speech import say, tell
from flows.archive import open_archive
from flows.periods.assigning import Assigned, assign_approved, assign_rules, rank
from flows.revising.correcting import Request, correct_record, make_note
from flows.revising.versions import Note
from records.dates import VIETNAM
from records.errors import InputError

DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
by_option = click.option("--by", default=login_name, help=say("cli.help.by"))
why_option = click.option("--why", help=say("cli.help.why"))


@click.command(help=say("cli.help.propose"))
@click.argument("code", required=False)
@click.option("--on", "day", type=DAY, help=say("cli.help.propose.on"))
@click.option("--most", type=click.IntRange(min=3), default=3, help=say("cli.help.propose.most"))
@click.option("--limit", type=click.IntRange(min=0), default=50, help=say("cli.help.sweep.limit"))
@json_option
@click.pass_obj
def propose(
    archive: Path, code: str | None, day: datetime | None, most: int, limit: int, *, as_json: bool
) -> None:
    """Rank the items a dossier may fall under, or those of every dossier without a rule."""
    on = day.date() if day else datetime.now(VIETNAM).date()
    ranked = rank(open_archive(archive), code, on, most)
    found = tuple(islice(ranked, limit or None))
    contract = {"dossiers": [told_ranked(each) for each in found]}
    put(as_json, contract, lambda: put_ranked(found))


@click.command(help=say("cli.help.assign"))
@click.argument("code", required=False)
@click.argument("rules", nargs=-1, metavar="[RULE...]")
@click.option("--approved", is_flag=True, help=say("cli.help.assign.approved"))
@click.option("--dry-run", is_flag=True, help=say("cli.help.dry_run"))
@by_option
@why_option
@json_option
@click.pass_obj
def assign(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, /, code: str | None, rules: tuple[str, ...], by: str, why: str | None, *,
    approved: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Confirm the rule of a dossier; of several items the longest period wins."""
    if approved == bool(code) or bool(code) != bool(rules) or (dry_run and not approved):
        raise click.UsageError(say("cli.assign.either"))
    note, now, opened = (
        _note(by, why or say("cli.assign.why")),
        datetime.now(UTC),
        open_archive(archive),
    )
    if code is None:
        done = tuple(assign_approved(opened, note, now, is_trial=dry_run))
    else:
        done = (assign_rules(opened, code, rules, note, now),)
    contract = {"assigned": [_assigned(each) for each in done], "dry_run": dry_run}
    put(as_json, contract, lambda: _show_assigned(done, dry_run=dry_run))


@click.command(help=say("cli.help.event"))
@click.argument("code")
@click.argument("date")
@by_option
@why_option
@json_option
@click.pass_obj
def event(
    archive: Path, /, code: str, date: str, by: str, why: str | None, *, as_json: bool
) -> None:
    """Record when that happened which a period waits for."""
    _record(archive, code, ("event_on", date), _note(by, why or say("cli.event.why")), as_json)


@click.command(help=say("cli.help.submitted"))
@click.argument("code")
@click.argument("date")
@by_option
@why_option
@json_option
@click.pass_obj
def submitted(
    archive: Path, /, code: str, date: str, by: str, why: str | None, *, as_json: bool
) -> None:
    """Record when the dossier came to the current archive."""
    _record(
        archive, code, ("submitted_on", date), _note(by, why or say("cli.submitted.why")), as_json
    )


def _record(archive: Path, code: str, value: tuple[str, str], note: Note, as_json: bool) -> None:  # noqa: FBT001
    request = Request(note=note, now=datetime.now(UTC))
    outcome = correct_record(open_archive(archive), code, (value,), request)
    if outcome.is_refused:
        told = (f"{each.subject}: {' '.join(tell(each))}" for each in outcome.problems)
        raise click.UsageError("\n".join(told))
    contract = {"code": outcome.code, "package_id": outcome.package_id, "version": outcome.version,
                "changes": outcome.changes}  # fmt: skip
    key = "cli.correct.stored" if outcome.changes else "cli.correct.same"
    put(as_json, contract, lambda: click.echo(say(key, code=outcome.code, version=outcome.version)))


def _note(by: str, why: str) -> Note:
    try:
        return make_note(by, why)
    except InputError as error:
        raise click.UsageError(" ".join(tell(error.problem))) from error


def _assigned(each: Assigned) -> dict[str, Any]:
    rule = each.rule
    return {
        "dossier_code": each.code, "document_code": each.document, "package_id": each.package_id,
        "version": each.version,
        "instrument": rule.instrument, "schedule_version": rule.version, "item": rule.item,
        "period": rule.period.wording, "reason": rule.reason, "changed": each.is_new,
    }  # fmt: skip


def _show_assigned(done: tuple[Assigned, ...], *, dry_run: bool) -> None:
    for each in done:
        click.echo(f"{each.code}: {each.rule.reason}")
        key = "trial" if dry_run else "stored" if each.is_new else "same"
        click.echo(say(f"cli.correct.{key}", code=each.code, version=each.version))
    if not done:
        click.echo(say("cli.assign.none"))
