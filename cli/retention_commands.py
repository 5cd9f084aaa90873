"""``luutru retention``: what is due, and why. Nothing is destroyed here."""

from datetime import date, datetime
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.sweep import SweepOutcome, sweep_archive
from records.dates import VIETNAM


@click.group(cls=CommandGroup, help=say("cli.help.retention"))
def retention() -> None:
    """Hold the retention commands."""


@retention.command(help=say("cli.help.sweep"))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help=say("cli.help.as_of"))
@json_option
@click.pass_obj
def sweep(archive: Path, as_of: datetime | None, *, as_json: bool) -> None:
    """List what is due on a day, today unless told."""
    day = as_of.date() if as_of else datetime.now(VIETNAM).date()
    outcome = sweep_archive(open_archive(archive), day)
    put(as_json, outcome.as_contract(), lambda: _show(outcome, day))


def _show(outcome: SweepOutcome, day: date) -> None:
    put_table(
        say("cli.sweep.title", day=f"{day:%d/%m/%Y}", total=outcome.dossiers),
        say("cli.sweep.columns").split("|"),
        (
            (d.dossier_code, say(f"action.{d.action}"), d.due_on and f"{d.due_on:%d/%m/%Y}",
             d.rule and d.rule.period.wording, d.reason)
            for d in outcome.due
        ),
    )  # fmt: skip
    if outcome.unknown:
        put_table(
            say("cli.sweep.unknown"),
            say("cli.sweep.unknown.columns").split("|"),
            ((d.dossier_code, d.reason) for d in outcome.unknown),
        )
