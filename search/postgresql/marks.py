"""Sets of pages as bits by block: those of what is common are kept, others are looked up and sent.

Everything here is a statement that gives blocks and bits, none of them twice.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import BIT, TSQUERY
from sqlalchemy.types import TypeEngine

from search.postgresql.asked import Asked
from search.postgresql.bits import blocks_of, numbers_of, packed_numbers
from search.postgresql.postings import any_of
from search.postgresql.questions import Way, Ways, all_of
from search.postgresql.tables import BLOCK_PAGES, ISSUED, YEAR_DAYS

FEW = 2_000
"""So few pages are better looked at than compared with all bits of all facets."""
FIRST_DAY, LAST_DAY = 101, 1231


def with_bits(asked: Asked, lexemes: Iterable[str]) -> frozenset[str]:
    """Those of ``lexemes`` whose bits are kept."""
    wanted = set(lexemes)
    if new := sorted(wanted - asked.state.known.keys()):
        lexeme = asked.tables.common.c.lexeme
        found = asked.connection.scalars(
            select(lexeme).where(lexeme == any_of(new, Text)).distinct()
        )
        asked.state.known.update({**dict.fromkeys(new, False), **dict.fromkeys(found, True)})
    return frozenset(each for each in wanted if asked.state.known[each])


def of_ways(asked: Asked, ways: Ways) -> Select[Any] | None:
    """The pages that have every lexeme of one of ``ways``; ``None`` where these are few."""
    kept = with_bits(asked, (lexeme for way in ways for lexeme in way))
    single = sorted({way[0] for way in ways if len(way) == 1 and kept.issuperset(way)})
    each = [_any_lexeme(asked, single)] if single else []
    several = [way for way in ways if len(way) > 1 and kept.issuperset(way)]
    each += [_every_lexeme(asked, several)] if several else []
    rest = tuple(way for way in ways if not kept.issuperset(way))
    if rest and len(ways) == 1:
        return None
    if rest:
        numbers = _looked_up(asked, rest)
        if not each and len(numbers) < FEW:
            return None
        each.append(_listed(numbers))
    if len(each) == 1:
        return each[0]
    way = union_all(*each).subquery()
    return select(way.c.block, func.bit_or(way.c.bits).label("bits")).group_by(way.c.block)


def within(asked: Asked, first: int, last: int) -> Select[Any]:
    """The pages whose date is one of the days from ``first`` to ``last``."""
    begins, ends = first // YEAR_DAYS, last // YEAR_DAYS
    begins += first > begins * YEAR_DAYS + FIRST_DAY
    ends -= last < ends * YEAR_DAYS + LAST_DAY
    facet, issued = asked.tables.facet, asked.tables.page.c.issued
    years = (
        select(facet.c.block, func.bit_or(facet.c.bits).label("bits"))
        .where(facet.c.field == ISSUED, facet.c.value.between(begins, ends))
        .group_by(facet.c.block)
    )
    before, behind = (first, begins * YEAR_DAYS - 1), ((ends + 1) * YEAR_DAYS, last)
    if begins > ends:
        before, behind = (first, last), (0, -1)
    cut = [issued.between(*days) for days in (before, behind) if days[0] <= days[1]]
    if not cut:
        return years
    days = union_all(years, _listed(_dated(asked, or_(*cut)))).subquery()
    return select(days.c.block, func.bit_or(days.c.bits).label("bits")).group_by(days.c.block)


def _any_lexeme(asked: Asked, lexemes: Sequence[str]) -> Select[Any]:
    common = asked.tables.common
    bits = common.c.bits if len(lexemes) == 1 else func.bit_or(common.c.bits)
    found = select(common.c.block, bits.label("bits"))
    found = found.where(common.c.lexeme == any_of(lexemes, Text))
    return found if len(lexemes) == 1 else found.group_by(common.c.block)


def _every_lexeme(asked: Asked, ways: Sequence[Way]) -> Select[Any]:
    """The pages that have every lexeme of one of ``ways``."""
    common = asked.tables.common
    sets = [sorted(set(way)) for way in ways]
    part = _rows(
        way=(Integer, [number for number, way in enumerate(sets) for _ in way]),
        lexeme=(Text, [lexeme for way in sets for lexeme in way]),
        size=(Integer, [len(way) for way in sets for _ in way]),
    )
    whole = (
        select(common.c.block, func.bit_and(common.c.bits).label("bits"))
        .select_from(part)
        .join(common, common.c.lexeme == part.c.lexeme)
        .group_by(part.c.way, common.c.block)
        .having(func.count() == func.min(part.c.size))
    )
    if len(ways) == 1:
        return whole
    way = whole.subquery()
    return select(way.c.block, func.bit_or(way.c.bits).label("bits")).group_by(way.c.block)


def _looked_up(asked: Asked, ways: Ways) -> Sequence[int]:
    """The numbers of the pages that have one of ``ways``, some more than once; asked only once."""
    if ways not in asked.state.looked_up:
        # One list after the other: one question with all of them takes far longer for each page.
        literals = [all_of(way) for way in ways]
        one = func.unnest(cast(bindparam(None, literals, type_=ARRAY(Text)), ARRAY(TSQUERY)))
        way = one.table_valued(column("way", TSQUERY)).render_derived(name="ways")
        page = asked.tables.page
        there = page.c.terms.op("@@", is_comparison=True)(way.c.way)
        found = select(packed_numbers(page)).select_from(way).join(page, there)
        asked.state.looked_up[ways] = numbers_of(asked.connection.scalar(found))
    return asked.state.looked_up[ways]


def _listed(numbers: Sequence[int]) -> Select[Any]:
    """Bits that are sent along."""
    blocks = dict(blocks_of(numbers))
    listed = _rows(block=(Integer, [*blocks]), bits=(Text, [*blocks.values()]))
    return select(listed.c.block, cast(listed.c.bits, BIT(BLOCK_PAGES)).label("bits"))


def _rows(**columns: tuple[type[TypeEngine[Any]], Sequence[object]]) -> TableValuedAlias:
    """A table that is sent along, by the kinds and values of its columns."""
    sent = (
        cast(bindparam(None, [*values], type_=ARRAY(kind)), ARRAY(kind))
        for kind, values in columns.values()
    )
    named = (column(name, kind) for name, (kind, _) in columns.items())
    return func.unnest(*sent).table_valued(*named).render_derived()


def _dated(asked: Asked, days: ColumnElement[bool]) -> Sequence[int]:
    page = asked.tables.page
    return numbers_of(asked.connection.scalar(select(packed_numbers(page)).where(days)))
