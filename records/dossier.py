"""A dossier (hồ sơ): the unit that is described, packaged, kept and one day destroyed."""

from dataclasses import dataclass

from records.access import AccessLevel, level_of
from records.authority import Agency, ListVersion
from records.batch import Fonds, ListedDossier
from records.dates import PartialDate
from records.document import Correction, Document
from records.retention import RetentionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveIdentity:
    """Who keeps: the archive institution's name and code (the first part of arcFileCode)."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A dossier ready to be packaged, with the values of Circular 05/2025/TT-BNV's file set.

    Codes (``access``, ``language``, ``maintenance``, ``confidence_level``, ``physical_state``)
    are the circular's; ``retention`` tells which schedule item decided ``maintenance``.
    ``sheets_estimated`` marks a number of sheets that nobody declared: the least possible.
    ``batch_id`` names the delivery it came with; ``withheld`` counts listed documents that are not
    in it: in quarantine, or not delivered. ``listed`` is what the operator typed, never changed;
    the values follow ``corrected``, what people changed since, oldest first. ``provenance_org``
    made the records and keeps its name for ever; ``custodian_org`` manages them now.
    ``authority_lists`` are the lists that names and codes were judged by. ``event_on`` is when
    that happened which an event-based period waits for, ``submitted_on`` when the dossier came to
    the current archive (lưu trữ hiện hành), as a person recorded them. ``own_rule`` is the rule of
    the dossier itself, where ``retention`` is that of one of its documents, whose period is longer.
    ``transferred_on`` is when a copy of it was handed over to another archive.
    """

    code: str
    archive_file_code: str
    fonds: Fonds
    inventory: str | None
    title: str
    maintenance: str
    retention: RetentionRule | None
    access: str
    language: tuple[str, ...]
    start: PartialDate | None
    end: PartialDate | None
    sheets: int
    documents: tuple[Document, ...]
    confidence_level: str
    paper_file_code: str | None
    keywords: str | None = None
    physical_state: str | None = None
    information_sign: str | None = None
    description: str | None = None
    has_backup_copy: bool = False
    provisional: bool = False
    batch_id: str = ""
    withheld: int = 0
    sheets_estimated: bool = False
    listed: ListedDossier | None = None
    corrected: tuple[Correction, ...] = ()
    provenance_org: Agency | None = None
    custodian_org: Agency | None = None
    authority_lists: tuple[ListVersion, ...] = ()
    event_on: PartialDate | None = None
    submitted_on: PartialDate | None = None
    own_rule: RetentionRule | None = None
    transferred_on: PartialDate | None = None

    @property
    def pages(self) -> int:
        """Pages (trang) over all documents."""
        return sum(document.page_count for document in self.documents)

    @property
    def unsigned(self) -> int:
        """How many access copies have no signature of the archive."""
        return sum(document.signed is None for document in self.documents)

    def access_of(self, document: Document) -> AccessLevel | None:
        """The level of one of its documents; ``None`` where it has a mode that is none."""
        return level_of(document.access, self.access, (each.access for each in self.documents))
