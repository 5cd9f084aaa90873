"""The order to destroy: ledger entries, and every row about the objects gone, in one transaction.

From its end the ledger knows the objects as destroyed: nothing copies, repairs, restores, rebuilds
or stores them again, and what is left of their bytes is told until it is erased.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, inspect, select

from archive_store.vault.catalogue.rebuild import PAIRS
from archive_store.vault.database.tables import (
    AUDIT_FINDINGS,
    CATALOGUE,
    CHECKS,
    INTENT,
    LEDGER,
    RECORDS,
)
from archive_store.vault.ledger.entries import DESTROYED, KEPT, LedgerEntry, NewEntry, append_in
from records.digest import Sha512

ABOUT = (CATALOGUE, CHECKS, INTENT, AUDIT_FINDINGS)
"""Tables with rows about a package, by its id."""


def newest_in(connection: Connection, package_id: str) -> tuple[int, str] | None:
    """Number and inventory's SHA-512 of an object's newest version, as of this transaction."""
    asked = select(LEDGER.c.version, LEDGER.c.inventory_sha512).where(
        KEPT, LEDGER.c.object_id == package_id
    )
    row = connection.execute(asked.order_by(LEDGER.c.seq.desc()).limit(1)).first()
    return (row.version, row.inventory_sha512) if row else None


def destroy_in(
    connection: Connection, stubs: Mapping[str, Sha512], by: str, now: datetime
) -> tuple[LedgerEntry, ...]:
    """Enter the destruction of objects; ``stubs`` are SHA-512 of what is kept, by package id.

    Raises:
        KeyError: one of them is not kept here; the caller has looked in the same transaction.
    """
    news = []
    for package_id, digest in stubs.items():
        newest = newest_in(connection, package_id)
        if newest is None:
            raise KeyError(package_id)
        news.append(
            NewEntry(
                time=now,
                actor=by,
                action=DESTROYED,
                object_id=package_id,
                version=newest[0],
                inventory_sha512=digest,
            )
        )
        _forget(connection, package_id)
    return append_in(connection, news)


def rows_about(engine: Engine, package_id: str) -> int:
    """How many rows of the database still tell of an object, but for ledger and copies' notes."""
    with engine.connect() as connection:
        counts = (
            connection.scalar(
                select(func.count()).select_from(table).where(table.c.package_id == package_id)
            )
            for table in ABOUT
        )
        return sum(count or 0 for count in counts)


def _forget(connection: Connection, package_id: str) -> None:
    beside = {each.name for each in PAIRS.values()} & set(inspect(connection).get_table_names())
    for rows, records in ((CATALOGUE, RECORDS), (PAIRS[CATALOGUE], PAIRS[RECORDS])):
        if rows is CATALOGUE or beside >= {rows.name, records.name}:
            codes = select(rows.c.dossier_code).where(rows.c.package_id == package_id)
            connection.execute(delete(records).where(records.c.dossier_code.in_(codes)))
            connection.execute(delete(rows).where(rows.c.package_id == package_id))
    for table in ABOUT:
        connection.execute(delete(table).where(table.c.package_id == package_id))
