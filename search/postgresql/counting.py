"""Counts pages by the bits of what is common, without looking at any of them."""

from collections.abc import Iterator, Mapping

from sqlalchemy import CTE, Connection, func, literal, select, union_all

from search.postgresql.asked import Asked
from search.postgresql.marks import of_ways, with_bits, within
from search.postgresql.questions import Demand
from search.postgresql.tables import ALL_PAGES, BLOCK_PAGES

Facets = Mapping[tuple[str, int], int]


def common_hits(asked: Asked, demand: Demand) -> CTE | None:
    """The pages that have what is demanded, within the days asked, as bits by block.

    ``None`` where something that all must have is on few pages: they are found by looking.
    """
    if not with_bits(asked, (ALL_PAGES,)):
        return None
    parts = [of_ways(asked, ways) for ways in (((ALL_PAGES,),), *demand)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if asked.filters.issued is not None:
        known.append(within(asked, *asked.filters.issued))
    part = union_all(*known).subquery()
    return (
        select(part.c.block, func.bit_and(part.c.bits).label("bits"))
        .group_by(part.c.block)
        .having(func.count() == len(known))
        .cte("hits")
        .prefix_with("MATERIALIZED")
    )


def count_common(asked: Asked, demand: Demand) -> tuple[int, Facets] | None:
    """How many pages have what is demanded, and how many with which value of which facet.

    ``None`` as ``common_hits``.
    """
    facet, hits = asked.tables.facet, common_hits(asked, demand)
    if hits is None:
        return None
    both = func.bit_count(facet.c.bits.op("&")(hits.c.bits))
    counted = (
        select(facet.c.field, facet.c.value, func.sum(both).label("pages"))
        .join(hits, hits.c.block == facet.c.block)
        .group_by(facet.c.field, facet.c.value)
    )
    every = select(literal(""), literal(0), func.sum(func.bit_count(hits.c.bits)))
    rows = asked.connection.execute(counted.union_all(every)).all()
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
