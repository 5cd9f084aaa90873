"""``luutru correct``: a reviewer's change, stored as a new version with its reason."""

import getpass
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.output import json_option, put, put_problems, put_table
from cli.speech import say, tell
from flows.archive import open_archive
from flows.correcting import Outcome, Request, correct_record, make_note
from metadata.corrections import Made
from records.errors import InputError


def login_name() -> str:
    """The name under which the operator is signed in to this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A machine need not know its user's name.
        return str(os.getuid())


@click.command(help=say("cli.help.correct"))
@click.argument("code")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--why", required=True, help=say("cli.help.why"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@click.option("--version", type=click.IntRange(min=1), help=say("cli.help.version"))
@click.option("--dry-run", is_flag=True, help=say("cli.help.dry_run"))
@json_option
@click.pass_obj
def correct(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, code: str, values: tuple[str, ...], why: str, by: str, version: int | None,
    *, dry_run: bool, as_json: bool,
) -> int:  # fmt: skip
    """Correct a dossier or a document; what was there stays in the version before."""
    request = _request(by, why, version, dry_run=dry_run)
    outcome = correct_record(
        open_archive(archive), code, tuple(_parted(each) for each in values), request
    )
    if outcome.is_refused:
        told = (" ".join((each.subject + ":", *tell(each))) for each in outcome.problems)
        raise click.UsageError("\n".join(told))
    put(as_json, as_contract(outcome, dry_run=dry_run), lambda: _show(outcome, dry_run=dry_run))
    return int(bool(outcome.problems))


def _request(by: str, why: str, version: int | None, *, dry_run: bool) -> Request:
    try:
        note = make_note(by, why)
    except InputError as error:
        raise click.UsageError(" ".join(tell(error.problem))) from error
    return Request(note=note, now=datetime.now(UTC), is_trial=dry_run, expected_version=version)


def _parted(value: str) -> tuple[str, str]:
    name, found, typed = value.partition("=")
    if not found:
        raise click.UsageError(say("cli.correct.form", value=value))
    return name.strip(), typed


def as_contract(outcome: Outcome, *, dry_run: bool) -> dict[str, object]:
    """The outcome under the keys of the command line's contract."""
    return {
        "code": outcome.code,
        "package_id": outcome.package_id,
        "version": outcome.version,
        "changes": outcome.changes,
        "problems": outcome.problems,
        "dry_run": dry_run,
    }


def put_changes(changes: Iterable[Made]) -> None:
    """Print old and new of every value."""
    put_table(
        say("cli.correct.changes"),
        say("cli.correct.columns").split("|"),
        ((each.subject, say(f"field.{each.field}"), each.old, each.new) for each in changes),
    )


def _show(outcome: Outcome, *, dry_run: bool) -> None:
    put_changes(outcome.changes)
    put_problems(outcome.problems)
    key = "trial" if dry_run else "stored" if outcome.changes else "same"
    click.echo(say(f"cli.correct.{key}", code=outcome.code, version=outcome.version))
