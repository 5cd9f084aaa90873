"""“Did you mean”: one edit away, and only from words of public pages."""

from collections import Counter
from collections.abc import Iterator

from records.access import AccessLevel
from records.hit import Question
from search.analyser import Syllable, folds_of, syllables_of
from search.beginnings import with_words
from search.engine import ENOUGH_PAGES, ClassIndex
from search.entry import StoredPage
from search.filters import filters_of
from search.looking import AccessNow
from search.parsing import parse, reworded
from search.query import ParsedQuery

SHORTEST_MENDED = 3
MOST_MENDED = 3


def suggest(
    public: ClassIndex, query: ParsedQuery, question: Question, access_now: AccessNow
) -> str | None:
    """The query with rare syllables as frequent ones, spelt as they mostly are.

    ``public`` is the index of public pages; those that are not public any more count for nothing.
    ``None`` when no syllable has such a neighbour, or when the mended query would not find a page
    either.
    """
    rare = [typed for typed in dict.fromkeys(query.typed) if _may_be_wrong(typed)][:MOST_MENDED]
    spellings = {
        typed.fold: spelling
        for typed in rare
        if (spelling := _spelling(public, typed.fold, access_now)) is not None
    }
    if not spellings:
        return None
    proposed = reworded(question.words, spellings)
    mended = with_words(parse(proposed), public.begun)
    filters = filters_of(question, mended, AccessLevel.PUBLIC)
    found = public.find(mended, filters, question.sort, 0)
    return proposed if found.total else None


def _may_be_wrong(typed: Syllable) -> bool:
    return len(typed.fold) >= SHORTEST_MENDED and typed.fold.isalpha()


def _spelling(public: ClassIndex, fold: str, access_now: AccessNow) -> str | None:
    found = public.neighbour(fold)
    if found is None:
        return None
    now = access_now(found.samples)
    pages = [page for page in found.samples if now.get(page.page_id) is AccessLevel.PUBLIC]
    written = Counter(
        syllable.exact
        for page in pages
        for word in _words(page.content)
        if found.fold in folds_of(word)
        for syllable in syllables_of(word)
        if syllable.fold == found.fold
    )
    if len(pages) < ENOUGH_PAGES or not written:
        return None
    return max(sorted(written), key=lambda exact: written[exact])


def _words(page: StoredPage) -> Iterator[str]:
    for heading in page.headings:
        yield from heading.split()
    for line in page.lines:
        yield from line
