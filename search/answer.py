"""One question → one answer: ask every class, look at each page once more, merge, show."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from records.access import AccessLevel, Reader, visible_levels
from records.errors import InputError
from records.hit import Answer, Band, Hit, Question
from search.beginnings import with_words
from search.engine import CLASSES, ClassIndex, Generation
from search.entry import FoundPage
from search.facets import FACETS
from search.highlight import highlight
from search.looking import AccessNow, Look, Looked, look
from search.parsing import parse
from search.query import ParsedQuery
from search.suggestion import suggest
from search.tolerance import MOST_NEAR, loosened

MOST_HITS = 200
DEEPEST = 2_000
"""Hits that can be turned to page by page; who wants more narrows the question."""
FEW_HITS = 5


def nothing(question: Question) -> Answer:
    """The answer without hits; every facet is named and empty."""
    query = parse(question.words)
    return Answer(
        total=0,
        hits=(),
        suggestion=None,
        facets={name: {} for name in FACETS},
        page=question.page,
        understood=query.understood,
        problems=query.problems,
    )


def answer(live: Generation, question: Question, reader: Reader, access_now: AccessNow) -> Answer:
    """What the generation ``live`` answers; a suggestion comes only with few hits.

    Raises:
        InputError: S034, a result page that is too far from the first.
    """
    limit = min(max(question.limit, 1), MOST_HITS)
    end = max(question.page, 1) * limit
    if end > max(DEEPEST, limit):
        raise InputError("S034", question.page, most=DEEPEST)
    query = parse(question.words)
    levels = visible_levels(reader) & set(CLASSES)
    if question.access is not None:
        levels &= {question.access}
    is_asked = _narrows(question) or not query.asks_nothing
    if not levels or not is_asked or _is_never(query):
        return nothing(question)
    indexes = {level: live.of(level) for level in sorted(levels)}
    query = with_words(query, partial(_begun, indexes))
    ask = partial(look, Look(indexes=indexes, question=question, access_now=access_now), most=end)
    looked, widest = [ask(query)], query
    for wider in _loosened(looked[0], query, indexes):
        looked.append(ask(wider))
        widest = wider
        if looked[-1].total >= FEW_HITS:
            break
    told = _answer(question, limit, looked, widest)
    proposed = None
    if looked[0].total < FEW_HITS and AccessLevel.PUBLIC in levels:
        proposed = suggest(indexes[AccessLevel.PUBLIC], query, question, access_now)
    return replace(told, suggestion=proposed, understood=query.understood, problems=query.problems)


def _begun(indexes: dict[AccessLevel, ClassIndex], letters: str, most: int) -> tuple[str, ...]:
    # Only words of classes that the reader may see.
    found = (word for index in indexes.values() for word in index.begun(letters, most))
    return tuple(dict.fromkeys(found))[:most]


def _narrows(question: Question) -> bool:
    asked = (question.fonds, question.year, question.document_type, question.body,
             question.confidence, question.dossier)  # fmt: skip
    return any(each is not None for each in asked)


def _is_never(query: ParsedQuery) -> bool:
    return query.issued is not None and query.issued[0] > query.issued[1]


def _loosened(
    strict: Looked, query: ParsedQuery, indexes: dict[AccessLevel, ClassIndex]
) -> Iterator[ParsedQuery]:
    if strict.total >= FEW_HITS or not query.has_words:
        return

    def near(fold: str, most: int) -> tuple[str, ...]:
        # Only words of classes that the reader may see.
        found = (other for index in indexes.values() for other in index.near(fold, most))
        return tuple(dict.fromkeys(found))[:MOST_NEAR]

    yield from loosened(query, near)


def _answer(
    question: Question, limit: int, looked: Sequence[Looked], widest: ParsedQuery
) -> Answer:
    """What has every word comes first, then what each wider reading adds, whatever the order."""
    strict, last = looked[0], looked[-1]
    sure = {page.page_id for page in strict.pages}
    # Each but the last is short, and has all that it found.
    listed = list({page.page_id: page for each in looked for page in each.pages}.values())
    first = (max(question.page, 1) - 1) * limit
    shown = listed[first : first + limit]
    return Answer(
        total=last.total,
        is_exact=last.is_exact,
        hits=tuple(_hit(page, widest, is_approximate=page.page_id not in sure) for page in shown),
        suggestion=None,
        facets=last.facets,
        page=max(question.page, 1),
        pages=-(-min(last.total, DEEPEST) // limit),
    )


def _hit(page: FoundPage, query: ParsedQuery, *, is_approximate: bool) -> Hit:
    snippet, boxes = highlight(page.content, query)
    day = f"{page.issued:08d}"
    return Hit(
        dossier_code=page.dossier_code,
        document_code=page.document_code,
        page=page.page,
        title=page.title,
        snippet=snippet,
        boxes=boxes,
        score=page.score,
        path=(page.facets.get("fonds", ""), page.dossier_title or page.dossier_code, page.title),
        document_type=page.facets.get("type"),
        body=page.facets.get("body"),
        issued=f"{day[:4]}-{day[4:6]}-{day[6:]}" if page.issued else None,
        access=page.access,
        confidence=Band(page.facets["confidence"]),
        is_approximate=is_approximate,
    )
