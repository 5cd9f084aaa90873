"""What is left for a person in a described document; it decides nothing and changes nothing.

A field that a person has corrected or confirmed is settled, and so is one that the operator typed,
unless a sure reading of the page contradicts it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from metadata.correctable import document_fields, told_of
from metadata.document_types import OTHER_TYPE
from metadata.field_quality import SURE
from records.access import ARCHIVIST, may_see
from records.document import Document, Field
from records.dossier import Dossier
from records.vietnamese import fold

REQUIRED = ("document_type", "issued_date", "issuing_body", "subject")
"""What EAD_doc requires of a document (Circular 05/2025/TT-BNV)."""
LISTED = {"issued_date": "issued"}
"""Fields that the list's row names otherwise."""


class Reason(StrEnum):
    """Why a field is left for a person."""

    DISAGREEMENT = "disagreement"
    """The list and a sure reading of the page say different things."""
    MENDED = "mended"
    """What was read was mended by the lists of types and bodies."""
    UNSURE = "unsure"
    """Read with a confidence below ``SURE``."""
    UNKNOWN_TYPE = "unknown-type"
    """A type that the circular's list does not name; coded 32."""
    UNKNOWN = "unknown"
    """Required, and neither the list nor the page says it, or not the day of a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """One field for a person: ``held`` is what is archived, ``listed`` what the operator typed.

    ``read`` is what the page says, ``None`` where nothing was read. ``code`` is the document's.
    """

    code: str
    field: str
    reason: Reason
    held: str | None
    read: Field | None
    listed: str | None

    @property
    def proposed(self) -> str | None:
        """What was read, as people write it."""
        if self.read is None:
            return None
        return written(self.field, self.read.value)


def open_points(dossier: Dossier) -> tuple[OpenPoint, ...]:
    """All open points of a dossier, by document and in the order of the contract.

    Documents marked secret are left out: nothing of them is shown outside their place.
    """
    return tuple(
        point
        for document in dossier.documents
        if may_see(ARCHIVIST, dossier.access_of(document))
        for point in points_of(document)
    )


def points_of(document: Document) -> Iterator[OpenPoint]:
    """The open points of one document."""
    settled = {each.field for each in document.corrected}
    for name, correctable in document_fields().items():
        read: Field | None = getattr(document.read, name, None)
        held = told_of(document, name, correctable)
        listed = _listed(document, name)
        reason = None if name in settled else _reason(document, name, held, listed)
        if reason is not None:
            yield OpenPoint(
                code=document.code,
                field=name,
                reason=reason,
                held=held,
                read=read,
                listed=listed,
            )


def surest_first(point: OpenPoint) -> tuple[int, float, str]:
    """Sorts points so that those that are quickest to settle come first.

    Of a disagreement both values stand there; then what was read, the surest first; last what
    somebody has to find.
    """
    if point.reason is Reason.DISAGREEMENT:
        return 0, 0.0, point.code
    if point.read is None:
        return 2, 0.0, point.code
    return 1, -point.read.confidence, point.code


def written(field: str, value: str) -> str:
    """A value of a page as people write it: days as ``dd/MM/yyyy``."""
    parts = value.split("-")
    return "/".join(reversed(parts)) if field == "issued_date" else value


def _reason(document: Document, name: str, held: str | None, listed: str | None) -> Reason | None:
    read: Field | None = getattr(document.read, name, None)
    if name in document.disagreements:
        return Reason.DISAGREEMENT
    if name == "document_type" and _is_unlisted(document):
        return Reason.UNKNOWN_TYPE
    if listed is None and read is not None:
        return _doubt(read)
    return Reason.UNKNOWN if name in REQUIRED and _is_unknown(document, name, held) else None


def _doubt(read: Field) -> Reason | None:
    if read.as_read is not None:
        return Reason.MENDED
    return Reason.UNSURE if read.confidence < SURE else None


def _is_unknown(document: Document, name: str, held: str | None) -> bool:
    """A date without its day is unknown in the XML."""
    is_whole = name != "issued_date" or document.issued is None or document.issued.day is not None
    return held is None or not is_whole


def _is_unlisted(document: Document) -> bool:
    return document.type_code == OTHER_TYPE and fold(document.document_type or "") != "khac"


def _listed(document: Document, name: str) -> str | None:
    """What the operator typed of a field; dates as people write them."""
    typed = getattr(document.listed, LISTED.get(name, name), None)
    if typed is None or isinstance(typed, str):
        return typed or None
    said: str = typed.vietnamese
    return said
