"""What the ledger says of objects that were lawfully destroyed."""

from sqlalchemy import Engine, select

from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.entries import DESTROYED, LedgerEntry, entries


def destruction_of(engine: Engine, object_id: str) -> LedgerEntry | None:
    """The entry that tells of an object's destruction, if it was destroyed."""
    return next((each for each in entries(engine, object_id) if each.action == DESTROYED), None)


def destroyed_objects(engine: Engine) -> tuple[str, ...]:
    """The ids of all objects that were destroyed, in the order in which they were."""
    asked = select(LEDGER.c.object_id).where(LEDGER.c.action == DESTROYED)
    with engine.connect() as connection:
        return tuple(connection.scalars(asked.order_by(LEDGER.c.seq)))
