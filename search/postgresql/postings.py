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

from search.postgresql.bits import Bits, numbers_of, packed_numbers
from search.postgresql.lexemes import EXACT, STRONG, quoted
from search.postgresql.tables import (
    ALL_PAGES,
    BLOCK_PAGES,
    COUNTED,
    ISSUED,
    YEAR_DAYS,
    ClassTables,
)

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


def make_postings(connection: Connection, tables: ClassTables) -> None:
    """Make the bits of a class that has many pages; its vectors are indexed."""
    word, page = tables.word, tables.page
    pages = connection.scalar(select(word.c.pages).where(word.c.fold == ALL_PAGES)) or 0
    if pages < LEAST_PAGES:
        return
    for name, value in MAKING.items():
        connection.execute(select(func.set_config(name, value, True)))  # noqa: FBT003 - the server's flag
    numbers = packed_numbers(page)
    lexemes = [ALL_PAGES, *_common_lexemes(connection, tables, pages)]
    for at in range(0, len(lexemes), AT_ONCE):
        bits = Bits()
        for lexeme in lexemes[at : at + AT_ONCE]:
            asked = select(numbers)
            if lexeme != ALL_PAGES:
                wanted = cast(bindparam(None, quoted(lexeme), type_=Text), TSQUERY)
                asked = asked.where(page.c.terms.op("@@", is_comparison=True)(wanted))
            bits.set((lexeme,), numbers_of(connection.scalar(asked)))
        _write(connection, tables.common, bits.rows(("lexeme",)))
    years = page.c.issued // YEAR_DAYS
    for field, told in {**{name: page.c[name] for name in COUNTED}, ISSUED: years}.items():
        bits = Bits()
        valued = select(told, numbers).where(told.is_not(None)).group_by(told)
        for value, found in connection.execute(valued):
            bits.set((field, value), numbers_of(found))
        _write(connection, tables.facet, bits.rows(("field", "value")))


def known_lexemes(connection: Connection, tables: ClassTables) -> frozenset[str]:
    """The lexemes that have bits; none in a class without."""
    return frozenset(connection.scalars(select(tables.common.c.lexeme).distinct()))


def last_number(connection: Connection, tables: ClassTables) -> int:
    """The highest number that a page has or had: bits are not cleared of pages taken out."""
    facet, shown = tables.facet, tables.shown
    highest = connection.scalar(select(func.coalesce(func.max(shown.c.number), 0))) or 0
    # Every page has a value of this field, if only that its date is not known.
    last = select(func.max(facet.c.block)).where(facet.c.field == ISSUED).scalar_subquery()
    ever = select(facet.c.block, facet.c.bits).where(facet.c.field == ISSUED, facet.c.block == last)
    places = (row.block * BLOCK_PAGES + row.bits.rfind("1") for row in connection.execute(ever))
    return max(int(highest), *(int(place) for place in places), 0)


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
