"""``luutru audit``: re-reads packages and compares them with inventory, catalogue and ledger."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.audit_tables import show_forecast, show_history, show_outcome
from cli.output import json_option, put
from cli.progress import progress_bar
from cli.sizes import ByteSize
from cli.speech import say
from flows.archive import Archive, open_archive
from flows.auditing.forecast import forecast_archive, warnings_of
from flows.auditing.history import read_history
from flows.auditing.packages import AuditAsked, audit_archive
from flows.auditing.report import write_reports

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(help=say("cli.help.audit"))
@click.argument("codes", nargs=-1)
@click.option("--all", "everything", is_flag=True, help=say("cli.help.audit.all"))
@click.option("--budget", type=ByteSize(), default=None, help=say("cli.help.budget"))
@click.option("--minutes", type=click.FloatRange(min=0), help=say("cli.help.audit.minutes"))
@click.option("--jobs", type=click.IntRange(min=1), help=say("cli.help.audit.jobs"))
@click.option("--report", type=FOLDER, help=say("cli.help.audit.report"))
@click.option("--forecast", is_flag=True, help=say("cli.help.audit.forecast"))
@click.option("--history", is_flag=True, help=say("cli.help.audit.history"))
@json_option
@click.pass_obj
def audit(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, codes: tuple[str, ...], budget: int | None, minutes: float | None,
    jobs: int | None, report: Path | None,
    *, everything: bool, forecast: bool, history: bool, as_json: bool,
) -> int:  # fmt: skip
    """Check fixity; without codes and budgets, up to the day's budget. Mends nothing."""
    if forecast + history + bool(codes) + everything > 1:
        raise click.UsageError(say("cli.audit.either"))
    opened = open_archive(archive)
    if forecast:
        return _forecast(opened, as_json=as_json)
    if history:
        told = read_history(opened)
        put(as_json, told.as_contract(), lambda: show_history(told))
        return int(bool(told.open))
    asked = AuditAsked(
        codes=codes,
        everything=everything,
        budget_bytes=budget,
        budget_seconds=None if minutes is None else minutes * 60,
        jobs=jobs,
    )
    return _audit(opened, asked, report, as_json=as_json)


def _audit(archive: Archive, asked: AuditAsked, report: Path | None, *, as_json: bool) -> int:
    started = time.monotonic()
    with progress_bar() as watch:
        outcome = audit_archive(archive, asked, watch)
    files = write_reports(archive, report, datetime.now(UTC)) if report is not None else ()
    told = {**outcome.as_contract(), "seconds": round(time.monotonic() - started, 2)}
    put(as_json, {**told, "report": files}, lambda: show_outcome(outcome))
    for file in files if not as_json else ():
        click.echo(file)
    return int(outcome.needs_a_person)


def _forecast(archive: Archive, *, as_json: bool) -> int:
    told = forecast_archive(archive, datetime.now(UTC))
    problems = warnings_of(told)
    put(
        as_json,
        {"forecast": told, "problems": problems},
        lambda: show_forecast(told, problems),
    )
    return int(bool(problems))
