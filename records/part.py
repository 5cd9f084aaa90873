"""A part of a delivered file that seems to be a document of its own (phần của tệp)."""

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What a further document in one file seems to be."""

    DOCUMENT = "document"
    """A document with a letterhead or title of its own."""
    ANNEX = "annex"
    """Phụ lục, or what was issued with another document (ban hành kèm theo)."""
    FORM = "form"
    """A blank form (biểu mẫu): a letterhead whose number and date nobody filled in."""
    DRAFT = "draft"
    """Dự thảo."""


class PartReason(StrEnum):
    """What a proposed boundary was told by; texts are under ``boundary.<value>``."""

    LETTERHEAD = "letterhead"
    """The page has a national title of its own."""
    ANNEX_TITLE = "annex-title"
    """It says that it is an annex, or what it was issued with."""
    TITLE = "title-after-signature"
    """It begins with a title, and the page before it is signed."""
    END = "after-the-end"
    """The page before it ends a document: signature, and the recipients to the last."""
    NUMBERING = "numbering-restarts"
    """Printed page numbers begin again."""
    PAPER = "other-paper"
    """The paper lies or measures otherwise, and the page before it is signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """Where a further document seems to begin; ``page`` counts from 1 inside the pages given."""

    page: int
    kind: PartKind
    reason: PartReason
    confidence: float
