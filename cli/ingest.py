"""``luutru ingest``: delivered scans to the end of the scan-batch flow."""

from pathlib import Path

import click

from cli.output import json_option, put, put_problems, put_table
from cli.progress import progress_bar
from cli.speech import say
from flows.running.launch import ingest_batch
from records.report import BatchReport


@click.command(help=say("cli.help.ingest"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--jobs", type=click.IntRange(min=1), default=None, help=say("cli.help.jobs"))
@json_option
@click.pass_obj
def ingest(archive: Path, paths: tuple[Path, ...], jobs: int | None, *, as_json: bool) -> int:
    """Take a batch in and report what became of it."""
    with progress_bar() as watch:
        report = ingest_batch(archive, tuple(path.resolve() for path in paths), jobs, watch)
    put(as_json, as_contract(report), lambda: show_report(report))
    return int(report.needs_a_person)


def as_contract(report: BatchReport) -> dict[str, object]:
    """The report under the keys of the command line's contract."""
    return {
        "batch": report.batch,
        "state": report.state,
        "pages": report.pages,
        "documents": report.documents,
        "dossiers": report.dossiers,
        "problems": report.problems,
        "seconds": round(report.seconds, 2),
    }


def show_report(report: BatchReport) -> None:
    """Print the report for a person to read."""
    put_table(
        say("cli.ingest.title", batch=report.batch),
        say("cli.ingest.columns").split("|"),
        (
            (d.dossier_code, say(f"state.{d.state}"), d.documents, d.pages, d.version, d.package_id)
            for d in report.dossiers
        ),
    )
    put_problems(report.problems)
    click.echo(
        say(
            "cli.ingest.total",
            state=say(f"state.{report.state}"),
            documents=report.documents,
            pages=report.pages,
            seconds=f"{report.seconds:.0f}",
        )
    )
