"""Makes the archive's database anew where its ledger or its file is damaged, from what is left.

The old database is kept: a file of SQLite aside, a database of PostgreSQL where it is.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from archive_store.vault.audit.foundations import check_intents, require_sound_database
from archive_store.vault.copies.opening import open_copy
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.copies.state import fetch_state
from archive_store.vault.copies.tables import heads_in, write_tables
from archive_store.vault.ledger.entries import REPAIRED, LedgerHead, NewEntry, append, head
from archive_store.vault.repair.ledger import LedgerPlan, plan_ledger
from flows.archive import open_archive
from flows.copying.kept_state import TABLES, follow
from flows.copying.mended_database import Mended, mend_elsewhere, mend_file
from flows.copying.places import copy_places
from flows.copying.restoring import Watch
from flows.keeping.rebuild import rebuild_archive
from flows.machine.database import archive_engine
from flows.running.environment import require_archive
from flows.running.server import services_of
from flows.settings import DatabaseSection, read_settings
from records.errors import InputError, RefusedError, SetupError

LEDGER_ID = "urn:luutru:ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRepair:
    """What was, or would be, done: entries put back from ``source``, entries only we still had."""

    source: str | None
    restored: int
    kept: int
    size: int
    root: str
    aside: str | None


def repair_ledger(
    root: Path, by: str, now: datetime, watch: Watch, *, is_trial: bool,
    into: DatabaseSection | None = None,
) -> LedgerRepair:  # fmt: skip
    """Put the ledger in order, then make the catalogue again; a trial only tells.

    ``into`` names an empty database, which the archive uses from then on; a kill before that
    leaves the old one in use, and the same call goes on.

    Raises:
        RefusedError: A089, no history can be called the true one; F002, services are running;
            A062, F163, ``into`` holds another ledger or is the database in use.
        SetupError: F126, no new database was named, which PostgreSQL needs; F127, no copy is there;
            F161, the settings cannot name it.
    """
    require_archive(root)
    settings = read_settings(root / "settings.toml")
    if settings.database.url and into is None and not is_trial:
        raise SetupError("F126", root / "settings.toml")
    copies = tuple(_reached(root))
    if not copies:
        raise SetupError("F127", root / "settings.toml")
    if services_of(root):
        raise RefusedError("F002", root)
    (root / "work").mkdir(exist_ok=True)
    with FileLock(root / "work" / "ingest.lock", timeout=0):
        engine = archive_engine(root, settings)
        mended = _mended(engine, copies)
        if mended is None or is_trial:
            engine.dispose()
            return _told(mended.plan if mended else None, None)
        if into is None:
            aside = mend_file(root, engine, mended, now)
        else:
            aside = mend_elsewhere(root, engine, mended, into)
        return _finish(root, mended, aside, (by, now), watch)


def _mended(engine: Engine, copies: tuple[Copy, ...]) -> Mended | None:
    states = [state for copy in copies for state in _states(copy)]
    tables = _tables(engine, states)
    heads = (*(head for head, _ in states), *heads_in(tables))
    plan = plan_ledger(engine, copies, heads, is_file_damaged=_is_damaged(engine))
    return None if plan is None else Mended(plan=plan, tables=tables)


def _finish(
    root: Path, mended: Mended, aside: str, who: tuple[str, datetime], watch: Watch
) -> LedgerRepair:
    by, now = who
    open_archive.cache_clear()
    archive = open_archive(root)
    told = NewEntry(
        time=now, actor=by, action=REPAIRED, object_id=LEDGER_ID, version=0,
        inventory_sha512=mended.digest,
    )  # fmt: skip
    append(archive.engine, told)
    # A damaged package must not leave all others without a catalogue; the audit names it.
    rebuild_archive(archive, "catalogue", watch, lambda _lost: None)
    follow(archive, now)
    return _told(mended.plan, aside, head(archive.engine))


def _is_damaged(engine: Engine) -> bool:
    """Whether a page, a table or a note of versions is wrong, be the ledger whole or not."""
    try:
        require_sound_database(engine)
        return any(check_intents(engine))
    except (DatabaseError, SetupError):
        return True


def _tables(engine: Engine, states: list[tuple[LedgerHead, bytes]]) -> bytes:
    try:
        return write_tables(engine)
    except (DatabaseError, SetupError):
        # The newest state is that of the longest ledger.
        return max(states, key=lambda each: each[0].size, default=(None, b""))[1]


def _states(copy: Copy) -> Iterator[tuple[LedgerHead, bytes]]:
    with contextlib.suppress(InputError):
        state = fetch_state(copy)
        yield state.ledger, state.files.get(TABLES, b"")


def _reached(root: Path) -> Iterator[Copy]:
    for place in copy_places(root, read_settings(root / "settings.toml")):
        with contextlib.suppress(SetupError):
            yield open_copy(place)


def _told(
    plan: LedgerPlan | None, aside: str | None, now: LedgerHead | None = None
) -> LedgerRepair:
    return LedgerRepair(
        source=plan.source if plan else None,
        restored=plan.restored if plan else 0,
        kept=plan.kept if plan else 0,
        size=now.size if now else len(plan.lines) if plan else 0,
        root=now.root if now else "",
        aside=aside,
    )
