"""``luutru doctor``: whether machine and archive are ready, each finding with its remedy."""

from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.speech import LANGUAGE, say
from flows.machine.checks import Check
from flows.machine.health import examine


@click.command(help=say("cli.help.doctor"))
@json_option
@click.pass_obj
def doctor(archive: Path, *, as_json: bool) -> int:
    """Examine programs, language data, disk, database, clock and offline switches."""
    checks = examine(archive, LANGUAGE)
    put(as_json, {"checks": checks}, lambda: _show(checks))
    return 0 if all(check.ok for check in checks) else 3


def _show(checks: tuple[Check, ...]) -> None:
    put_table(
        say("cli.doctor.title"),
        say("cli.doctor.columns").split("|"),
        ((check.name, "✓" if check.ok else "✗", check.detail, check.remedy) for check in checks),
    )
