"""``luutru review``: what is left for a person, as a folder with pictures and a sheet to fill."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from cli.output import json_option, put, put_problems, put_table
from cli.review_page import sheet_rows, sighted_in, write_pages
from cli.speech import say
from flows.archive import open_archive
from flows.looking.picture_folder import make_folder
from flows.revising.review import ReviewedDossier, Sighted, find_open, illustrate
from metadata.review_table import write_review_table
from records.dates import VIETNAM
from records.errors import SetupError
from records.problem import Problem

SHEET = "review.xlsx"
SHOWN = 20
"""Dossiers on the screen; all of them stand on the first page."""


@click.command(help=say("cli.help.review"))
@click.argument("codes", nargs=-1, metavar="[CODE...]")
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), help=say("cli.help.review.to")
)
@json_option
@click.pass_obj
def review(archive: Path, codes: tuple[str, ...], to: Path | None, *, as_json: bool) -> int:
    """Write what is open in stored dossiers; nothing in the archive changes."""
    opened = open_archive(archive)
    found = find_open(opened, codes)
    now = datetime.now(VIETNAM)
    if not found:
        nothing: dict[str, object] = {"points": [], "report": None, "sheet": None, "problems": []}
        put(as_json, nothing, lambda: click.echo(say("cli.review.nothing")))
        return 0
    folder = to or Path(f"review-{now:%Y-%m-%d}")
    make_folder(folder)
    reviewed, problems = illustrate(opened, found, folder)
    try:
        write_review_table(sheet_rows(reviewed), folder / SHEET)
        report = write_pages(reviewed, opened.identity.name or archive.name, now, folder)
    except OSError as error:
        raise SetupError("F042", folder, reason=error.strerror) from error
    contract = {
        "points": [as_contract(each, folder) for each in sighted_in(reviewed)],
        "report": report,
        "sheet": folder / SHEET,
        "problems": problems,
    }
    put(as_json, contract, lambda: _show(reviewed, problems, report))
    return 1


def as_contract(sighted: Sighted, folder: Path) -> dict[str, object]:
    """A point under the keys of the command line's contract; ``picture`` lies under ``folder``."""
    point, picture = sighted.point, sighted.picture
    return {
        "code": point.code,
        "field": point.field,
        "reason": point.reason,
        "value": point.held,
        "read": point.proposed,
        "as_read": point.read and point.read.as_read,
        "confidence": point.read and point.read.confidence,
        "rule": point.read and point.read.rule,
        "listed": point.listed,
        "page": sighted.page,
        "box": point.read and point.read.box,
        "picture": picture and picture.relative_to(folder).as_posix(),
    }


def _show(reviewed: Sequence[ReviewedDossier], problems: Sequence[Problem], report: Path) -> None:
    put_table(
        say("cli.review.title", points=len(sighted_in(reviewed)), dossiers=len(reviewed)),
        say("cli.review.columns").split("|"),
        (
            (each.dossier.code, each.dossier.title, len(each.documents), len(sighted_in([each])))
            for each in reviewed[:SHOWN]
        ),
    )
    if len(reviewed) > SHOWN:
        click.echo(say("cli.review.more", dossiers=len(reviewed) - SHOWN))
    put_problems(problems)
    click.echo(say("cli.review.written", report=report, sheet=report.with_name(SHEET)))
