"""``luutru correct --from``: what an edited list says otherwise than the store."""

from collections.abc import Iterable
from pathlib import Path

import click

from cli.output import put, put_problems, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.revising.correcting import Outcome, Request
from flows.revising.correcting_lists import ListOutcome, correct_from_list
from metadata.corrections import Made


def correct_list(archive: Path, table: Path, request: Request, *, as_json: bool) -> int:
    """Correct all that the list changes, or nothing where any of it is wrong; the exit code."""
    done = correct_from_list(open_archive(archive), table, request)
    doubts = [told for each in done.outcomes for told in each.problems]
    contract = {
        "dossiers": [as_contract(each) for each in done.outcomes],
        "problems": [*done.problems, *doubts],
        "dry_run": request.is_trial,
    }
    put(as_json, contract, lambda: _show(done, is_trial=request.is_trial))
    return int(bool(contract["problems"]))


def as_contract(outcome: Outcome) -> dict[str, object]:
    """What changed in one dossier, under the keys of the command line's contract."""
    return {
        "code": outcome.code,
        "package_id": outcome.package_id,
        "version": outcome.version,
        "changes": outcome.changes,
    }


def put_changes(changes: Iterable[Made]) -> None:
    """Print old and new of every value."""
    put_table(
        say("cli.correct.changes"),
        say("cli.correct.columns").split("|"),
        ((each.subject, say(f"field.{each.field}"), each.old, each.new) for each in changes),
    )


def _show(done: ListOutcome, *, is_trial: bool) -> None:
    put_changes(made for each in done.outcomes for made in each.changes)
    put_problems((*done.problems, *(told for each in done.outcomes for told in each.problems)))
    if done.problems or is_trial:
        click.echo(say("cli.correct.list.nothing"))
        return
    click.echo(say("cli.correct.list.stored", dossiers=len(done.outcomes)))
