"""``luutru ledger``: the newest head as a page, and the judging of the whole ledger."""

from datetime import datetime
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.ledger_clock import clock_command
from cli.ledger_proofs import export_command, mend_command, prove_command
from cli.ledger_signing import keygen, sign, timestamp
from cli.output import json_option, put, put_problems, put_table
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.ledger.account import HeadTold, LedgerVerdict, save_head, tell_head, verify_ledger
from records.dates import VIETNAM

GROUP, GROUPS = 8, 4
HEAD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(cls=CommandGroup, help=say("cli.help.ledger"))
def ledger() -> None:
    """Hold the commands of the ledger."""


COMMANDS = (
    keygen, sign, timestamp, prove_command, export_command, mend_command, clock_command,
)  # fmt: skip
for command in COMMANDS:
    ledger.add_command(command)


@ledger.command(help=say("cli.help.ledger.head"))
@click.option("--to", "target", type=NEW_FILE, help=say("cli.help.ledger.head.to"))
@json_option
@click.pass_obj
def head(archive: Path, target: Path | None, *, as_json: bool) -> None:
    """Print the newest head; with ``--to`` the signed one becomes a file too."""
    opened = open_archive(archive)
    told = tell_head(opened)
    if target is not None:
        save_head(opened, told, target)
    put(as_json, _as_json(told), lambda: _show_head(told, opened.identity.name))


@ledger.command(help=say("cli.help.ledger.verify"))
@click.option("--from", "since", type=HEAD_FILE, multiple=True, help=say("cli.help.ledger.from"))
@click.option("--to", "until", type=HEAD_FILE, default=None, help=say("cli.help.ledger.until"))
@click.option("--object", "code", default=None, help=say("cli.help.ledger.object"))
@json_option
@click.pass_obj
def verify(
    archive: Path, since: tuple[Path, ...], until: Path | None, code: str | None, *, as_json: bool
) -> int:
    """Judge the ledger by itself, by its own heads, and by heads that were kept elsewhere."""
    opened = open_archive(archive)
    with progress_bar() as watch:
        verdict = verify_ledger(opened, (*since, *((until,) if until else ())), code, watch)
    told = {
        "size": verdict.head.size, "root": verdict.head.root, "intact": not verdict.problems,
        "heads": verdict.heads, "outside": verdict.outside, "signed": verdict.covered,
        "entries": verdict.entries, "problems": (*verdict.problems, *verdict.clock),
    }  # fmt: skip
    put(as_json, told, lambda: _show_verdict(verdict, code))
    return int(bool(verdict.problems or verdict.clock))


def _as_json(told: HeadTold) -> dict[str, object]:
    signed = told.signed and {
        "number": told.number,
        "size": told.signed.checkpoint.size,
        "root": told.signed.checkpoint.root,
        "time": told.signed.checkpoint.time,
        "note": told.signed.note,
        "timestamp": told.timestamp and told.timestamp.time,
    }
    return {"size": told.now.size, "root": told.now.root, "signed": signed, "keys": told.keys}


def _show_head(told: HeadTold, name: str) -> None:
    root = _grouped(told.now.root)
    if told.signed is None:
        click.echo(say("cli.ledger.unsigned", size=told.now.size, root=f"\n{root}"))
        return
    signed = told.signed.checkpoint
    click.echo(
        say(
            "cli.ledger.page",
            name=name,
            number=told.number,
            size=signed.size,
            time=_when(signed.time),
            root=_grouped(signed.root),
            public=_signer(told),
            timestamp=_when(told.timestamp.time) if told.timestamp else say("cli.ledger.none"),
            note=told.signed.note,
        )
    )
    rest = told.now.size - signed.size
    if rest:
        click.echo(say("cli.ledger.now", size=told.now.size, root=f"\n{root}", rest=rest))


def _signer(told: HeadTold) -> str:
    known = {key_id for _, key_id, _ in told.signed.signatures} if told.signed else set()
    return "\n  ".join(key for key in told.keys if key.split("+")[1] in known)


def _show_verdict(verdict: LedgerVerdict, code: str | None) -> None:
    if verdict.entries:
        put_table(
            say("cli.ledger.entries", code=code),
            say("cli.ledger.entries.columns").split("|"),
            (
                (e.seq, _when(datetime.fromisoformat(e.time)), e.actor, e.action, e.version,
                 e.inventory_sha512)
                for e in verdict.entries
            ),
        )  # fmt: skip
    put_problems((*verdict.problems, *verdict.clock))
    if verdict.problems:
        faults = len(verdict.problems)
        click.echo(say("cli.ledger.unsound", size=verdict.head.size, faults=faults))
    else:
        facts = {name: getattr(verdict, name) for name in ("heads", "outside", "covered")}
        click.echo(say("cli.ledger.sound", size=verdict.head.size, **facts))
        if not verdict.heads + verdict.outside:
            click.echo(say("cli.ledger.alone"))


def _grouped(root: str) -> str:
    groups = [root[start : start + GROUP] for start in range(0, len(root), GROUP)]
    rows = (groups[start : start + GROUPS] for start in range(0, len(groups), GROUPS))
    return "\n".join("  " + " ".join(row) for row in rows)


def _when(time: datetime) -> str:
    return f"{time.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (+07:00)"
