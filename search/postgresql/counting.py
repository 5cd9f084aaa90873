"""Counts pages by the bits of what is common, without looking at any of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, Connection, Select, Table, Text, func, literal, select, union_all

from search.postgresql.postings import any_of
from search.postgresql.questions import Demand
from search.postgresql.tables import ALL_PAGES, BLOCK_PAGES, ClassTables

Facets = Mapping[tuple[str, int], int]


def common_hits(connection: Connection, tables: ClassTables, demand: Demand) -> CTE | None:
    """The pages that have what is demanded, as bits by block.

    ``None`` where a lexeme has no bits: then few pages have it, and they are found by looking.
    """
    common = tables.common
    keys = sorted({ALL_PAGES, *(each for ways in demand for way in ways for each in way)})
    named = common.c.lexeme == any_of(keys, Text)
    there = connection.scalar(select(func.count(common.c.lexeme.distinct())).where(named))
    if there != len(keys):
        return None
    parts = [_any_way(common, ways) for ways in (((ALL_PAGES,),), *demand)]
    part = union_all(*parts).subquery()
    return (
        select(part.c.block, func.bit_and(part.c.bits).label("bits"))
        .group_by(part.c.block)
        .having(func.count() == len(parts))
        .cte("hits")
        .prefix_with("MATERIALIZED")
    )


def count_common(
    connection: Connection, tables: ClassTables, demand: Demand
) -> tuple[int, Facets] | None:
    """How many pages have what is demanded, and how many with which value of which facet.

    ``None`` as ``common_hits``.
    """
    facet, hits = tables.facet, common_hits(connection, tables, demand)
    if hits is None:
        return None
    both = func.bit_count(facet.c.bits.op("&")(hits.c.bits))
    counted = (
        select(facet.c.field, facet.c.value, func.sum(both).label("pages"))
        .join(hits, hits.c.block == facet.c.block)
        .group_by(facet.c.field, facet.c.value)
    )
    every = select(literal(""), literal(0), func.sum(func.bit_count(hits.c.bits)))
    rows = connection.execute(counted.union_all(every)).all()
    found = {(field, value): int(pages or 0) for field, value, pages in rows}
    return found.pop(("", 0)), {key: pages for key, pages in found.items() if pages}


def newest(connection: Connection, hits: CTE, most: int) -> Iterator[int]:
    """The numbers of ``most`` pages, those first that were added last."""
    blocks = connection.execute(select(hits.c.block, hits.c.bits).order_by(hits.c.block.desc()))
    for row in blocks:
        place = row.bits.rfind("1")
        while place >= 0 and most > 0:
            yield row.block * BLOCK_PAGES + place
            place, most = row.bits.rfind("1", 0, place), most - 1


def _any_way(common: Table, ways: Sequence[Sequence[str]]) -> Select[Any]:
    """The bits, by block, of pages that have every lexeme of one of ``ways``."""
    each = [_every_lexeme(common, sorted(set(way))) for way in ways]
    if len(each) == 1:
        return each[0]
    way = union_all(*each).subquery()
    return select(way.c.block, func.bit_or(way.c.bits).label("bits")).group_by(way.c.block)


def _every_lexeme(common: Table, lexemes: Sequence[str]) -> Select[Any]:
    return (
        select(common.c.block, func.bit_and(common.c.bits).label("bits"))
        .where(common.c.lexeme == any_of(lexemes, Text))
        .group_by(common.c.block)
        .having(func.count() == len(lexemes))
    )
