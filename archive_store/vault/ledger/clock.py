"""Compares the clock with the ledger: what happens now cannot lie before what is recorded."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine, select

from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.entries import (
    CLOCK_CONFIRMED,
    LedgerEntry,
    NewEntry,
    append,
    read_payload,
)
from archive_store.vault.objects.inventory import sha512_of_bytes
from records.errors import RefusedError, SetupError

TOLERANCE = timedelta(hours=1)
"""A large dossier is entered after a small one that was begun later, and machines differ."""


def require_later(engine: Engine, now: datetime) -> None:
    """Refuse to work at a time that lies before the newest entry of the ledger.

    Raises:
        SetupError: A141, by more than ``TOLERANCE``: a clock was set back, or had run ahead.
    """
    newest = _newest(engine)
    if newest is not None and now < newest.recorded - TOLERANCE:
        raise SetupError("A141", "ledger", recorded=newest.recorded, now=now)


def confirm_clock(engine: Engine, actor: str, now: datetime) -> LedgerEntry:
    """Enter a person's word that the clock is right and the newest entries' times are not.

    The wrong times stay as evidence; what follows is measured by this entry.

    Raises:
        RefusedError: A144, the ledger's newest time does not lie ahead of the clock.
    """
    newest = _newest(engine)
    if newest is None or now >= newest.recorded - TOLERANCE:
        raise RefusedError("A144", "ledger", now=now)
    return append(
        engine,
        NewEntry(
            time=now,
            actor=actor,
            action=CLOCK_CONFIRMED,
            object_id=f"ledger:{newest.entry.seq}",
            version=0,
            inventory_sha512=sha512_of_bytes(newest.payload.encode()),
        ),
    )


class _Newest(NamedTuple):
    entry: LedgerEntry
    payload: str
    recorded: datetime


def _newest(engine: Engine) -> _Newest | None:
    newest = select(LEDGER.c.seq, LEDGER.c.payload).order_by(LEDGER.c.seq.desc()).limit(1)
    with engine.connect() as connection:
        row = connection.execute(newest).first()
    if row is None:
        return None
    entry = read_payload(row.seq, row.payload)
    return _Newest(entry, row.payload, datetime.fromisoformat(entry.time))
