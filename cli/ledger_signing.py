"""``luutru ledger keygen | sign | timestamp``: what the holder of the key does."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.output import json_option, put, put_problems
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.ledger.places import put_file
from flows.ledger.signing import (
    Signing,
    make_archive_key,
    request_for_newest,
    sign_newest,
    timestamp_newest,
)
from records.dates import VIETNAM

key_option = click.option(
    "--key", "file", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help=say("cli.help.ledger.key"),
)  # fmt: skip


@click.command(help=say("cli.help.ledger.keygen"))
@key_option
@json_option
@click.pass_obj
def keygen(archive: Path, file: Path | None, *, as_json: bool) -> None:
    """Make the signing key."""
    made, key = make_archive_key(open_archive(archive), file, datetime.now(UTC))
    told = {"file": str(made), "key": key}
    put(as_json, told, lambda: click.echo(say("cli.ledger.key_made", file=made, public=key)))


@click.command(help=say("cli.help.ledger.sign"))
@key_option
@json_option
@click.pass_obj
def sign(archive: Path, file: Path | None, *, as_json: bool) -> int:
    """Verify, sign, keep, publish, and ask for a timestamp where one is configured."""
    opened = open_archive(archive)
    with progress_bar() as watch:
        signing = sign_newest(opened, file, datetime.now(UTC), watch)
    head = signing.head.checkpoint
    told = {
        "number": signing.number, "size": head.size, "root": head.root, "time": head.time,
        "key": str(signing.key), "note": signing.head.note,
        "timestamp": signing.timestamp and signing.timestamp.time, "problems": signing.problems,
    }  # fmt: skip
    put(as_json, told, lambda: _show(signing))
    return int(bool(signing.problems))


@click.command(help=say("cli.help.ledger.timestamp"))
@click.option(
    "--request", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help=say("cli.help.ledger.request"),
)  # fmt: skip
@click.option(
    "--response", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
    help=say("cli.help.ledger.response"),
)  # fmt: skip
@json_option
@click.pass_obj
def timestamp(archive: Path, request: Path | None, response: Path | None, *, as_json: bool) -> None:
    """Get the newest head's time witnessed, over the network or by files that are carried."""
    opened = open_archive(archive)
    if request is not None:
        number, content = request_for_newest(opened)
        put_file(request, content)
        told = {"number": number, "request": str(request)}
        words = say("cli.ledger.requested", number=number, file=request)
        put(as_json, told, lambda: click.echo(words))
        return
    number, got = timestamp_newest(opened, response)
    words = say("cli.ledger.timestamped", number=number, time=_when(got.time))
    put(as_json, {"number": number, "timestamp": got.time}, lambda: click.echo(words))


def _show(signing: Signing) -> None:
    head = signing.head.checkpoint
    facts = {"size": head.size, "time": _when(head.time)}
    click.echo(say("cli.ledger.signed", number=signing.number, **facts))
    if signing.timestamp is not None:
        time = _when(signing.timestamp.time)
        click.echo(say("cli.ledger.timestamped", number=signing.number, time=time))
    put_problems(signing.problems)


def _when(time: datetime) -> str:
    return f"{time.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (+07:00)"
