"""What the index keeps of a page: its terms, and its words with their places for the snippet.

A document's title and code are searched with its first page, so that a page that was read badly
is still found by what its description says.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from records.access import AccessLevel
from records.hit import IndexedPage
from records.place import Box
from search.analyser import Syllable, clean, pairs, syllables_of
from search.codes import codes
from search.facts import facts_of

_SIDES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """``headings`` (title, code) are not printed here and have no place; ``lines`` of words are.

    ``sides`` are left, top, right and bottom of each word in pixels, as JSON: few pages are ever
    asked for them.
    """

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    sides: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTerms:
    """The terms of one page by field, each as often as it is there.

    ``passages`` are the folded syllables in order; a quotation lies within one of them.
    """

    passages: tuple[tuple[str, ...], ...]
    exact: tuple[str, ...]
    codes: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def fold(self) -> tuple[str, ...]:
        """All folded syllables."""
        return tuple(chain.from_iterable(self.passages))

    @property
    def pairs(self) -> tuple[str, ...]:
        """Folded syllables side by side."""
        return tuple(pair for passage in self.passages for pair in pairs(passage))

    @property
    def length(self) -> int:
        """How many syllables the page has."""
        return sum(map(len, self.passages))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page as the engine found it, before it was looked at again; ``facets`` by field.

    ``issued`` is the first day that its date can mean, as yyyymmdd; 0 where no date is known.
    ``packed`` is what ``pack`` made of the page.
    """

    page_id: str
    dossier_code: str
    document_code: str
    page: int
    title: str
    dossier_title: str
    access: AccessLevel
    issued: int
    facets: dict[str, str]
    score: float
    packed: str

    @property
    def content(self) -> StoredPage:
        """The page's words with their places; read anew each time."""
        return unpack(self.packed)


def pack(page: IndexedPage) -> str:
    """``page`` as two lines of compact JSON: headings and lines of words, and the sides of boxes.

    A word is kept as people see it; its second reading folds to what was read, so both match.
    """
    lines = [[word.likeliest for word in line.words] for line in page.lines]
    sides = [side for line in page.lines for word in line.words for side in word.box]
    return f"{_compact([_headings(page), lines])}\n{_compact(sides)}"


def unpack(stored: str) -> StoredPage:
    """Read what ``pack`` wrote."""
    words, _, sides = stored.partition("\n")
    headings, lines = json.loads(words)
    return StoredPage(headings=tuple(headings), lines=tuple(map(tuple, lines)), sides=sides)


def boxes_of(content: StoredPage, words: Iterable[int]) -> tuple[Box, ...]:
    """The places of some words of a page, by their numbers."""
    # Most of them are of no word that was found: no number is read of these.
    sides = content.sides.strip("[]").split(",")
    return tuple(Box(*map(int, sides[word * _SIDES : (word + 1) * _SIDES])) for word in words)


def terms_of(page: IndexedPage) -> PageTerms:
    """Everything ``page`` can be found by; a word read twice in both its spellings."""
    headings = _headings(page)
    words = [word for line in page.lines for word in line.words]
    read = [_syllables_of(heading.split()) for heading in headings]
    read.append(_syllables_of(word.text for word in words))
    repaired = _syllables_of(word.repaired for word in words if word.repaired)
    texts = [*headings, "\n".join(line.text for line in page.lines)]
    coded = [code for text in texts for code in codes(clean(text))]
    return PageTerms(
        passages=tuple(tuple(each.fold for each in passage) for passage in read),
        exact=tuple(each.exact for passage in [*read, repaired] for each in passage),
        codes=tuple(form for code in coded for form in code.forms),
        facts=facts_of(page),
    )


def _syllables_of(words: Iterable[str]) -> list[Syllable]:
    return [syllable for word in words for syllable in syllables_of(word)]


def _compact(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _headings(page: IndexedPage) -> list[str]:
    notation = page.notation or ""
    return [heading for heading in (page.title, notation) if heading and page.page == 1]
