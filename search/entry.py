"""What the index keeps of a page: its terms, and its words with their places for the snippet.

A document's title and code are searched with its first page, so that a page that was read badly
is still found by what its description says.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from records.access import AccessLevel
from records.hit import IndexedPage
from records.place import Box
from search.analyser import clean, pairs, syllables
from search.codes import codes
from search.facts import facts_of

_SIDES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLine:
    """A printed line; ``sides`` are left, top, right and bottom of each word, in pixels."""

    words: tuple[str, ...]
    sides: tuple[int, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The places of the words, one for each; few lines that are read are ever asked."""
        sides = self.sides
        return tuple(Box(*sides[at : at + _SIDES]) for at in range(0, len(sides), _SIDES))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """``headings`` (title, code) are not printed here and have no place; ``lines`` are."""

    headings: tuple[str, ...]
    lines: tuple[StoredLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTerms:
    """The terms of one page, each field as text with one blank between terms."""

    exact: str
    fold: str
    pairs: str
    codes: str
    facts: str


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
    """``page`` as compact JSON: headings, then per line its words and the sides of their boxes.

    A word is kept as people see it; its second reading folds to what was read, so both match.
    """
    lines = [
        [
            [word.likeliest for word in line.words],
            [side for word in line.words for side in word.box],
        ]
        for line in page.lines
    ]
    packed = {"headings": _headings(page), "lines": lines}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpack(stored: str) -> StoredPage:
    """Read what ``pack`` wrote."""
    packed = json.loads(stored)
    lines = (StoredLine(words=tuple(words), sides=tuple(sides)) for words, sides in packed["lines"])
    return StoredPage(headings=tuple(packed["headings"]), lines=tuple(lines))


def terms_of(page: IndexedPage) -> PageTerms:
    """Everything ``page`` can be found by; a word read twice in both its spellings."""
    passages = [*_headings(page), "\n".join(line.text for line in page.lines)]
    repaired = " ".join(word.repaired or "" for line in page.lines for word in line.words)
    found = [syllables(passage) for passage in passages]
    coded = [code for passage in passages for code in codes(clean(passage))]
    return PageTerms(
        exact=_joined(
            syllable.exact for passage in [*found, syllables(repaired)] for syllable in passage
        ),
        fold=_joined(syllable.fold for passage in found for syllable in passage),
        pairs=_joined(
            pair for passage in found for pair in pairs([syllable.fold for syllable in passage])
        ),
        codes=_joined(form for code in coded for form in code.forms),
        facts=_joined(facts_of(page)),
    )


def _headings(page: IndexedPage) -> list[str]:
    notation = page.notation or ""
    return [heading for heading in (page.title, notation) if heading and page.page == 1]


def _joined(terms: Iterable[str]) -> str:
    return " ".join(terms)
