"""The order of pages: the best, the newest or the oldest first, equals by their id.

Few pages are ranked all; of many, those that are likeliest the best: the server never reads the
vectors of every page that has a common word. What is likely is ranked in blocks, so that the next
page of results goes on where the one before ended.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, log, log2

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Integer,
    Text,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import REAL, TSQUERY

from records.hit import Sort
from search.engine import CODE_WEIGHT, EXACT_WEIGHT, PAIR_WEIGHT
from search.postgresql.asked import Asked
from search.postgresql.counting import common_hits, newest
from search.postgresql.lexemes import exact, quoted
from search.postgresql.questions import required
from search.postgresql.tables import ALL_PAGES

BLOCK = 400
"""So many pages are ranked against each other."""
LESS = 1e-9
LAST_DAY = 99_999_999

Place = tuple[int, float]
"""The number of a page, and its score."""


def in_order(asked: Asked, sort: Sort, most: int, total: int) -> Sequence[Place]:
    """The first ``most`` of the ``total`` pages that answer."""
    if sort is not Sort.RELEVANCE:
        return _by_date(asked, sort, most)
    if not asked.query.has_words:
        return _by_key(asked, None, most)
    likely = _likely(asked, -(-most // BLOCK) * BLOCK, total)
    weights = _alike(_weights(asked))
    places: list[Place] = []
    for at in range(0, len(likely), BLOCK):
        # No page of a later block comes before one of an earlier, whoever sorts by scores again.
        ceiling = places[-1][1] - LESS if places else inf
        ranked = _ranked(asked, weights, likely[at : at + BLOCK])
        places += [(number, min(score, ceiling)) for number, score in ranked]
    return places[:most]


def _by_date(asked: Asked, sort: Sort, most: int) -> Sequence[Place]:
    issued = asked.tables.page.c.issued
    key = -issued if sort is Sort.NEWEST else case((issued == 0, LAST_DAY), else_=issued)
    return _by_key(asked, key, most)


def _by_key(asked: Asked, key: ColumnElement[int] | None, most: int) -> Sequence[Place]:
    page, shown = asked.tables.page, asked.tables.shown
    order = cast(0, page.c.issued.type) if key is None else key
    # Found first, whatever the order: the planner would walk along it and look at every vector.
    found = (
        select(page.c.number, order.label("key"))
        .where(asked.fits)
        .cte("found")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    listed = (
        select(found.c.number)
        .join(shown, shown.c.number == found.c.number)
        .order_by(found.c.key, shown.c.page_id)
        .limit(most)
    )
    return [(number, 0.0) for number in asked.connection.scalars(listed)]


def _likely(asked: Asked, most: int, total: int) -> list[int]:
    """The numbers of ``most`` pages to rank, from the tiers that promise the best.

    Within a tier they come as they lie, which stays the same until something is written.
    """
    tiers = asked.tiers[-1:] if total <= BLOCK else asked.tiers
    demand = required(asked.query, asked.filters.facts)
    found: dict[int, None] = {}
    for at, tier in enumerate(tiers):
        hits = None
        # The last two tiers have the long lists of common words, which their bits spare.
        if total > BLOCK and at >= len(tiers) - 2 and demand and asked.filters.issued is None:
            near = tuple(((pair,),) for pair in asked.query.pairs) if at < len(tiers) - 1 else ()
            hits = common_hits(asked.connection, asked.tables, (*demand, *near))
        if hits is not None:
            found.update(dict.fromkeys(newest(asked.connection, hits, most)))
        else:
            wanted = select(asked.tables.page.c.number).where(asked.fits_also(tier)).limit(most)
            found.update(dict.fromkeys(asked.connection.scalars(wanted)))
        if len(found) >= most:
            break
    return list(found)[:most]


def _ranked(asked: Asked, weights: dict[str, float], numbers: list[int]) -> Iterator[Place]:
    page, shown = asked.tables.page, asked.tables.shown
    lexemes = cast(bindparam(None, list(weights), type_=ARRAY(Text)), ARRAY(TSQUERY))
    shares = cast(bindparam(None, list(weights.values()), type_=ARRAY(Float)), ARRAY(Float))
    columns = (column("lexeme", TSQUERY), column("weight", Float))
    liked = func.unnest(lexemes, shares).table_valued(*columns).render_derived(name="liked")
    one = cast([1.0, 1.0, 1.0, 1.0], ARRAY(REAL))
    rank = func.sum(liked.c.weight * func.ts_rank(one, page.c.terms, liked.c.lexeme))
    score = select(rank).select_from(liked).scalar_subquery().label("score")
    ranked = (
        select(page.c.number, score)
        .join(shown, shown.c.number == page.c.number)
        .where(page.c.number == any_(bindparam(None, numbers, type_=ARRAY(Integer))))
        .order_by(score.desc(), shown.c.page_id)
    )
    for row in asked.connection.execute(ranked):
        yield row.number, float(row.score or 0)


def _weights(asked: Asked) -> dict[str, float]:
    """How much each lexeme tells of a page: what is rare tells much."""
    query, word = asked.query, asked.tables.word
    folds = {fold for run in query.runs for fold in run.folds}
    folds |= {syllable.fold for syllable in query.typed}
    wanted = select(word).where(word.c.fold.in_([ALL_PAGES, *sorted(folds)]))
    pages = {row.fold: row.pages for row in asked.connection.execute(wanted)}
    every = max(pages.get(ALL_PAGES, 0), 1)
    rarity = {fold: log(1 + every / (pages.get(fold, 0) + 1)) for fold in folds}
    told = {fold: rarity[fold] for run in query.runs for fold in run.folds}
    fold_of = {syllable.exact: syllable.fold for syllable in query.typed}
    told |= {exact(each): EXACT_WEIGHT * rarity[fold_of[each]] for each in query.exacts}
    for pair in query.pairs:
        sides = [rarity.get(side, 0.0) for side in pair.split("_")]
        told[pair] = PAIR_WEIGHT * sum(sides) / len(sides)
    codes = (run.code for run in query.runs if run.code is not None)
    return told | dict.fromkeys(codes, CODE_WEIGHT * log(1 + every))


def _alike(weights: Mapping[str, float]) -> dict[str, float]:
    """Lexemes of about the same weight as one question: each costs a reading of every vector.

    The rank of several is their mean, hence their number.
    """
    groups: dict[int, list[str]] = {}
    for lexeme, weight in weights.items():
        if weight > 0:
            groups.setdefault(round(log2(weight)), []).append(quoted(lexeme))
    return {" | ".join(each): 2.0**size * len(each) for size, each in groups.items()}
