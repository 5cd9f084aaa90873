"""The index of one access class in the database, as whoever reads and whoever writes has it."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from records.access import AccessLevel
from records.hit import IndexedPage, Sort
from search.engine import CLASSES, Found, Neighbour
from search.filters import Filters
from search.postgresql.asked import Asked, ClassState
from search.postgresql.asking import find
from search.postgresql.neighbours import begun, near, neighbour
from search.postgresql.postings import make_postings
from search.postgresql.schemas import drop_unused, grant, new_schema
from search.postgresql.tables import (
    CLASS_INDEX,
    ClassTables,
    class_tables,
    create_tables,
    create_vector_index,
)
from search.postgresql.writing import copy_all, put_in, take_out
from search.query import ParsedQuery


class TableIndex:
    """One class of generation ``number``, read within the transaction of ``connection``."""

    knows_quotations = False

    def __init__(
        self, connection: Connection, number: int, level: AccessLevel, readers: str
    ) -> None:
        self._connection = connection
        self._number = number
        self._level = level
        self._readers = readers
        self._read: ClassState | None = None

    def change(
        self,
        pages: Iterable[IndexedPage],
        *,
        remove: Iterable[tuple[str, str]] = (),
        squeeze: bool = False,
    ) -> None:
        """As the port tells; for who holds the right to write.

        What is squeezed is copied beside, where nothing of what was taken out comes along, and
        whoever reads is led there by the pointer.
        """
        self._read = None
        with self._connection.begin():
            tables = self._tables()
            gone = take_out(self._connection, tables, remove)
            put_in(self._connection, tables, pages)
            is_rewritten = squeeze and gone > 0
            if is_rewritten:
                self._rewrite(tables)
        if is_rewritten:
            drop_unused(self._connection, insist=True)

    def ids(self) -> list[str]:
        """As the port tells."""
        is_alone = not self._connection.in_transaction()
        found = list(self._connection.scalars(select(self._tables().shown.c.page_id)))
        if is_alone:
            self._connection.commit()
        return found

    def damaged(self) -> list[str]:
        """None: a server watches over its own files."""
        return []

    def find(self, query: ParsedQuery, filters: Filters, sort: Sort, most: int) -> Found:
        """As the port tells."""
        return find(Asked(state=self._state(), query=query, filters=filters), sort, most)

    def near(self, fold: str, most: int) -> tuple[str, ...]:
        """As the port tells."""
        return near(self._state(), fold, most)

    def begun(self, letters: str, most: int) -> tuple[str, ...]:
        """As the port tells."""
        return begun(self._state(), letters, most)

    def neighbour(self, fold: str) -> Neighbour | None:
        """As the port tells."""
        return neighbour(self._state(), fold)

    def _state(self) -> ClassState:
        if self._read is None:
            self._read = ClassState(self._connection, self._led_to())
        return self._read

    def _tables(self) -> ClassTables:
        return self._state().tables

    def _led_to(self) -> ClassTables:
        asked = select(CLASS_INDEX.c.schema_name).where(
            CLASS_INDEX.c.number == self._number, CLASS_INDEX.c.level == self._level.value
        )
        return class_tables(self._connection.execute(asked).scalar_one(), self._level)

    def _rewrite(self, tables: ClassTables) -> None:
        name = new_schema(self._connection, self._number, CLASSES[self._level], tables.schema)
        fresh = class_tables(name, self._level)
        create_tables(self._connection, fresh)
        copy_all(self._connection, tables, fresh)
        create_vector_index(self._connection, fresh)
        make_postings(self._connection, fresh)
        grant(self._connection, name, self._readers)
        here = (CLASS_INDEX.c.number == self._number, CLASS_INDEX.c.level == self._level.value)
        self._connection.execute(update(CLASS_INDEX).where(*here).values(schema_name=name))
        self._read = None
