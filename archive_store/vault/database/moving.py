"""Moves everything of all rooms' tables into another database: all of it, or nothing.

The source is locked meanwhile and takes no entry afterwards, so that no process that still has it
open writes where nobody will look.
"""

from collections.abc import Callable, Generator
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, delete, func, insert, select, text

from archive_store.vault.database.engine import migrate, writing
from archive_store.vault.database.revisions import SUFFIX, is_room, rooms_in
from archive_store.vault.database.tables import LEDGER, METADATA
from archive_store.vault.ledger.entries import head
from records.errors import RefusedError

ROWS_AT_ONCE = 200
MOVED = "ledger_has_moved"
RETIRING = {
    "sqlite": f"CREATE TRIGGER {MOVED} BEFORE INSERT ON ledger "
    "BEGIN SELECT RAISE(ABORT, 'the ledger has moved to another database'); END",
    "postgresql": f"CREATE TRIGGER {MOVED} BEFORE INSERT ON ledger "
    "FOR EACH ROW EXECUTE FUNCTION ledger_refuses()",
}
REVIVING = {
    "sqlite": f"DROP TRIGGER IF EXISTS {MOVED}",
    "postgresql": f"DROP TRIGGER IF EXISTS {MOVED} ON ledger",
}
Progress = Callable[[int, int], None]


def move_database(
    source: Engine, target: Engine, switch: Callable[[], None], progress: Progress
) -> dict[str, int]:
    """Copy every row, compare the ledgers' heads, then call ``switch``; how many rows by table.

    A target that was begun, or that the archive came from, gets what its ledger lacks. ``switch``
    makes the archive use the target; a kill before it leaves the source in use, whole as it was.

    Raises:
        RefusedError: F162, the target's ledger is not the beginning of the source's.
        SetupError, TransientError: as ``migrate`` and ``writing`` tell.
    """
    with source.connect() as connection:
        rooms = [room for room in rooms_in(connection) if is_room(room)]
    for room in rooms:
        migrate(target, room)
    with writing(source) as reading:
        tables = _tables(reading, target)
        total = sum(_count(reading, table) for table in tables)
        counts: dict[str, int] = {}
        with writing(target) as connection:
            connection.execute(text(REVIVING[connection.dialect.name]))
            for table in tables:
                progress(sum(counts.values()), total)
                counts[table.name] = _copy(reading, connection, table)
        if head(target) != head(source):
            raise RefusedError("F162", str(target.url))
        switch()
        _retire(reading)
    return counts


def retire(engine: Engine) -> None:
    """Let a database's ledger take no entry any more, as another took its place.

    Raises:
        SetupError, TransientError: as ``writing`` tells.
    """
    with writing(engine) as connection:
        _retire(connection)


def _retire(connection: Connection) -> None:
    for statements in (REVIVING, RETIRING):
        connection.execute(text(statements[connection.dialect.name]))


def _tables(reading: Connection, target: Engine) -> list[Table]:
    """Our tables, and those of other rooms that are on both sides; each after what it rests on."""
    here, there = MetaData(), MetaData()
    here.reflect(reading)
    there.reflect(target)
    others = [
        table
        for table in there.sorted_tables
        if table.name in here.tables
        and table.name not in METADATA.tables
        and not table.name.endswith(SUFFIX)
    ]
    return [*METADATA.sorted_tables, *others]


def _copy(reading: Connection, connection: Connection, table: Table) -> int:
    if table is LEDGER:
        rows = _beyond(reading, connection)
    else:
        connection.execute(delete(table))
        rows = _rows(reading, table)
    while part := list(islice(rows, ROWS_AT_ONCE)):
        connection.execute(insert(table), part)
    _count_on(connection, table)
    return _count(connection, table)


def _beyond(reading: Connection, connection: Connection) -> Generator[dict[str, Any], None, None]:
    """The entries that the target lacks, after those it has were found equal."""
    with closing(_rows(connection, LEDGER)) as known, closing(_rows(reading, LEDGER)) as rows:
        # An entry that is only there is compared with None, and differs.
        if any(there != next(rows, None) for there in known):
            raise RefusedError("F162", str(connection.engine.url))
        yield from rows


def _rows(connection: Connection, table: Table) -> Generator[dict[str, Any], None, None]:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=ROWS_AT_ONCE)
    with connection.execute(asked) as streamed:
        for row in streamed.mappings():
            yield dict(row)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _count_on(connection: Connection, table: Table) -> None:
    """Let numbers that the server gives go on after those that were copied."""
    column = table.autoincrement_column
    if column is not None and connection.dialect.name == "postgresql":
        newest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, newest, False)))  # noqa: FBT003 - the server's flag
