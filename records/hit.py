"""What search is given, and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from records.access import AccessLevel
from records.dates import PartialDate
from records.page import Line
from records.place import Box
from records.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """One page as it goes into the index; ``page`` counts from 1 inside the document.

    ``title``, ``document_type``, ``notation``, ``issued`` and ``body`` (who issued it, found by the
    paper's own words too where a list has another name) are the document's; ``year`` is its own
    or, where that is unknown, the one in which the dossier begins.
    ``confidence``, 0 to 1, is the mean of its words'.
    """

    package_id: str
    dossier_code: str
    document_code: str
    page: int
    title: str
    document_type: str | None
    notation: str | None
    year: int | None
    fonds: str
    access: AccessLevel
    confidence: float
    lines: tuple[Line, ...]
    issued: PartialDate | None = None
    body: str | None = None
    body_as_written: str | None = None
    dossier_title: str = ""

    @property
    def page_id(self) -> str:
        """The page's stable name: the document's code and the page's number."""
        return f"{self.document_code}/{self.page:04d}"


class Sort(StrEnum):
    """The order of hits; pages without a date come last, and equals by their page's name."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Band(StrEnum):
    """How well the text of a page was read."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedDossier:
    """A dossier whose pages go into the index; they are read from its package when asked for.

    Another ``fingerprint`` means that its pages may have changed.
    """

    code: str
    fingerprint: str
    read_pages: Callable[[], Iterable[IndexedPage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a reader asks: words, and filters that narrow the answer (``None`` = not asked).

    ``fonds``, ``document_type`` and ``body`` are whole values of a facet; ``dossier`` is a code, or
    the parts that it begins with. Of all hits in the order ``sort`` the answer has those on the
    result page ``page``, counted from 1, of ``limit`` hits each.
    """

    words: str
    fonds: str | None = None
    year: int | None = None
    document_type: str | None = None
    body: str | None = None
    access: AccessLevel | None = None
    confidence: Band | None = None
    dossier: str | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = 10


FOUND_BEGINS, FOUND_ENDS = "⟪", "⟫"
"""Around each found word of a snippet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page that answers; ``snippet`` marks found words with ⟪ ⟫, ``boxes`` are their places.

    ``path`` leads to it: the names of fonds, dossier (or its code) and document. ``issued`` is the
    first day that the document's date can mean (yyyy-mm-dd). ``access`` is that of this moment. An
    approximate hit has not every word as it was typed: two of them are printed as one, one differs
    by a letter, or one is missing.
    """

    dossier_code: str
    document_code: str
    page: int
    title: str
    snippet: str
    boxes: tuple[Box, ...]
    score: float
    path: tuple[str, ...]
    document_type: str | None
    body: str | None
    issued: str | None
    access: AccessLevel
    confidence: Band
    is_approximate: bool = False

    @property
    def passage(self) -> tuple[tuple[str, bool], ...]:
        """The snippet in parts without marks, and whether each of them was found."""
        parts = self.snippet.replace(FOUND_ENDS, FOUND_BEGINS).split(FOUND_BEGINS)
        return tuple((part, place % 2 == 1) for place, part in enumerate(parts))


class Meaning(StrEnum):
    """How a part of what was typed was taken."""

    WORDS = "words"
    PHRASE = "phrase"
    FONDS = "fonds"
    TYPE = "type"
    BODY = "body"
    TITLE = "title"
    DOSSIER = "dossier"
    NUMBER = "number"
    YEAR = "year"
    ISSUED = "issued"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A part of what was typed, how it was taken, and whether hits must be without it."""

    meaning: Meaning
    value: str
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits of one question; ``facets`` counts all of them by field and value.

    ``total`` is exact, or where ``is_exact`` is not, there are at least so many and the facets may
    count some that are none. ``understood`` tells how the question was taken, ``problems`` what of
    it could not be. ``suggestion`` is the question with words that are printed on public pages.
    """

    total: int
    hits: tuple[Hit, ...]
    suggestion: str | None
    facets: dict[str, dict[str, int]]
    is_exact: bool = True
    page: int = 1
    pages: int = 0
    understood: tuple[Understood, ...] = ()
    problems: tuple[Problem, ...] = ()
