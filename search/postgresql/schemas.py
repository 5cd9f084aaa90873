"""The schemas of the index: named, opened to who reads, and dropped when nobody is led there."""

import time
from itertools import count

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateSchema, DropSchema

from records.errors import ArchiveError, TransientError
from search.postgresql.session import LOCKED, sqlstate_of
from search.postgresql.tables import CLASS_INDEX, POINTERS, SCHEMA, schemas_of_ours

TABLES = ("value", "common", "facet", "page", "word", "shown")
WAIT_MILLISECONDS = 400
"""Shorter than the server waits before it looks for a deadlock, and ends one of the two: we must
be the one that gives way, never a reader."""
INSIST_SECONDS = 15.0
BETWEEN_SECONDS = 0.1


def prepare(connection: Connection, readers: str) -> None:
    """Make the pointer's tables where there are none."""
    with connection.begin():
        if connection.scalar(select(func.to_regclass(f"{SCHEMA}.class_index"))) is None:
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
            POINTERS.create_all(connection)
        grant(connection, SCHEMA, readers)


def new_schema(connection: Connection, number: int, name: str, replaced: str = "") -> str:
    """A name for the schema of a class of generation ``number``, behind that which is ``replaced``.

    No name is ever given again: whoever is led to it by an older snapshot would find the new tables
    there, and none of their rows.
    """
    taken = schemas_of_ours(connection)
    first = int(replaced.rpartition("_")[2]) + 1 if replaced else 1
    names = (f"{SCHEMA}_{number:06d}_{name}_{edition}" for edition in count(first))
    return next(each for each in names if each not in taken)


def grant(connection: Connection, schema: str, readers: str) -> None:
    """Let the role ``readers`` read what is in ``schema``, and write nothing; empty is nobody."""
    if readers:
        quote = connection.dialect.identifier_preparer.quote_identifier
        for right in ("USAGE ON SCHEMA", "SELECT ON ALL TABLES IN SCHEMA"):
            connection.exec_driver_sql(f"GRANT {right} {quote(schema)} TO {quote(readers)}")


def drop_unused(connection: Connection, *, insist: bool) -> None:
    """Drop every schema that no pointer leads to; who still reads one may finish.

    Raises:
        TransientError: S021, with ``insist``: somebody has been reading one for too long.
    """
    until = time.monotonic() + INSIST_SECONDS
    while unused := _unused(connection):
        left = [name for name in unused if not _is_dropped(connection, name)]
        if not left or not insist:
            return
        if time.monotonic() > until:
            raise TransientError("S021", left[0])
        time.sleep(BETWEEN_SECONDS)


def _unused(connection: Connection) -> list[str]:
    with connection.begin():
        used = connection.scalars(select(CLASS_INDEX.c.schema_name)).all()
        return sorted(schemas_of_ours(connection).difference(used))


def _is_dropped(connection: Connection, name: str) -> bool:
    quote = connection.dialect.identifier_preparer.quote_identifier
    try:
        with connection.begin():
            patience = func.set_config("lock_timeout", str(WAIT_MILLISECONDS), True)  # noqa: FBT003 - the server's flag
            connection.execute(select(patience))
            # In the order in which readers come by them, so that nobody holds one that we wait for.
            tables = ", ".join(f"{quote(name)}.{each}" for each in TABLES)
            connection.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
            connection.execute(DropSchema(name, cascade=True))
    except (DBAPIError, ArchiveError) as error:
        if sqlstate_of(error) != LOCKED:
            raise
        return False
    return True
