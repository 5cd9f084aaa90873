"""The order of pages by their date, or by nothing but their id."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import CTE, ColumnElement, Integer, case, cast, func, select

from records.hit import Sort
from search.postgresql.asked import Asked
from search.postgresql.counting import common_hits
from search.postgresql.postings import any_of
from search.postgresql.tables import ALL_PAGES, BLOCK_PAGES, ISSUED

FEW = 400
"""So few pages are sorted as they are."""
SPARSE = 50
"""Where one page of so many answers, walking along their order takes too long."""
SPARE = 8
LAST_DAY = 99_999_999


def by_date(asked: Asked, sort: Sort, most: int, total: int) -> Sequence[int]:
    """The numbers of the first ``most`` of the ``total`` pages that answer, undated ones last."""
    issued = asked.tables.page.c.issued
    key = -issued if sort is Sort.NEWEST else case((issued == 0, LAST_DAY), else_=issued)
    if (hits := _hits(asked, total)) is None:
        return _sorted(asked, asked.fits, key, most)
    likely = list(_of_years(asked, hits, sort, most))
    return _sorted(asked, asked.tables.page.c.number == any_of(likely, Integer), key, most)


def by_id(asked: Asked, most: int, total: int) -> Sequence[int]:
    """As ``by_date``, by the id of the page."""
    word = asked.tables.word
    every = asked.connection.scalar(select(word.c.pages).where(word.c.fold == ALL_PAGES)) or 0
    if total * SPARSE < every or (hits := _hits(asked, total)) is None:
        return _sorted(asked, asked.fits, None, most)
    # As many from the beginning as should do; sorting all that answer would look at each.
    walked = most * every // total * SPARE
    while True:
        found = _walked(asked, hits, walked, most)
        if len(found) >= most or walked >= every:
            return found
        walked *= SPARE


def _walked(asked: Asked, hits: CTE, walked: int, most: int) -> Sequence[int]:
    shown = asked.tables.shown
    first = select(shown.c.number, shown.c.page_id).order_by(shown.c.page_id).limit(walked)
    page = first.subquery()
    answering = (
        select(page.c.number)
        .join(hits, hits.c.block == page.c.number // BLOCK_PAGES)
        .where(func.get_bit(hits.c.bits, page.c.number % BLOCK_PAGES) == 1)
        .order_by(page.c.page_id)
        .limit(most)
    )
    return asked.connection.scalars(answering).all()


def _hits(asked: Asked, total: int) -> CTE | None:
    demand = asked.demand
    return None if demand is None or total <= FEW else common_hits(asked, demand)


def _of_years(asked: Asked, hits: CTE, sort: Sort, most: int) -> Iterator[int]:
    """The pages of so many years, the first in the order, that ``most`` pages are among them."""
    facet = asked.tables.facet
    both = facet.c.bits.op("&")(hits.c.bits)
    there = select(facet).join(hits, hits.c.block == facet.c.block).where(facet.c.field == ISSUED)
    counted = there.with_only_columns(
        facet.c.value, func.sum(func.bit_count(both)).label("pages")
    ).group_by(facet.c.value)
    sign = 1 if sort is Sort.OLDEST else -1
    rows = sorted(asked.connection.execute(counted), key=lambda row: (not row[0], sign * row[0]))
    years, found = [], 0
    for year, pages in rows:
        if found < most and pages:
            years.append(year)
            found += pages
    bits = there.with_only_columns(facet.c.block, both.label("bits"))
    for row in asked.connection.execute(bits.where(facet.c.value == any_of(years, Integer))):
        for place in re.finditer("1", row.bits):
            yield row.block * BLOCK_PAGES + place.start()


def _sorted(
    asked: Asked, fits: ColumnElement[bool], key: ColumnElement[int] | None, most: int
) -> Sequence[int]:
    page, shown = asked.tables.page, asked.tables.shown
    order = cast(0, page.c.issued.type) if key is None else key
    # Found first, whatever the order: the planner would walk along it and look at every vector.
    found = (
        select(page.c.number, order.label("key"))
        .where(fits)
        .cte("found")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    listed = (
        select(found.c.number)
        .join(shown, shown.c.number == found.c.number)
        .order_by(found.c.key, shown.c.page_id)
        .limit(most)
    )
    return asked.connection.scalars(listed).all()
