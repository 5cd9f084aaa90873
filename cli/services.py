"""``luutru up``, ``down`` and ``status``: the services of this machine."""

from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.speech import say
from flows.running import services
from flows.running.environment import require_archive


@click.command(help=say("cli.help.up"))
@json_option
@click.pass_obj
def up(archive: Path, *, as_json: bool) -> None:
    """Start the private server and a worker for each pool, and deploy the schedules."""
    require_archive(archive)
    running = services.up(archive)
    put(as_json, {"running": running}, lambda: click.echo(say("cli.up.done", port=running["port"])))


@click.command(help=say("cli.help.down"))
@json_option
@click.pass_obj
def down(archive: Path, *, as_json: bool) -> None:
    """Stop what ``up`` started."""
    stopped = services.down(archive)
    told = ", ".join(stopped) or "–"
    put(as_json, {"stopped": stopped}, lambda: click.echo(say("cli.down.done", names=told)))


@click.command(help=say("cli.help.status"))
@json_option
@click.pass_obj
def status(archive: Path, *, as_json: bool) -> None:
    """Show which services run."""
    require_archive(archive)
    running = services.status(archive)
    put(
        as_json,
        {"archive": str(archive), "services": running},
        lambda: put_table(
            say("cli.status.title"),
            say("cli.status.columns").split("|"),
            ((name, "✓" if runs else "✗") for name, runs in running.items()),
        ),
    )
