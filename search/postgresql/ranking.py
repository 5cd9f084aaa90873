"""The order of pages: the best, the newest or the oldest first, equals by their id.

Few pages are ranked all; of many, those that are likeliest the best: the server never reads the
vectors of every page that has a common word. What is likely is ranked in blocks, so that the next
page of results goes on where the one before ended.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf, log, log2

from sqlalchemy import (
    ARRAY,
    Float,
    Integer,
    Text,
    bindparam,
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
from search.postgresql.postings import any_of
from search.postgresql.sorting import by_date, by_id
from search.postgresql.tables import ALL_PAGES

BLOCK = 400
"""So many pages are ranked against each other."""
NEIGHBOURS = 2
"""The tier that has all exact forms and neighbours, see ``questions.tiers``."""
LESS = 1e-9

Place = tuple[int, float]
"""The number of a page, and its score."""


def in_order(asked: Asked, sort: Sort, most: int, total: int) -> Sequence[Place]:
    """The first ``most`` of the ``total`` pages that answer."""
    if sort is not Sort.RELEVANCE:
        return [(number, 0.0) for number in by_date(asked, sort, most, total)]
    if not asked.query.has_words:
        return [(number, 0.0) for number in by_id(asked, most, total)]
    likely = _likely(asked, -(-most // BLOCK) * BLOCK, total)
    weights = _alike(_weights(asked))
    places: list[Place] = []
    for at in range(0, len(likely), BLOCK):
        # No page of a later block comes before one of an earlier, whoever sorts by scores again.
        ceiling = places[-1][1] - LESS if places else inf
        ranked = _ranked(asked, weights, likely[at : at + BLOCK])
        places += [(number, min(score, ceiling)) for number, score in ranked]
    return places[:most]


def _likely(asked: Asked, most: int, total: int) -> list[int]:
    """The numbers of ``most`` pages to rank, from the tiers that promise the best.

    Within a tier they come as they lie, which stays the same until something is written.
    """
    tiers = asked.tiers[-1:] if total <= BLOCK else asked.tiers
    demand = asked.demand
    is_wide = any(len(ways) > 1 for ways in demand or ())
    found: dict[int, None] = {}
    for at, tier in enumerate(tiers):
        hits = None
        # The last tier, and that of neighbours before it, have the long lists of common words,
        # which their bits spare; so has any of them where one of several words is enough.
        is_last = at == len(tiers) - 1
        if total > BLOCK and demand and (is_last or is_wide or at == NEIGHBOURS):
            near = () if is_last else tuple(((pair,),) for pair in asked.query.pairs)
            hits = common_hits(asked, (*demand, *near))
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
        .where(page.c.number == any_of(numbers, Integer))
        .order_by(score.desc(), shown.c.page_id)
    )
    for row in asked.connection.execute(ranked):
        yield row.number, float(row.score or 0)


def _weights(asked: Asked) -> dict[str, float]:
    """How much each lexeme tells of a page: what is rare tells much."""
    query, word = asked.query, asked.tables.word
    folds = {fold for run in query.runs for fold in run.folds}
    folds |= {syllable.fold for syllable in query.typed}
    wanted = select(word).where(word.c.fold == any_of([ALL_PAGES, *sorted(folds)], Text))
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
