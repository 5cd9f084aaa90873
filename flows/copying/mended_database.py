"""Writes a database anew from a ledger put in order: in a file of SQLite, or in another database.

Whichever is killed leaves the old database in use, and is done again by the same call.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from archive_store import open_database
from archive_store.vault.copies.tables import read_tables
from archive_store.vault.database.moving import retire
from archive_store.vault.ledger.export import import_ledger
from archive_store.vault.objects.durable import move, sync
from archive_store.vault.repair.ledger import LedgerPlan
from flows.machine.database import name_database, section_engine
from flows.machine.tables import prepare_tables
from flows.settings import DatabaseSection
from records.digest import Sha512
from records.errors import ArchiveError, RefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What the new database is to hold: the ledger's ``plan``, and ``tables`` of open work."""

    plan: LedgerPlan
    tables: bytes

    @property
    def content(self) -> bytes:
        """The ledger as lines."""
        return b"".join(line + b"\n" for line in self.plan.lines)

    @property
    def digest(self) -> Sha512:
        """What the ledger's own entry of the repair tells of it."""
        return Sha512(hashlib.sha512(self.content).hexdigest())


def mend_file(root: Path, old: Engine, mended: Mended, now: datetime) -> str:
    """Make the archive's file of SQLite anew; where the old one is kept."""
    file, made = root / "luutru.db", root / "work" / "luutru.db.repaired"
    for each in (made, Path(f"{made}-wal"), Path(f"{made}-shm")):
        each.unlink(missing_ok=True)
    fresh = open_database(made)
    _fill(root, fresh, mended)
    _close(fresh)
    sync(made)
    _close(old)
    aside = root / "quarantine" / "repair" / f"{now:%Y%m%dT%H%M%S%f}-ledger"
    aside.mkdir(parents=True)
    os.link(file, aside / file.name)
    for ending in ("-wal", "-shm"):
        # They belong to the old file and would be read into the new one.
        with contextlib.suppress(FileNotFoundError):
            move(Path(f"{file}{ending}"), aside / f"{file.name}{ending}")
    move(made, file)
    return str(aside)


def mend_elsewhere(root: Path, old: Engine, mended: Mended, section: DatabaseSection) -> str:
    """Fill the database that ``section`` names and let the archive use it; the old one's address.

    Raises:
        RefusedError: F163, it is the one in use; A062, another ledger is in it.
        SetupError: F161, the settings cannot name it.
    """
    fresh = section_engine(root, section)
    if fresh.url == old.url:
        raise RefusedError("F163", str(fresh.url))
    try:
        _fill(root, fresh, mended)
    finally:
        fresh.dispose()
        old.dispose()
    name_database(root / "settings.toml", section)
    with contextlib.suppress(ArchiveError, DatabaseError):
        # Where it can still be written: else who has it open would write where nobody looks.
        retire(old)
    old.dispose()
    return old.url.render_as_string()


def _fill(root: Path, engine: Engine, mended: Mended) -> None:
    lines = root / "work" / "ledger.jsonl"
    lines.write_bytes(mended.content)
    prepare_tables(engine)
    import_ledger(engine, lines)
    read_tables(engine, mended.tables)
    lines.unlink()


def _close(engine: Engine) -> None:
    with contextlib.suppress(DatabaseError, ArchiveError), engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
