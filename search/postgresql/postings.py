"""Which pages have what is common, as bits: counting these costs popcounts, not a scan.

A page's number is a bit in a block. There are bits for every common lexeme, for every value of a
facet, and for the pages that are there (``ALL_PAGES``). They are made when a generation goes live,
and kept in step by whoever writes; a class with few pages has none, and is counted by scanning.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    LargeBinary,
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
AT_ONCE = 50
"""So many lexemes are written together."""
MAKING = {
    "enable_seqscan": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
}
"""What a transaction asks of the server that makes bits: see ``session.READING``."""
_UNSET, _SET = b"0", ord("1")


Key = tuple[str] | tuple[str, object]
"""What a row of bits is of, without its block."""


class Bits:
    """Bits by block, for the keys of one table's rows."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Key, list[int]] = defaultdict(list)

    def set(self, key: Key, numbers: Iterable[int]) -> None:
        """Set the bits of ``numbers`` for ``key``."""
        self._numbers[key].extend(numbers)

    def rows(self, columns: Sequence[str]) -> list[dict[str, object]]:
        """Rows for a table: the columns of the key, the block, and the bits in hexadecimal."""
        return [
            {**dict(zip(columns, key, strict=True)), "block": block, "bits": bits}
            for key in sorted(self._numbers)
            for block, bits in _blocks(self._numbers[key])
        ]


def make_postings(connection: Connection, tables: ClassTables) -> None:
    """Make the bits of a class that has many pages; its vectors are indexed."""
    word, page = tables.word, tables.page
    pages = connection.scalar(select(word.c.pages).where(word.c.fold == ALL_PAGES)) or 0
    if pages < LEAST_PAGES:
        return
    for name, value in MAKING.items():
        connection.execute(select(func.set_config(name, value, True)))  # noqa: FBT003 - the server's flag
    # As bytes: a list of numbers would be written by the server and read here digit by digit.
    numbers = func.string_agg(func.int4send(page.c.number), b"", type_=LargeBinary)
    lexemes = [ALL_PAGES, *_common_lexemes(connection, tables, pages)]
    for at in range(0, len(lexemes), AT_ONCE):
        bits = Bits()
        for lexeme in lexemes[at : at + AT_ONCE]:
            asked = select(numbers)
            if lexeme != ALL_PAGES:
                wanted = cast(bindparam(None, quoted(lexeme), type_=Text), TSQUERY)
                asked = asked.where(page.c.terms.op("@@", is_comparison=True)(wanted))
            bits.set((lexeme,), _numbers(connection.scalar(asked)))
        _write(connection, tables.common, bits.rows(("lexeme",)))
    for field in COUNTED:
        bits = Bits()
        valued = select(page.c[field], numbers).group_by(page.c[field])
        for value, found in connection.execute(valued.where(page.c[field].is_not(None))):
            bits.set((field, value), _numbers(found))
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


def _numbers(told: bytes | None) -> Sequence[int]:
    """Numbers of four bytes each, the highest first, as the server sends them."""
    found = array("i", told or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found


def _write(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        told = upsert(table).values(bits=cast(bindparam("bits", type_=Text), BIT(BLOCK_PAGES)))
        either = table.c.bits.op("|")(told.excluded.bits)
        connection.execute(
            told.on_conflict_do_update(index_elements=[*table.primary_key], set_={"bits": either}),
            rows,
        )


def _blocks(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The blocks in which ``numbers`` are, and the bits of each in hexadecimal."""
    first = min(numbers, default=0) // BLOCK_PAGES
    blocks = max(numbers, default=-1) // BLOCK_PAGES + 1 - first
    flags, start = bytearray(_UNSET * (blocks * BLOCK_PAGES)), first * BLOCK_PAGES
    for number in numbers:
        flags[number - start] = _SET
    for at in range(blocks):
        block = bytes(flags[at * BLOCK_PAGES : (at + 1) * BLOCK_PAGES])
        if _SET in block:
            yield first + at, f"x{int(block, 2):0{BLOCK_PAGES // 4}x}"


def any_of(values: Sequence[object], kind: type) -> ColumnElement[bool]:
    """Whether a column is one of ``values``, to be compared with it."""
    return any_(cast(bindparam(None, list(values), type_=ARRAY(kind)), ARRAY(kind)))
