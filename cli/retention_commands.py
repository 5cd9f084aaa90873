"""``luutru retention``: what is due, and why. Nothing is destroyed here."""

import sys
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.output import json_option, put_table
from cli.retention_assigning import assign, event, propose, submitted
from cli.retention_schedules import schedule
from cli.speech import LANGUAGE, say
from flows.archive import open_archive
from flows.running.figures import write_document
from flows.sweep import Count, Sweep, SweepFigures, sweep_archive
from records.dates import VIETNAM
from records.messages import Language
from records.numerals import in_figures
from records.retention import RetentionDecision

CENTIMETRE = 0.01


@click.group(cls=CommandGroup, help=say("cli.help.retention"))
def retention() -> None:
    """Hold the retention commands."""


for command in (schedule, propose, assign, event, submitted):
    retention.add_command(command)


@retention.command(help=say("cli.help.sweep"))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help=say("cli.help.as_of"))
@click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True,
    help=say("cli.help.sweep.limit"),
)  # fmt: skip
@json_option
@click.pass_obj
def sweep(archive: Path, as_of: datetime | None, limit: int, *, as_json: bool) -> None:
    """List what is due on a day, today unless told."""
    day = as_of.date() if as_of else datetime.now(VIETNAM).date()
    swept = sweep_archive(open_archive(archive), day)
    if as_json:
        figures, lists = swept.as_contract()
        write_document(sys.stdout.buffer, figures, lists)
    else:
        _show(swept, day, limit)


def _show(swept: Sweep, day: date, limit: int) -> None:
    figures = swept.figures()
    told = say("cli.sweep.title", day=f"{day:%d/%m/%Y}", total=figures.dossiers)
    _put_counts(told, figures.by_action)
    _put_counts(say("cli.sweep.by_fonds"), figures.by_fonds)
    _put_counts(say("cli.sweep.by_rule"), figures.by_rule)
    click.echo(say("cli.sweep.metres", sheets=figures.sheets_per_metre))
    due, unknown = _numbers(figures)
    if due:
        columns = say("cli.sweep.columns").split("|")
        put_table(say("cli.sweep.due"), columns, map(_due_row, _first(swept.due(), limit)))
        _put_rest(due, limit)
    if unknown:
        rows = ((each.dossier_code, each.reason) for each in _first(swept.unknown(), limit))
        put_table(say("cli.sweep.unknown"), say("cli.sweep.unknown.columns").split("|"), rows)
        _put_rest(unknown, limit)


def _numbers(figures: SweepFigures) -> tuple[int, int]:
    by = {each.action: each.dossiers for each in figures.by_action}
    due = sum(by.get(action, 0) for action in ("destroy", "transfer", "submit"))
    return due, by.get("unknown", 0)


def _first(found: Iterable[RetentionDecision], limit: int) -> Iterable[RetentionDecision]:
    return islice(found, limit or None)


def _put_rest(total: int, limit: int) -> None:
    if limit and total > limit:
        click.echo(say("cli.sweep.rest", rest=total - limit))


def _put_counts(title: str, counts: tuple[Count, ...]) -> None:
    rows = (
        (
            each.name or say("cli.sweep.whole"),
            say(f"action.{each.action}"),
            each.dossiers,
            each.sheets,
            metres(each.metres),
        )
        for each in counts
    )
    put_table(title, say("cli.sweep.counts").split("|"), rows)


def metres(length: float) -> str:
    """Metres of shelf for people: ``12,50 m``, ``0,05 m``; a few sheets are under a centimetre."""
    if 0 < length < CENTIMETRE:
        return say("cli.sweep.less", length=say("cli.sweep.length", length=_figure(CENTIMETRE)))
    return say("cli.sweep.length", length=_figure(length))


def _figure(number: float) -> str:
    return in_figures(number, 2) if LANGUAGE is Language.VIETNAMESE else f"{number:,.2f}"


def _due_row(due: RetentionDecision) -> tuple[object, ...]:
    day = due.due_on and f"{due.due_on:%d/%m/%Y}"
    wording = due.rule and due.rule.period.wording
    return due.dossier_code, say(f"action.{due.action}"), day, wording, due.reason
