"""``luutru retention schedule``: the tables of periods, listed, shown and imported."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cli.command_group import CommandGroup
from cli.correct import login_name
from cli.output import json_option, put, put_problems, put_table
from cli.speech import say, tell
from flows.archive import open_archive
from flows.periods.imports import ImportNote, import_schedule, imported_tables, unwitnessed
from flows.periods.schedules import Preview, archive_schedules, preview_schedule
from flows.revising.correcting import make_note
from flows.running.environment import require_archive
from records.dates import VIETNAM
from records.errors import InputError
from retention import Schedule

REFUSED = 4
"""Nothing was taken, and each reason was told."""


@click.group("schedule", cls=CommandGroup, help=say("cli.help.schedule"))
def schedule() -> None:
    """Hold the commands of schedules."""


@schedule.command("list", help=say("cli.help.schedule_list"))
@json_option
@click.pass_obj
def list_schedules(archive: Path, *, as_json: bool) -> int:
    """Name every schedule, the oldest first."""
    found, tables = archive_schedules(archive), imported_tables(open_archive(archive))
    notes = {(each.instrument, each.version): each for each in tables.values() if each}
    problems = unwitnessed(tables)
    told = [
        _summary(each) | {"imported": notes.get((each.instrument, each.version))} for each in found
    ]
    put(as_json, {"schedules": told, "problems": problems}, lambda: _show_list(found, notes))
    if not as_json:
        put_problems(problems)
    return int(bool(problems))


@schedule.command(help=say("cli.help.schedule_show"))
@click.argument("instrument")
@click.argument("version", required=False)
@json_option
@click.pass_obj
def show(archive: Path, instrument: str, version: str | None, *, as_json: bool) -> None:
    """Show the items of one schedule, the newest version unless told."""
    require_archive(archive)
    found = [each for each in archive_schedules(archive) if each.instrument == instrument]
    named = [each for each in found if version in {None, each.version}]
    if not named:
        known = ", ".join(dict.fromkeys(each.instrument for each in archive_schedules(archive)))
        raise click.UsageError(say("cli.schedule.none", name=instrument, known=known))
    one = named[-1]
    contract = _summary(one) | {"items": [_item(each) for each in one.items]}
    columns = say("cli.schedule.item_columns").split("|")
    rows = (
        (each.code, each.group, each.text, each.period.wording,
         say(f"schedule.certainty.{each.certainty}"))
        for each in one.items
    )  # fmt: skip
    put(as_json, contract, lambda: put_table(_heading(one), columns, rows))


@schedule.command("import", help=say("cli.help.schedule_import"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--instrument", help=say("cli.help.schedule.instrument"))
@click.option("--version", help=say("cli.help.schedule.version"))
@click.option("--from", "valid_from", metavar="DATE", help=say("cli.help.schedule.from"))
@click.option("--to", "valid_to", metavar="DATE", help=say("cli.help.schedule.to"))
@click.option("--parent", help=say("cli.help.schedule.parent"))
@click.option("--replaces", metavar="VERSION", help=say("cli.help.schedule.replaces"))
@click.option("--yes", is_flag=True, help=say("cli.help.schedule.yes"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@json_option
@click.pass_obj
def import_(
    archive: Path, /, file: Path, *, yes: bool, by: str, as_json: bool, **given: str | None
) -> int:
    """Judge a schedule and tell what it changes; keep it with ``--yes``."""
    opened = open_archive(archive)
    try:
        by = make_note(by, file.name).by
        preview = preview_schedule(opened, file, {key: told for key, told in given.items() if told})
    except InputError as error:
        raise click.UsageError(" ".join(tell(error.problem))) from error
    kept = import_schedule(opened, preview, by, datetime.now(UTC)) if yes else None
    put(as_json, _contract(preview, kept), lambda: _show(preview, kept))
    return REFUSED if preview.is_refused else 0


def _heading(one: Schedule) -> str:
    last = f"{one.valid_to:%d/%m/%Y}" if one.valid_to else "…"
    told = [say("cli.schedule.force", first=f"{one.valid_from:%d/%m/%Y}", last=last)]
    if one.parent:
        told.append(say("cli.schedule.parent", parent=one.parent))
    if one.replaces:
        told.append(say("cli.schedule.replaces", version=one.replaces))
    return f"{one.instrument} {one.version}: {'; '.join(told)}"


def _summary(one: Schedule) -> dict[str, Any]:
    names = ("instrument", "version", "valid_from", "valid_to", "parent", "replaces")
    return {name: getattr(one, name) for name in names} | {"items": len(one.items)}


def _item(each: Any) -> dict[str, Any]:
    return {
        "code": each.code, "group": each.group, "text": each.text, "period": each.period.wording,
        "kind": each.period.kind, "certainty": each.certainty, "source": each.source,
        "parent_item": each.parent_item,
    }  # fmt: skip


def _show_list(found: tuple[Schedule, ...], notes: Mapping[tuple[str, str], ImportNote]) -> None:
    rows = []
    for each in found:
        note = notes.get((each.instrument, each.version))
        brought = f"{note.at.astimezone(VIETNAM):%d/%m/%Y} {note.by}" if note else None
        last = each.valid_to and f"{each.valid_to:%d/%m/%Y}"
        rows.append(
            (each.instrument, each.version, f"{each.valid_from:%d/%m/%Y}", last, len(each.items),
             each.parent, each.replaces, brought)
        )  # fmt: skip
    put_table(say("cli.schedule.title"), say("cli.schedule.columns").split("|"), rows)


def _contract(preview: Preview, kept: Path | None) -> dict[str, Any]:
    return {
        "schedule": preview.schedule and _summary(preview.schedule),
        "before": preview.before, "changes": preview.changes, "stay": preview.stay,
        "problems": preview.problems, "is_new": preview.is_new,
        "file": kept and kept.name,
    }  # fmt: skip


def _show(preview: Preview, kept: Path | None) -> None:
    if preview.changes:
        rows = ((each.code, each.text, each.before, each.after) for each in preview.changes)
        title = say("cli.schedule.changes", before=preview.before or "–")
        put_table(title, say("cli.schedule.change_columns").split("|"), rows)
    for version, dossiers in preview.stay.items():
        click.echo(say("cli.schedule.stay", version=version, dossiers=dossiers))
    put_problems(preview.problems)
    key = "kept" if kept else "refused" if preview.is_refused else "preview"
    key = key if preview.is_new or preview.is_refused else "known"
    click.echo(say(f"cli.schedule.{key}", file=kept.name if kept else ""))
