"""``luutru quarantine``: what was set aside, and a person's word that a file is harmless."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.taking_in.quarantine import SetAside, list_quarantine
from flows.taking_in.secrecy import accept_file


@click.group(cls=CommandGroup, help=say("cli.help.quarantine"))
def quarantine() -> None:
    """Hold the quarantine commands."""


@quarantine.command("list", help=say("cli.help.quarantine_list"))
@click.option("--reasons", is_flag=True, help=say("cli.help.reasons"))
@json_option
@click.pass_obj
def listing(archive: Path, *, reasons: bool, as_json: bool) -> None:
    """List what was set aside; the reasons of what is restricted only when asked."""
    found = list_quarantine(open_archive(archive), with_reasons=reasons)
    put(as_json, {"total": len(found), "files": [asdict(each) for each in found]},
        lambda: _show(found))  # fmt: skip


@quarantine.command(help=say("cli.help.accept"))
@click.argument("reference")
@click.option("--by", required=True, help=say("cli.help.accept_by"))
@click.option("--why", required=True, help=say("cli.help.accept_why"))
@json_option
@click.pass_obj
def accept(archive: Path, reference: str, by: str, why: str, *, as_json: bool) -> None:
    """Record that a person found a restricted file harmless."""
    digest = reference.removeprefix("sha256:")
    accepted = accept_file(open_archive(archive), digest, by, why, datetime.now(UTC))
    put(as_json, {"accepted": accepted, "by": by, "why": why},
        lambda: click.echo(say("cli.quarantine.done", reference=accepted[:12])))  # fmt: skip


def _show(found: tuple[SetAside, ...]) -> None:
    put_table(
        say("cli.quarantine.title", total=len(found)),
        say("cli.quarantine.columns").split("|"),
        ((each.reference, each.batch, each.code, say(f"cli.quarantine.{each.state}"), each.reason)
         for each in found),
    )  # fmt: skip
