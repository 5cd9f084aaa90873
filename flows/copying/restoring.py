"""Rebuilds a whole archive elsewhere from second copies, and proves that it is the same.

The archive it was copied from is only read, and need not exist any more.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_store.vault.copies.ledger import fetch_ledger
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.copies.state import State, fetch_state
from archive_store.vault.copies.tables import read_tables, unknown_tables
from archive_store.vault.ledger.export import import_ledger
from archive_store.vault.objects.durable import move
from archive_store.vault.repair.restoring import restore_objects
from flows.archive import FOLDERS, Archive, open_archive
from flows.copying.kept_state import TABLES
from flows.keeping.rebuild import rebuild_archive
from flows.machine.database import archive_engine, with_database
from flows.machine.settings_file import with_section
from flows.machine.tables import prepare_tables
from flows.settings import DatabaseSection, SearchSection, read_settings
from records.errors import RefusedError, SetupError
from records.problem import Problem
from records.report import Progress, Stage

Watch = Callable[[Progress], None]
UNFINISHED = "restore.json"
SETTINGS = "settings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """An archive that was rebuilt, what it was rebuilt from, and what no copy had any more."""

    archive: Archive
    state: State
    problems: tuple[Problem, ...]


def rebuild_from(
    copies: tuple[Copy, ...], to: Path, database: str, watch: Watch, now: datetime
) -> Rebuilt:
    """Rebuild into the empty or absent folder ``to``; the first copy tells ledger and settings.

    ``database`` is the address of an empty database, or empty for SQLite in the folder. A killed
    run is finished by the same call.

    Raises:
        RefusedError: F124, something else lies there; A062, the database has another ledger.
        InputError: A088, A061, A063, the copy's ledger or state is damaged: use another copy.
        SetupError: F128, a newer program wrote the copy; F125, variables of the environment point
            to another database; and what a full disk or a copy that went away tell.
    """
    lead = copies[0]
    try:
        _claim(to, lead, now)
        state = fetch_state(lead)
        _write_state(to, state, database)
        archive = _open(to, lead, database)
        tables = state.files.get(TABLES, b"")
        for name in unknown_tables(archive.engine, tables):
            raise SetupError("F128", lead.name, table=name)
        read_tables(archive.engine, tables)
        problems = restore_objects(archive.vault.place, copies, _watching(watch))
        # What no copy had is told already.
        rebuild_archive(archive, "all", watch, lambda _lost: None)
    except OSError as error:
        raise SetupError("A080", lead.name, url=error.filename or to, reason=error) from error
    return Rebuilt(archive=archive, state=state, problems=problems)


def clear_drill(to: Path, kept: tuple[Path, ...]) -> None:
    """Remove what a drill rebuilt, but for its reports.

    Raises:
        RefusedError: F124, it was no restore of ours that made this folder.
    """
    if not (to / UNFINISHED).is_file():
        raise RefusedError("F124", to)
    for each in to.iterdir():
        if each in kept or each.name == UNFINISHED:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    (to / UNFINISHED).unlink()


def quieten(settings: str, database: str) -> str:
    """Settings for a rebuilt archive: its own database, and no copies until a person says so.

    The old archive may still be there, and two archives must not write to one copy.
    """
    lines, is_copy = [], False
    for line in settings.splitlines():
        if line.lstrip().startswith("["):
            is_copy = line.strip().startswith("[[copies]]")
        lines.append(f"# {line}" if is_copy and line.strip() else line)
    told = with_database("\n".join(lines) + "\n", DatabaseSection(url=database))
    # Its database may be of another kind, and no role or group of there may be here.
    return with_section(told, "search", SearchSection().model_dump())


def _claim(to: Path, lead: Copy, now: datetime) -> None:
    mark = to / UNFINISHED
    if to.exists() and any(to.iterdir()):
        told = json.loads(mark.read_bytes()) if mark.is_file() else {}
        if told.get("from") != lead.name:
            raise RefusedError("F124", to)
        return
    to.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"from": lead.name, "begun_at": now.isoformat()}))


def _write_state(to: Path, state: State, database: str) -> None:
    for folder in FOLDERS:
        (to / folder).mkdir(exist_ok=True)
    for name, content in sorted(state.files.items(), key=lambda each: each[0] == SETTINGS):
        if name == TABLES:
            continue
        told = quieten(content.decode(), database).encode() if name == SETTINGS else content
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        part = to / f"{UNFINISHED}.part"
        with part.open("wb") as stream:
            stream.write(told)
            stream.flush()
            os.fsync(stream.fileno())
        move(part, to / name)


def _open(to: Path, lead: Copy, database: str) -> Archive:
    settings = read_settings(to / SETTINGS)
    if settings.database.url != database or settings.copies:
        raise SetupError("F125", to / SETTINGS)
    engine = archive_engine(to, settings)
    prepare_tables(engine)
    lines = to / "work" / "ledger.jsonl"
    fetch_ledger(lead, lines)
    import_ledger(engine, lines)
    engine.dispose()
    lines.unlink()
    return open_archive(to)


def _watching(watch: Watch) -> Callable[[int, int], None]:
    return lambda done, total: watch(Progress(stage=Stage.RESTORING, done=done, total=total))
