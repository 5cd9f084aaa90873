"""One question → one answer: ask every class, look at each page once more, merge, show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from records.access import AccessLevel, Reader, may_see, visible_levels
from records.hit import Answer, Hit, Question
from search.entry import FoundPage
from search.filling import CLASSES
from search.highlight import answers, highlight
from search.query import ParsedQuery, parse
from search.suggestion import suggest
from search.whoosh_asking import FACETS, Found, find

MOST_HITS = 200
FEW_HITS = 5
LOOKED_AT = 50
"""So many pages of each class are checked against their text; beyond them a total may be high."""


def nothing() -> Answer:
    """The answer without hits; every facet is named and empty."""
    return Answer(total=0, hits=(), suggestion=None, facets={name: {} for name in FACETS})


def answer(live: Path, question: Question, reader: Reader) -> Answer:
    """What the generation ``live`` answers; a suggestion comes only with few hits."""
    query = parse(question.words)
    asked = set(CLASSES) if question.access is None else {question.access}
    levels = visible_levels(reader) & asked & set(CLASSES)
    if not query.runs or not levels:
        return nothing()
    limit = min(max(question.limit, 0), MOST_HITS)
    most = max(limit, LOOKED_AT) if query.needs_text else limit
    found = [find(live / CLASSES[level], query, question, level, most) for level in sorted(levels)]
    told = _merge(found, query, reader, limit)
    proposed = None
    if told.total < FEW_HITS and AccessLevel.PUBLIC in levels:
        proposed = suggest(live / CLASSES[AccessLevel.PUBLIC], query, question)
    return replace(told, suggestion=proposed)


def _merge(found: Sequence[Found], query: ParsedQuery, reader: Reader, limit: int) -> Answer:
    pages = [page for one in found for page in one.best]
    shown = [
        page
        for page in pages
        if may_see(reader, page.access) and (not query.needs_text or answers(page.content, query))
    ]
    kept = {page.page_id for page in shown}
    dropped = [page for page in pages if page.page_id not in kept]
    shown.sort(key=lambda page: (-page.score, page.page_id))
    return Answer(
        total=sum(one.total for one in found) - len(dropped),
        hits=tuple(_hit(page, query) for page in shown[:limit]),
        suggestion=None,
        facets=_facets(found, dropped),
    )


def _facets(found: Sequence[Found], dropped: Sequence[FoundPage]) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for name in FACETS:
        counted: Counter[str] = sum((one.facets.get(name, Counter()) for one in found), Counter())
        counted.subtract(page.facets[name] for page in dropped if name in page.facets)
        most = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        facets[name] = {value: count for value, count in most if count > 0}
    return facets


def _hit(page: FoundPage, query: ParsedQuery) -> Hit:
    snippet, boxes = highlight(page.content, query)
    return Hit(
        dossier_code=page.dossier_code,
        document_code=page.document_code,
        page=page.page,
        title=page.title,
        snippet=snippet,
        boxes=boxes,
        score=page.score,
    )
