"""``luutru import``: a package from elsewhere, judged first, to the end of the scan-batch flow."""

from pathlib import Path

import click

from cli.ingest import as_contract, show_report
from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import say
from flows.running.launch import ingest_batch


@click.command(name="import", help=say("cli.help.import"))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--jobs", type=click.IntRange(min=1), default=None, help=say("cli.help.jobs"))
@json_option
@click.pass_obj
def import_package(archive: Path, path: Path, jobs: int | None, *, as_json: bool) -> int:
    """Take a package in and report what became of it."""
    with progress_bar() as watch:
        # A link is for the flow to refuse: it is not resolved here.
        source = path.parent.resolve() / path.name
        report = ingest_batch(archive, (source,), jobs, watch, is_package=True)
    put(as_json, as_contract(report), lambda: show_report(report))
    return int(report.needs_a_person)
