"""``luutru repair``: damaged files of a package, or of a copy, put back as the ledger saw them."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from archive_store.vault.copies.sync import STORE
from archive_store.vault.copies.writing import GENERATED
from archive_store.vault.repair.plan import Repair
from cli.correct import login_name
from cli.database_options import address_of, password_option, section_of
from cli.output import json_option, put, put_table
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.copying.repairing import repair_package
from flows.copying.repairing_ledger import LedgerRepair, repair_ledger


@click.command(help=say("cli.help.repair"))
@click.argument("code", required=False)
@click.option("--copy", help=say("cli.help.repair.copy"))
@click.option("--ledger", "is_ledger", is_flag=True, help=say("cli.help.repair.ledger"))
@click.option("--database", callback=address_of, help=say("cli.help.repair.database"))
@password_option
@click.option("--by", default=login_name, help=say("cli.help.by"))
@click.option("--dry-run", is_flag=True, help=say("cli.help.repair.dry_run"))
@json_option
@click.pass_obj
def repair(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, code: str | None, copy: str | None, database: str | None,
    password_file: Path | None, by: str, *, is_ledger: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Repair from the first copy whose file has the right digest; what is wrong is kept aside."""
    if is_ledger is (code is not None) or (copy if is_ledger else database is not None):
        raise click.UsageError(say("cli.repair.either"))
    if code is None:
        with progress_bar() as watch:
            done_ledger = repair_ledger(
                archive, by, datetime.now(UTC), watch, is_trial=dry_run,
                into=section_of(database, password_file),
            )  # fmt: skip
        put(as_json, {"ledger": done_ledger, "dry_run": dry_run}, lambda: _show_ledger(done_ledger))
        return
    opened = open_archive(archive)
    done = repair_package(opened, code, copy, by, datetime.now(UTC), is_trial=dry_run)
    told = {"code": code, **_as_contract(done), "dry_run": dry_run}
    put(as_json, told, lambda: _show(code, done, dry_run=dry_run))


def _show_ledger(done: LedgerRepair) -> None:
    if done.source is None:
        click.echo(say("cli.repair.ledger_sound"))
        return
    key = "cli.repair.ledger_planned" if done.aside is None else "cli.repair.ledger_done"
    click.echo(say(key, **asdict(done)))


def _as_contract(done: Repair) -> dict[str, object]:
    names = ("package_id", "version", "target", "files", "aside")
    return {name: getattr(done, name) for name in names}


def _show(code: str, done: Repair, *, dry_run: bool) -> None:
    if not done.files:
        click.echo(say("cli.repair.sound", code=code, target=_named(done.target)))
        return
    put_table(
        say("cli.repair.title", code=code, count=len(done.files), target=_named(done.target)),
        say("cli.repair.columns").split("|"),
        ((each.path, say(f"damage.{each.kind}"), _named(each.source)) for each in done.files),
    )
    told = (
        say("cli.repair.planned")
        if dry_run
        else say("cli.repair.done", aside=done.aside, target=_named(done.target))
    )
    click.echo(told)


def _named(source: str | None) -> str:
    if source is None:
        return say("cli.repair.aside")
    return say(f"cli.repair.{source}") if source in {STORE, GENERATED} else source
