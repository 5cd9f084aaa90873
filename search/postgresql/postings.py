"""Which pages have what is common, as bits: counting these costs popcounts, not a scan.

A page's number is a bit in a block. There are bits for every common lexeme, for every value of a
facet, and for the pages that are there (``ALL_PAGES``). They are made when a generation goes live,
and kept in step by whoever writes; a class with few pages has none, and is counted by scanning.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import BIT, TSQUERY
from sqlalchemy.dialects.postgresql import insert as upsert

from search.postgresql.lexemes import EXACT, STRONG, quoted
from search.postgresql.tables import ALL_PAGES, BLOCK_PAGES, COUNTED, ClassTables

LEAST_PAGES = 30_000
"""From so many pages in a class on a scan of all of them takes too long."""
COMMON_SHARE = 0.03
SAMPLE_PAGES = 5_000


class Bits:
    """Bits by block, for the keys of one table's rows."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[object, ...], bytearray] = {}

    def set(self, key: tuple[object, ...], numbers: Iterable[int]) -> None:
        """Set the bits of ``numbers`` for ``key``."""
        for number in numbers:
            block, place = divmod(number, BLOCK_PAGES)
            found = self._blocks.get((*key, block))
            if found is None:
                found = self._blocks[(*key, block)] = bytearray(BLOCK_PAGES // 8)
            found[place >> 3] |= 0x80 >> (place & 7)

    def rows(self, columns: Sequence[str]) -> list[dict[str, object]]:
        """Rows for a table: the columns of the key, the block, and the bits in hexadecimal."""
        names = (*columns, "block")
        return [
            {**dict(zip(names, key, strict=True)), "bits": f"x{bits.hex()}"}
            for key, bits in sorted(self._blocks.items(), key=repr)
        ]


def make_postings(connection: Connection, tables: ClassTables) -> None:
    """Make the bits of a class that has many pages; its vectors are indexed."""
    word, page = tables.word, tables.page
    pages = connection.scalar(select(word.c.pages).where(word.c.fold == ALL_PAGES)) or 0
    if pages < LEAST_PAGES:
        return
    connection.execute(select(func.set_config("enable_seqscan", "off", True)))  # noqa: FBT003 - the server's flag
    _add_common(connection, tables, ALL_PAGES, select(func.array_agg(page.c.number)))
    for lexeme in _common_lexemes(connection, tables, pages):
        asked = cast(bindparam(None, quoted(lexeme), type_=Text), TSQUERY)
        matching = page.c.terms.op("@@", is_comparison=True)(asked)
        _add_common(
            connection, tables, lexeme, select(func.array_agg(page.c.number)).where(matching)
        )
    for field in COUNTED:
        valued = select(page.c[field], func.array_agg(page.c.number)).group_by(page.c[field])
        for value, numbers in connection.execute(valued.where(page.c[field].is_not(None))).all():
            bits = Bits()
            bits.set((field, value), numbers)
            _write(connection, tables.facet, bits.rows(("field", "value")))


def known_lexemes(connection: Connection, tables: ClassTables) -> frozenset[str]:
    """The lexemes that have bits; none in a class without."""
    return frozenset(connection.scalars(select(tables.common.c.lexeme).distinct()))


def add_pages(connection: Connection, tables: ClassTables, common: Bits, facets: Bits) -> None:
    """Set the bits of added pages."""
    _write(connection, tables.common, common.rows(("lexeme",)))
    _write(connection, tables.facet, facets.rows(("field", "value")))


def leave_out(connection: Connection, tables: ClassTables, numbers: Iterable[int]) -> None:
    """Count pages no more that were taken out; their numbers are never given again."""
    gone, common = Bits(), tables.common
    gone.set((ALL_PAGES,), numbers)
    for row in gone.rows(("lexeme",)):
        mask = cast(bindparam(None, row["bits"], type_=Text), BIT(BLOCK_PAGES))
        here = (common.c.lexeme == ALL_PAGES, common.c.block == row["block"])
        kept = common.c.bits.op("&")(mask.op("#")(common.c.bits))
        connection.execute(update(common).where(*here).values(bits=kept))


def _common_lexemes(connection: Connection, tables: ClassTables, pages: int) -> list[str]:
    """The folded syllables and pairs that more than a share of the pages have, by a sample."""
    page = connection.dialect.identifier_preparer.format_table(tables.page)
    every = max(1, pages // SAMPLE_PAGES)
    sample = f"SELECT terms FROM {page} WHERE number % {every} = 0"  # noqa: S608 - our own name
    least = max(1, round(COMMON_SHARE * pages / every))
    asked = text("SELECT word FROM ts_stat(:sample) WHERE ndoc >= :least")
    found = connection.scalars(asked, {"sample": sample, "least": least})
    return sorted(lexeme for lexeme in found if not lexeme.startswith((EXACT, *STRONG)))


def _add_common(
    connection: Connection, tables: ClassTables, lexeme: str, asked: Select[tuple[Sequence[int]]]
) -> None:
    bits = Bits()
    bits.set((lexeme,), connection.scalar(asked) or ())
    _write(connection, tables.common, bits.rows(("lexeme",)))


def _write(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        told = upsert(table).values(bits=cast(bindparam("bits", type_=Text), BIT(BLOCK_PAGES)))
        either = table.c.bits.op("|")(told.excluded.bits)
        connection.execute(
            told.on_conflict_do_update(index_elements=[*table.primary_key], set_={"bits": either}),
            rows,
        )


def any_of(values: Sequence[object], kind: type) -> ColumnElement[bool]:
    """Whether a column is one of ``values``, to be compared with it."""
    return any_(cast(bindparam(None, list(values), type_=ARRAY(kind)), ARRAY(kind)))
