"""Makes the catalogue again beside the one that is read, and puts it in its place in one step.

Whoever reads meanwhile sees the rows that were there, and after a kill they are still there.
"""

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
)

from archive_store.vault.catalogue.rows import put, row_of
from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import CATALOGUE, LEDGER, RECORDS
from archive_store.vault.ledger.entries import DESTROYED, KEPT
from records.package import CatalogueEntry

AT_ONCE = 50
"""Packages between two transactions: other writers wait no longer than these take."""
Read = Callable[[str], tuple[CatalogueEntry, bytes] | None]
Progress = Callable[[int, int], None]


def _beside(table: Table) -> Table:
    columns = (Column(each.name, each.type, primary_key=each.primary_key) for each in table.c)
    return Table(f"{table.name}_fresh", MetaData(), *columns)


PAIRS = {CATALOGUE: _beside(CATALOGUE), RECORDS: _beside(RECORDS)}
"""Each table and the one in which it is made again; of records only those that differ."""


def rebuild_catalogue(engine: Engine, read: Read, progress: Progress) -> None:
    """Make every row again from what ``read`` tells of a package; ``None`` leaves it out.

    A package stored meanwhile is read too. Only one process may do this at a time.

    Raises:
        what ``read`` raises; the catalogue stays as it was.
    """
    with writing(engine) as connection:
        for table, fresh in PAIRS.items():
            _make_whole(connection, table)
            fresh.drop(connection, checkfirst=True)
            fresh.create(connection)
    known, is_done = 0, False
    while not is_done:
        package_ids, size = _stored_since(engine, known)
        waiting = iter(package_ids)
        for done in range(0, len(package_ids), AT_ONCE):
            progress(done, len(package_ids))
            _lay_beside(engine, read, tuple(islice(waiting, AT_ONCE)))
        is_done, known = _put_in_place(engine, size), size


def _make_whole(connection: Connection, table: Table) -> None:
    """Make a table that is gone or has lost columns; nothing of worth is in what is left of it."""
    told = inspect(connection)
    there = told.has_table(table.name)
    if there and {each["name"] for each in told.get_columns(table.name)} == set(table.c.keys()):
        return
    if there:
        table.drop(connection)
    table.create(connection)


def _stored_since(engine: Engine, known: int) -> tuple[tuple[str, ...], int]:
    """The packages stored from ledger entry ``known`` on, and how long the ledger is."""
    asked = select(LEDGER.c.seq, LEDGER.c.object_id, KEPT.label("is_version"))
    with engine.connect() as connection:
        told = connection.execute(asked.where(LEDGER.c.seq >= known).order_by(LEDGER.c.seq)).all()
    stored = (each.object_id for each in told if each.is_version)
    return tuple(dict.fromkeys(stored)), told[-1].seq + 1 if told else known


def _lay_beside(engine: Engine, read: Read, package_ids: tuple[str, ...]) -> None:
    # Reading takes long, so it is done before the right to write is taken.
    found = [each for each in map(read, package_ids) if each is not None]
    rows, records = PAIRS[CATALOGUE], PAIRS[RECORDS]
    with writing(engine) as connection:
        known = _records(connection, (entry.dossier.code for entry, _ in found))
        for entry, record in found:
            code = entry.dossier.code
            put(connection, rows, row_of(entry))
            connection.execute(delete(records).where(records.c.dossier_code == code))
            if known.get(code) != record:
                put(connection, records, {"dossier_code": code, "record": record})


def _records(connection: Connection, codes: Iterator[str]) -> dict[str, bytes]:
    asked = select(RECORDS).where(RECORDS.c.dossier_code.in_(tuple(codes)))
    return {row.dossier_code: row.record for row in connection.execute(asked)}


def _put_in_place(engine: Engine, size: int) -> bool:
    """Take the new rows for the old, unless the ledger grew beyond ``size`` entries meanwhile."""
    rows, records = PAIRS[CATALOGUE], PAIRS[RECORDS]
    with writing(engine) as connection:
        newest = connection.scalar(select(func.coalesce(func.max(LEDGER.c.seq), -1)))
        if newest is None or newest >= size:
            return False
        # What was destroyed after it was read must not come back.
        destroyed = select(LEDGER.c.object_id).where(LEDGER.c.action == DESTROYED)
        connection.execute(delete(rows).where(rows.c.package_id.in_(destroyed)))
        connection.execute(
            delete(records).where(records.c.dossier_code.not_in(select(rows.c.dossier_code)))
        )
        known = RECORDS.c.dossier_code
        replaced = known.in_(select(records.c.dossier_code))
        gone = known.not_in(select(rows.c.dossier_code))
        connection.execute(delete(RECORDS).where(or_(replaced, gone)))
        connection.execute(delete(CATALOGUE))
        for table, fresh in PAIRS.items():
            names = table.c.keys()
            kept = select(*(fresh.c[name] for name in names))
            connection.execute(insert(table).from_select(names, kept))
            fresh.drop(connection)
    return True
