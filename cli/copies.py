"""``luutru copies``: the second copies of the archive, how they stand, and how to catch up."""

from datetime import UTC, datetime
from pathlib import Path

import click
from pydantic import ValidationError

from cli.command_group import CommandGroup
from cli.output import json_option, put, put_problems, put_table
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.copying.adding import add_copy
from flows.copying.copies import CopyTold, list_copies, sync_copies, verify_copies
from flows.looking.show import find_row
from flows.settings import CopySection
from records.dates import VIETNAM


@click.group(cls=CommandGroup, help=say("cli.help.copies"))
def copies() -> None:
    """Hold the commands of second copies."""


@copies.command("list", help=say("cli.help.copies_list"))
@json_option
@click.pass_obj
def listing(archive: Path, *, as_json: bool) -> int:
    """Tell how the copies stand, by what was last seen of them."""
    return _tell(list_copies(open_archive(archive)), as_json=as_json)


@copies.command(help=say("cli.help.copies_add"))
@click.argument("name")
@click.argument("url")
@click.option("--endpoint", default="", help=say("cli.help.copies.endpoint"))
@click.option("--key-file", default="", help=say("cli.help.copies.key_file"))
@json_option
@click.pass_obj
def add(
    archive: Path, name: str, url: str, endpoint: str, key_file: str, *, as_json: bool
) -> None:  # fmt: skip
    """Make a place a copy and write it into the settings; nothing is copied yet."""
    try:
        section = CopySection(name=name, url=url, endpoint=endpoint, key_file=key_file)
    except ValidationError as error:
        told = "; ".join(each["msg"] for each in error.errors())
        raise click.UsageError(say("cli.copies.wrong", told=told)) from error
    add_copy(open_archive(archive), section, datetime.now(UTC))
    done = say("cli.copies.added", name=name, url=url)
    put(as_json, {"name": name, "url": url}, lambda: click.echo(done))


@copies.command(help=say("cli.help.copies_sync"))
@click.argument("names", nargs=-1)
@json_option
@click.pass_obj
def sync(archive: Path, names: tuple[str, ...], *, as_json: bool) -> int:
    """Bring copies into step; what is there already is not written again."""
    with progress_bar() as watch:
        told = sync_copies(open_archive(archive), names, watch)
    return _tell(told, as_json=as_json)


@copies.command(help=say("cli.help.copies_verify"))
@click.argument("names", nargs=-1)
@click.option("--code", "codes", multiple=True, help=say("cli.help.copies.code"))
@json_option
@click.pass_obj
def verify(
    archive: Path, names: tuple[str, ...], codes: tuple[str, ...], *, as_json: bool
) -> int:  # fmt: skip
    """Read copies to the last byte and compare them with the ledger."""
    opened = open_archive(archive)
    package_ids = tuple(find_row(opened, code).package_id for code in codes)
    with progress_bar() as watch:
        told = verify_copies(opened, names, package_ids, watch)
    return _tell(told, as_json=as_json)


def _tell(told: tuple[CopyTold, ...], *, as_json: bool) -> int:
    put(as_json, {"copies": told}, lambda: _show(told))
    return int(any(each.needs_a_person for each in told))


def _show(told: tuple[CopyTold, ...]) -> None:
    if not told:
        click.echo(say("cli.copies.none"))
        return
    put_table(
        say("cli.copies.title"),
        say("cli.copies.columns").split("|"),
        (
            (each.name, each.url, each.objects, *each.standings.values(), _when(each.last_seen))
            for each in told
        ),
    )
    for each in told:
        if each.copied_files or each.ledger_entries:
            megabytes = f"{each.copied_bytes / 1e6:.1f}"
            facts = {"files": each.copied_files, "entries": each.ledger_entries}
            click.echo(say("cli.copies.copied", name=each.name, megabytes=megabytes, **facts))
    if rows := [finding for each in told for finding in each.findings]:
        put_table(
            say("cli.copies.damaged"),
            say("cli.copies.damaged.columns").split("|"),
            ((f.copy, f.package_id, f.path, say(f"damage.{f.kind}")) for f in rows),
        )
    put_problems(problem for each in told for problem in each.problems)


def _when(moment: str | None) -> str:
    if moment is None:
        return "–"
    return f"{datetime.fromisoformat(moment).astimezone(VIETNAM):%d/%m/%Y %H:%M}"
