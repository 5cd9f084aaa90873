"""The engine in the archive's database: its generations, and one lock for who writes.

Which generation is live is a row of the database, so that every machine that reads it is led there
by the same commit.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select

from records.access import AccessLevel
from records.errors import SetupError, TransientError
from search.analyser import ANALYSER_VERSION
from search.engine import Generation, MovedError, Shelved
from search.postgresql.class_index import TableIndex
from search.postgresql.generations import (
    MOVED,
    begin_anew,
    begun,
    forget_begun,
    lead_away,
    live_row,
    note,
    noted,
    switch,
    tables_of,
)
from search.postgresql.postings import make_postings
from search.postgresql.schemas import drop_unused, prepare
from search.postgresql.session import reading
from search.postgresql.tables import LAYOUT_VERSION, SCHEMA, create_vector_index, schemas_of_ours
from search.verified import digest_of_entries

WRITER = 0x73656172636
"""The advisory lock of whoever writes the index: "searc" in ASCII."""
POLL_SECONDS = 0.05
VERSIONS = (LAYOUT_VERSION, ANALYSER_VERSION)


class TableGeneration:
    """A generation, as one connection sees it."""

    def __init__(self, connection: Connection, number: int, readers: str) -> None:
        self.number = number
        self._connection = connection
        self._readers = readers

    def of(self, level: AccessLevel) -> TableIndex:
        """As the port tells."""
        return TableIndex(self._connection, self.number, level, self._readers)


class TableBuild:
    """A build in the database, with its notes."""

    def __init__(self, connection: Connection, generation: TableGeneration) -> None:
        self._connection = connection
        self.generation = generation
        with connection.begin():
            self.done: Mapping[str, Shelved] = noted(connection, generation.number)

    def note(self, shelved: Iterable[Shelved]) -> None:
        """As the port tells."""
        with self._connection.begin():
            note(self._connection, self.generation.number, shelved)


class PostgresEngine:
    """The engine in ``database``; the role ``readers`` may read what it writes, and no more.

    Readers never wait for a writer; writers wait for one another up to ``lock_seconds``.
    """

    def __init__(self, database: Engine, *, lock_seconds: float, readers: str = "") -> None:
        self._database = database
        self._lock_seconds = lock_seconds
        self._readers = readers
        self._connection: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """As the port tells."""
        with self._database.connect() as connection:
            self._lock(connection)
            self._connection = connection
            try:
                prepare(connection, self._readers)
                yield
            finally:
                self._connection = None
                # A lost connection has lost the lock, too; a sound one must not take it along.
                connection.invalidate()

    @contextmanager
    def reading(self) -> Iterator[TableGeneration | None]:
        """As the port tells."""
        with reading(self._database) as connection:
            number = _live(connection)
            yield None if number is None else TableGeneration(connection, number, self._readers)

    def live(self) -> TableGeneration:
        """As the port tells."""
        with self._writer.begin():
            number = _live(self._writer)
        if number is not None:
            return self._generation(number)
        self.abandon()
        started = self.begin().generation
        self.publish(started, expected=(), entries=())
        return started

    def begin(self) -> TableBuild:
        """As the port tells."""
        with self._writer.begin():
            number = begun(self._writer, VERSIONS)
            forget_begun(self._writer, but=number)
        drop_unused(self._writer, insist=False)
        if number is None:
            with self._writer.begin():
                number = begin_anew(self._writer, VERSIONS, self._readers)
        return TableBuild(self._writer, self._generation(number))

    def publish(
        self, generation: Generation, *, expected: Collection[str], entries: Collection[str]
    ) -> None:
        """As the port tells."""
        assert isinstance(generation, TableGeneration)  # noqa: S101 - it is one of ours
        name = f"{SCHEMA}_{generation.number:06d}"
        digest = digest_of_entries(name, expected, entries)
        with self._writer.begin():
            for tables in tables_of(self._writer, generation.number):
                create_vector_index(self._writer, tables)
                make_postings(self._writer, tables)
        with self._writer.begin():
            switch(self._writer, generation.number, len(entries), digest)
        drop_unused(self._writer, insist=False)

    def abandon(self) -> None:
        """As the port tells."""
        with self._writer.begin():
            forget_begun(self._writer, but=None)
        drop_unused(self._writer, insist=True)

    def has_pages(self) -> bool:
        """As the port tells."""
        with self._database.connect() as connection:
            return bool(schemas_of_ours(connection))

    def retire(self) -> None:
        """As the port tells."""
        with self._writer.begin():
            lead_away(self._writer, VERSIONS)
        drop_unused(self._writer, insist=True)

    def _generation(self, number: int) -> TableGeneration:
        return TableGeneration(self._writer, number, self._readers)

    @property
    def _writer(self) -> Connection:
        assert self._connection is not None  # noqa: S101 - within ``writing``
        return self._connection

    def _lock(self, connection: Connection) -> None:
        until = time.monotonic() + self._lock_seconds
        while not connection.scalar(select(func.pg_try_advisory_lock(WRITER))):
            connection.commit()
            if time.monotonic() > until:
                raise TransientError("S002", str(self._database.url))
            time.sleep(POLL_SECONDS)
        connection.commit()


def _live(connection: Connection) -> int | None:
    """The number of the live generation.

    Raises:
        MovedError: another engine has the index.
        SetupError: S005, another version of the product made it.
    """
    found = live_row(connection)
    if found is None:
        return None
    if found.state == MOVED:
        raise MovedError(SCHEMA)
    if (found.layout, found.analyser) != VERSIONS:
        raise SetupError("S005", f"{SCHEMA}_{found.number:06d}")
    return int(found.number)
