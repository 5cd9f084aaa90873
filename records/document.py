"""A document (tài liệu, văn bản) and what could be read from its pages."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from records.authority import Match
from records.batch import DeliveredFile, ListedDocument
from records.dates import PartialDate
from records.part import PartKind, PartReason
from records.place import Box
from records.retention import RetentionRule
from records.signature import AccessSignature, SignatureFinding
from records.vietnamese import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value read from a page.

    ``confidence`` runs from 0 to 1; ``page`` counts from 1 inside the document, ``box`` is in
    pixels of that page's upright image; ``rule`` names the rule that fired. A value that a
    person gave has ``page`` and ``box`` ``None``. ``as_read`` is what the engine read, where
    ``value`` was mended. ``authority`` is the entry of a list that it stands for.
    """

    value: str
    confidence: float
    page: int | None
    box: Box | None
    rule: str
    as_read: str | None = None
    authority: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The fields of a document, named as in the command line's contract; unknown is ``None``.

    Values are as on paper (NFC); ``issued_date`` is ``yyyy-mm-dd``; lists are joined by ``; ``.
    """

    document_type: Field | None = None
    number: Field | None = None
    notation: Field | None = None
    issued_date: Field | None = None
    place: Field | None = None
    parent_body: Field | None = None
    issuing_body: Field | None = None
    subject: Field | None = None
    addressee: Field | None = None
    signer_title: Field | None = None
    signer_name: Field | None = None
    recipients: Field | None = None
    secrecy: Field | None = None
    urgency: Field | None = None

    def known(self) -> Iterator[tuple[str, Field]]:
        """The fields that have a value, in the order of the contract."""
        for each in fields(self):
            found = getattr(self, each.name)
            if found is not None:
                yield each.name, found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A further document that seems to lie in the same file, until a person decides.

    ``first`` and ``last`` are pages of the document it is found in, as are the pages of the fields
    of ``description``.
    """

    first: int
    last: int
    kind: PartKind
    reason: PartReason
    confidence: float
    description: Description


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One value that a person changed: ``old`` and ``new`` as people write them, or unknown."""

    field: str
    old: str | None
    new: str | None
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A described document of a dossier.

    ``read`` is what the pages say, ``listed`` what the operator typed; neither overwrites the
    other. The values below them are those that go into the archival XML, with the operator's
    word first and the page's where the list is silent. ``type_code`` is TT 05/2025's typeName.
    They follow ``corrected``, what people changed since, oldest first.

    It begins on page ``first_page`` of its delivered file, in which other documents may lie, and
    has ``page_count`` pages. ``separators`` are the separator sheets in that file beside it.
    ``parts`` are proposed, and no page of theirs is described by ``read``.
    ``issuing_authority`` is the listed body that ``issuing_body`` stands for.
    ``signed`` is the archive's signature on the access copy; ``received_signatures`` are those of
    its delivered file, as they were found when it was taken in. ``retention`` is the item of a
    schedule that a person put this single document under.
    """

    code: str
    ordinal: int
    file: DeliveredFile
    page_count: int
    read: Description
    listed: ListedDocument | None
    document_type: str | None
    type_code: str | None
    number: str | None
    notation: str | None
    issued: PartialDate | None
    issuing_body: str | None
    subject: str | None
    language: tuple[str, ...]
    access: str
    confidence_level: str
    keywords: str | None = None
    information_sign: str | None = None
    autograph: str | None = None
    physical_state: str | None = None
    note: str | None = None
    text_confidence: float = 0.0
    blank_pages: tuple[int, ...] = ()
    disagreements: tuple[str, ...] = ()
    first_page: int = 1
    separators: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    corrected: tuple[Correction, ...] = ()
    issuing_authority: Match | None = None
    signed: AccessSignature | None = None
    received_signatures: tuple[SignatureFinding, ...] = ()
    retention: RetentionRule | None = None

    @property
    def heading(self) -> str:
        """Type and subject; a subject that begins with the type has it once. Empty without both."""
        kind, subject = self.document_type or "", self.subject or ""
        words = fold(kind).split()
        if fold(subject).split()[: len(words)] == words:
            return subject
        return f"{kind} {subject}".strip()

    @property
    def full_notation(self) -> str | None:
        """Number and notation as people cite them: ``08/KH-SNV``; a Party paper's ``42-NQ/TW``."""
        if self.number is None or self.notation is None:
            return self.number or self.notation
        between = "" if self.notation.startswith(("-", "/")) else "/"
        return f"{self.number}{between}{self.notation}"
