"""``luutru correct``: a reviewer's change, stored as a new version with its reason."""

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.correct_list import as_contract, correct_list, put_changes
from cli.output import json_option, put, put_problems
from cli.speech import say, tell
from flows.archive import open_archive
from flows.revising.correcting import Outcome, Request, correct_record, make_note
from records.errors import InputError


def login_name() -> str:
    """The name under which the operator is signed in to this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A machine need not know its user's name.
        return str(os.getuid())


@click.command(help=say("cli.help.correct"))
@click.argument("code", required=False)
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE...]")
@click.option(
    "--from",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="LIST",
    help=say("cli.help.correct.from"),
)
@click.option("--why", required=True, help=say("cli.help.why"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@click.option("--version", type=click.IntRange(min=1), help=say("cli.help.version"))
@click.option("--dry-run", is_flag=True, help=say("cli.help.dry_run"))
@json_option
@click.pass_obj
def correct(  # noqa: PLR0913, PLR0917 - one argument for each of the command's words
    archive: Path, code: str | None, values: tuple[str, ...], table: Path | None, why: str, by: str,
    version: int | None, *, dry_run: bool, as_json: bool,
) -> int:  # fmt: skip
    """Correct a dossier, a document or what a list says; the version before keeps what was."""
    request = _request(by, why, version, dry_run=dry_run)
    if table is not None and not (code or version):
        return correct_list(archive, table, request, as_json=as_json)
    if table is not None or code is None or not values:
        raise click.UsageError(say("cli.correct.either"))
    named = tuple(_parted(each) for each in values)
    outcome = correct_record(open_archive(archive), code, named, request)
    if outcome.is_refused:
        told = (f"{each.subject}: {' '.join(tell(each))}" for each in outcome.problems)
        raise click.UsageError("\n".join(told))
    contract = {**as_contract(outcome), "problems": outcome.problems, "dry_run": dry_run}
    put(as_json, contract, lambda: _show(outcome, dry_run=dry_run))
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


def _show(outcome: Outcome, *, dry_run: bool) -> None:
    put_changes(outcome.changes)
    put_problems(outcome.problems)
    key = "trial" if dry_run else "stored" if outcome.changes else "same"
    click.echo(say(f"cli.correct.{key}", code=outcome.code, version=outcome.version))
