"""“Did you mean”: one edit away, and only from words of public pages."""

from collections import Counter
from pathlib import Path

from records.access import AccessLevel
from records.hit import Question
from search.analyser import Syllable, syllables
from search.entry import StoredPage
from search.query import ParsedQuery, parse
from search.whoosh_asking import Neighbour, find, neighbour

SHORTEST_MENDED = 3
MOST_MENDED = 3


def suggest(public: Path, query: ParsedQuery, question: Question) -> str | None:
    """The query with rare syllables as frequent ones, spelt as they mostly are.

    ``public`` is the index of public pages. ``None`` when no syllable has such a neighbour, or
    when the mended query would not find a page either.
    """
    rare = [typed for typed in dict.fromkeys(query.typed) if _may_be_wrong(typed)][:MOST_MENDED]
    near = {typed.fold: neighbour(public, typed.fold, AccessLevel.PUBLIC) for typed in rare}
    mended = {fold: _spelling(found) for fold, found in near.items() if found is not None}
    if not mended:
        return None
    proposed = " ".join(mended.get(typed.fold, typed.exact) for typed in query.typed)
    found = find(public, parse(proposed), question, AccessLevel.PUBLIC, 0)
    return proposed if found.total else None


def _may_be_wrong(typed: Syllable) -> bool:
    return len(typed.fold) >= SHORTEST_MENDED and typed.fold.isalpha()


def _spelling(found: Neighbour) -> str:
    written = Counter(
        syllable.exact
        for page in found.samples
        for syllable in syllables(_text(page))
        if syllable.fold == found.fold
    )
    return max(sorted(written), key=lambda exact: written[exact])


def _text(page: StoredPage) -> str:
    return "\n".join([*page.headings, *(" ".join(line.words) for line in page.lines)])
