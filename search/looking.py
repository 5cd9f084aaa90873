"""Asks the index of each class the reader may see, and looks at every page before it counts.

The index may lag behind a change of access, and some know only pairs of syllables: a page that may
not be seen now, or that does not really answer, is dropped, and the next one takes its place.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.access import AccessLevel
from records.hit import Question, Sort
from search.engine import ClassIndex, Found
from search.entry import FoundPage
from search.facets import FACETS
from search.filters import filters_of
from search.matching import answers
from search.query import ParsedQuery

LOOKED_AT = 100
"""So many pages are checked against their text at least; beyond them a total is a least one."""
MOST_LOOKED_AT = 2_000

AccessNow = Callable[[Sequence[FoundPage]], Mapping[str, AccessLevel | None]]
"""Pages → the level of each now, by its id; ``None`` or absent is seen by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is asked with every query of one question; ``indexes`` are those the reader may see."""

    indexes: Mapping[AccessLevel, ClassIndex]
    question: Question
    access_now: AccessNow


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Pages that answer, in order and with their level of now; ``total`` at least, or exactly.

    ``found`` is what the engine found in each class, ``dropped`` the pages of it that do not count.
    """

    pages: tuple[FoundPage, ...]
    total: int
    is_exact: bool
    found: tuple[Found, ...]
    dropped: tuple[FoundPage, ...]

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        """How many pages have which value of which facet, the most frequent first."""
        facets: dict[str, dict[str, int]] = {}
        for name in FACETS:
            counted: Counter[str] = Counter()
            for one in self.found:
                counted.update(one.facets.get(name, {}))
            counted.subtract(page.facets[name] for page in self.dropped if name in page.facets)
            most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
            facets[name] = {value: count for value, count in most if count > 0}
        return facets


def look(asked: Look, query: ParsedQuery, *, most: int) -> Looked:
    """The first ``most`` pages that answer and may be seen; all are counted."""
    needs_text = _needs_text(asked, query)
    wanted = max(most, LOOKED_AT) if needs_text else most
    while True:
        found = [
            index.find(query, filters_of(asked.question, query, level), asked.question.sort, wanted)
            for level, index in asked.indexes.items()
        ]
        counted = sum(one.total for one in found)
        merged = sorted(
            (page for one in found for page in one.best), key=_order(asked.question.sort)
        )[:wanted]
        kept = _seen(asked, merged)
        if needs_text:
            kept = tuple(page for page in kept if answers(page.content, query))
        if len(kept) >= most or wanted >= min(counted, MOST_LOOKED_AT):
            break
        wanted *= 4
    there = {page.page_id for page in kept}
    dropped = tuple(page for page in merged if page.page_id not in there)
    is_exact = not needs_text or len(merged) == counted
    return Looked(
        pages=kept[:most],
        total=counted - len(dropped) if is_exact else len(kept),
        is_exact=is_exact,
        found=tuple(found),
        dropped=dropped,
    )


def _order(sort: Sort) -> Callable[[FoundPage], tuple[float, float, str]]:
    if sort is Sort.RELEVANCE:
        return lambda page: (0, -page.score, page.page_id)
    sign = 1 if sort is Sort.OLDEST else -1
    return lambda page: (not page.issued, sign * page.issued, page.page_id)


def _needs_text(asked: Look, query: ParsedQuery) -> bool:
    return query.needs_text and not all(one.knows_quotations for one in asked.indexes.values())


def _seen(asked: Look, pages: Sequence[FoundPage]) -> tuple[FoundPage, ...]:
    """Those that may be seen now, with their level of now."""
    now = asked.access_now(pages)
    return tuple(
        replace(page, access=level)
        for page in pages
        if (level := now.get(page.page_id)) in asked.indexes and level is not None
    )
