"""What the steps of a disposal case have in common on the command line."""

from collections.abc import Callable
from datetime import UTC, datetime

import click

from cli.correct import login_name
from cli.output import json_option
from cli.speech import say
from retention.disposal.case import Action, Outcome, Paper, Step
from retention.disposal.steps import Verdict

Command = Callable[..., object]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def step_options(function: Command) -> Command:
    """The options that every step on paper has."""
    for option in (
        json_option,
        click.option("--with", "people", multiple=True, help=say("cli.help.disposal.with")),
        click.option("--by", default=login_name, help=say("cli.help.by")),
        click.option(
            "--date", "day", type=click.DateTime(DAYS), required=True,
            help=say("cli.help.disposal.date"),
        ),
        click.option("--document", required=True, help=say("cli.help.disposal.document")),
    ):  # fmt: skip
        function = option(function)
    return function


def verdict_options(function: Command) -> Command:
    """What is to become of single dossiers."""
    for name in ("destroy", "transfer", "extend", "keep"):
        told_as = say(f"cli.help.disposal.{name}")
        function = click.option(f"--{name}", multiple=True, metavar="CODE=REASON", help=told_as)(
            function
        )
    return function


def step_of(
    action: Action, document: str, day: datetime, by: str, people: tuple[str, ...]
) -> Step:  # fmt: skip
    """A step as the command line tells it, taken now."""
    paper = Paper(number=document, day=day.date())
    return Step(action=action, by=by, at=datetime.now(UTC), paper=paper, people=people)


def verdicts_of(told: dict[str, tuple[str, ...]]) -> dict[str, Verdict]:
    """What is to become of single dossiers: ``CODE=reason``, ``CODE=period: reason``."""
    found = {}
    for name, values in told.items():
        for value in values:
            code, _, reason = value.partition("=")
            period, has_period, rest = reason.partition(":")
            outcome = Outcome(name)
            is_extended = outcome is Outcome.EXTEND
            found[code.strip()] = Verdict(
                outcome=outcome,
                reason=rest if is_extended and has_period else "" if is_extended else reason,
                new_period=period.strip() if is_extended else None,
            )
    return found
