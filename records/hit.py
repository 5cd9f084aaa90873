"""What search is given, and what it answers."""

from dataclasses import dataclass

from records.access import AccessLevel
from records.page import Line
from records.place import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """One page as it goes into the index; ``page`` counts from 1 inside the document."""

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

    @property
    def page_id(self) -> str:
        """The page's stable name: the document's code and the page's number."""
        return f"{self.document_code}/{self.page:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a reader asks: words, and filters that narrow the answer (``None`` = not asked)."""

    words: str
    fonds: str | None = None
    year: int | None = None
    document_type: str | None = None
    access: AccessLevel | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page that answers; ``snippet`` marks found words with ⟪ ⟫, ``boxes`` are their places."""

    dossier_code: str
    document_code: str
    page: int
    title: str
    snippet: str
    boxes: tuple[Box, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The hits of one question, best first; ``facets`` counts hits by field and value."""

    total: int
    hits: tuple[Hit, ...]
    suggestion: str | None
    facets: dict[str, dict[str, int]]
