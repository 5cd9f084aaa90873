"""``luutru report``: figures and statutory papers as files; changes nothing in the archive."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.output import json_option, put
from cli.speech import say
from flows.archive import open_archive
from flows.auditing.report import write_reports


@click.group(cls=CommandGroup, help=say("cli.help.report"))
def report() -> None:
    """Hold the reports."""


@report.command(help=say("cli.help.report.audit"))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help=say("cli.help.report.to"),
)
@json_option
@click.pass_obj
def audit(archive: Path, folder: Path, *, as_json: bool) -> None:
    """Write what audits have found up to now: workbook and minutes. Reads no package."""
    files = write_reports(open_archive(archive), folder, datetime.now(UTC))
    put(as_json, {"files": files}, lambda: click.echo("\n".join(map(str, files))))
