"""Who took which table of periods into use: a note beside its file, and the ledger's entry of it.

The entry names the file and holds the digest of the note, and the note holds that of the file.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from archive_store.vault.database.engine import writing
from archive_store.vault.ledger.clock import require_later
from archive_store.vault.ledger.entries import SCHEDULED, NewEntry, append_in, entries
from archive_store.vault.objects.inventory import sha512_of_bytes
from flows.archive import Archive
from flows.copying.kept_state import follow
from flows.periods.schedules import FOLDER, Preview, file_name
from intake.durable import settle
from records.digest import Sha512
from records.problem import Problem, problem
from retention.schedule import write_schedule
from retention.schedule_check import ChangedItem

NAME = "urn:luutru:schedule:{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportNote:
    """What an import did: the table and its digest, who brought it, and how much it changed.

    ``stay`` counts dossiers that stayed under older versions.
    """

    instrument: str
    version: str
    table_sha512: Sha512
    items: int
    added: int
    changed: int
    removed: int
    stay: Mapping[str, int]
    by: str
    at: datetime


NOTE = TypeAdapter(ImportNote)


def import_schedule(archive: Archive, preview: Preview, by: str, now: datetime) -> Path | None:
    """Keep a schedule that was judged, and enter it in the ledger; its file.

    ``None`` where it is there already and the ledger knows it.

    Raises:
        SetupError: A141, as ``_keep``.
    """
    schedule = preview.schedule
    if schedule is None or preview.is_refused:
        return None
    content = write_schedule(schedule)
    folder = archive.root / FOLDER
    folder.mkdir(exist_ok=True)
    target = folder / file_name(schedule, content)
    is_shipped = not preview.is_new and not target.exists()
    if is_shipped or (target.exists() and noted_import(archive, target) is not None):
        return None
    kinds = Counter(_kind(each) for each in preview.changes)
    note = ImportNote(
        instrument=schedule.instrument, version=schedule.version,
        table_sha512=sha512_of_bytes(content), items=len(schedule.items),
        added=kinds["added"], changed=kinds["changed"], removed=kinds["removed"],
        stay=preview.stay, by=by, at=now,
    )  # fmt: skip
    _keep(archive, target, content, note)
    return target


def imported_tables(archive: Archive) -> dict[Path, ImportNote | None]:
    """The files of imported schedules with what the ledger knows of them."""
    tables = sorted((archive.root / FOLDER).glob("*.csv"))
    return {each: noted_import(archive, each) for each in tables}


def _keep(archive: Archive, target: Path, content: bytes, note: ImportNote) -> None:
    """Keep a table with its note, and enter it in the ledger; all of it or nothing.

    Raises:
        SetupError: A141, the clock lies before the ledger's newest entry.
    """
    require_later(archive.engine, note.at)
    told = NOTE.dump_json(note, indent=1) + b"\n"
    staged = [(target.with_suffix(".json"), told), (target, content)]
    for file, written in staged:
        file.with_suffix(f"{file.suffix}.partial").write_bytes(written)
    with writing(archive.engine) as connection:
        entry = NewEntry(
            time=note.at,
            actor=note.by,
            action=SCHEDULED,
            object_id=NAME.format(target.stem),
            version=1,
            inventory_sha512=sha512_of_bytes(told),
        )
        append_in(connection, (entry,))
        # Within the transaction: a kill leaves a table that is told as unwitnessed, never an
        # entry of a table that is not there.
        for file, _ in staged:
            settle(file.with_suffix(f"{file.suffix}.partial"), file)
    follow(archive, note.at)


def noted_import(archive: Archive, table: Path) -> ImportNote | None:
    """The note of an import; ``None`` where there is none that fits its table and the ledger."""
    note = table.with_suffix(".json")
    try:
        told = note.read_bytes()
        read = NOTE.validate_json(told)
    except (OSError, ValidationError):
        return None
    witnessed = {
        each.inventory_sha512
        for each in entries(archive.engine, NAME.format(table.stem))
        if each.action == SCHEDULED
    }
    is_fitting = read.table_sha512 == sha512_of_bytes(table.read_bytes())
    return read if is_fitting and sha512_of_bytes(told) in witnessed else None


def unwitnessed(tables: Mapping[Path, ImportNote | None]) -> tuple[Problem, ...]:
    """A warning for each table that the ledger does not know."""
    return tuple(problem("T066", table.name) for table, note in tables.items() if note is None)


def _kind(change: ChangedItem) -> str:
    return "added" if change.before is None else "removed" if change.after is None else "changed"
