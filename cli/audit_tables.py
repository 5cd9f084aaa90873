"""What ``luutru audit`` shows people: damage with its remedy, ages, the forecast, the runs."""

from collections.abc import Iterable

import click

from archive_store.vault.audit.coverage import Forecast
from archive_store.vault.audit.findings import KnownFinding
from cli.output import put_problems, put_table
from cli.speech import LANGUAGE, say
from flows.auditing.history import AuditHistory
from flows.auditing.packages import AuditOutcome
from flows.auditing.words import said_bytes, said_kind, said_moment, said_remedy, said_witness
from records.package import FixityFinding
from records.problem import Problem


def show_outcome(outcome: AuditOutcome) -> None:
    """Damage and figures of one audit."""
    if outcome.damaged:
        put_table(
            say("cli.audit.damaged"),
            say("cli.audit.columns").split("|"),
            (_row(finding, outcome.dossiers) for finding in outcome.damaged),
        )
    store = outcome.store
    click.echo(
        say(
            "cli.audit.total",
            objects=store.objects,
            files=store.files,
            size=said_bytes(store.bytes),
            damaged=len(outcome.damaged),
            ledger=say("cli.audit.intact" if store.ledger_intact else "cli.audit.broken"),
        )
    )
    if store.remaining:
        click.echo(say("cli.audit.remaining", count=store.remaining))
    put_problems(outcome.problems)


def show_forecast(told: Forecast, problems: tuple[Problem, ...]) -> None:
    """The table of ages, and when the round will be through."""
    put_table(
        say("cli.audit.ages"),
        say("audit.sheet.ages.columns").split("|"),
        (
            (
                say("audit.age", days=band.days) if band.days else say("audit.age.older"),
                band.objects,
                said_bytes(band.size_bytes),
            )
            for band in told.ages
        ),
    )
    speed = told.bytes_per_second
    facts: dict[str, object] = {
        "cycle": told.cycle_days,
        "never": told.never_audited,
        "overdue": told.overdue,
    }
    if speed is None or told.round_days is None:
        click.echo(say("cli.audit.forecast.unknown", **facts))
    else:
        day = f"{told.round_ends_on:%d/%m/%Y}" if told.round_ends_on else "–"
        facts |= {"days": told.round_days, "day": day, "speed": said_bytes(round(speed))}
        facts["day_bytes"] = said_bytes(told.day_bytes or 0)
        click.echo(say("cli.audit.forecast", **facts))
    put_problems(problems)


def show_history(history: AuditHistory) -> None:
    """Runs, and findings with when they were found and put right."""
    put_table(
        say("cli.audit.runs"),
        say("cli.audit.runs.columns").split("|"),
        (
            (
                run.run,
                said_moment(run.started_at),
                said_moment(run.ended_at) or say("cli.audit.unfinished"),
                say(f"audit.asked.{run.asked}"),
                run.objects,
                said_bytes(run.size_bytes),
                run.findings,
            )
            for run in history.runs
        ),
    )
    known = (*history.open, *history.settled)
    if known:
        columns = say("cli.audit.findings.columns").split("|")
        put_table(say("cli.audit.findings"), columns, _known(known, history.dossiers))


def _row(finding: FixityFinding, dossiers: dict[str, str]) -> tuple[str, ...]:
    code = dossiers.get(finding.package_id)
    return (
        code or finding.package_id or "–",
        finding.path,
        said_kind(finding, LANGUAGE),
        said_witness(finding, LANGUAGE),
        said_remedy(finding, code, LANGUAGE),
    )


def _known(known: Iterable[KnownFinding], dossiers: dict[str, str]) -> Iterable[tuple[str, ...]]:
    for each in known:
        code, path, kind, against, _ = _row(each.finding, dossiers)
        yield code, path, kind, against, said_moment(each.found_at), said_moment(each.settled_at)
