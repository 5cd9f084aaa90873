"""``luutru authorities``: the archive's lists of bodies and people, checked and completed."""

import csv
import io
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.output import json_option, put, put_problems
from cli.speech import say
from flows.archive import open_archive
from flows.looking.authorities import ListsTold, Suggestion, check_archive_lists, suggest_bodies
from records.problem import Severity

COLUMNS = ("name", "other_names", "code", "parent", "from", "to", "note")
BESIDE = ("documents", "nearest", "likeness")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@click.group(cls=CommandGroup, help=say("cli.help.authorities"))
def authorities() -> None:
    """Hold the commands of authority lists."""


@authorities.command(help=say("cli.help.authorities_check"))
@json_option
@click.pass_obj
def check(archive: Path, *, as_json: bool) -> int:
    """Tell duplicates, lost parents and closed codes."""
    told = check_archive_lists(open_archive(archive))
    put(as_json, told, lambda: _show(told))
    return 0 if all(each.severity is Severity.INFO for each in told.problems) else 1


@authorities.command(help=say("cli.help.authorities_suggest"))
@json_option
@click.pass_obj
def suggest(archive: Path, *, as_json: bool) -> None:
    """Write the bodies that the lists lack as CSV, with the columns of ``bodies.csv`` first."""
    found = suggest_bodies(open_archive(archive))
    put(as_json, {"bodies": found}, lambda: click.echo(_as_csv(found), nl=False))


def _show(told: ListsTold) -> None:
    click.echo(say("cli.authorities.counts", bodies=told.bodies, people=told.people))
    for each in told.lists:
        click.echo(f"  {each.name} {each.version} sha256:{each.digest[:12]}")
    put_problems(told.problems)


def _as_csv(found: tuple[Suggestion, ...]) -> str:
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, (*COLUMNS, *BESIDE), lineterminator="\n")
    table.writeheader()
    for each in found:
        # A spreadsheet would run a name that begins like a formula.
        name = f"'{each.name}" if each.name.startswith(FORMULA_STARTS) else each.name
        table.writerow(
            {
                "name": name,
                "documents": each.documents,
                "nearest": each.nearest,
                "likeness": each.likeness,
            }
        )
    return written.getvalue()
