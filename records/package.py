"""A package (gói tin): a dossier on its way into the store, and at rest there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from records.batch import SubmittedFile
from records.dates import PartialDate
from records.digest import Sha256, Sha512
from records.document import Document
from records.dossier import Dossier
from records.event import Event
from records.page import RecognizedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of a package; ``path`` is relative to the package's root, with forward slashes."""

    path: str
    size_bytes: int
    sha256: Sha256
    sha512: Sha512
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A complete E-ARK AIP in the staging area, not yet stored."""

    package_id: str
    dossier_code: str
    root: Path
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPackage:
    """A package that is in the store, read back, hashed, and written into the ledger.

    ``content`` is the folder of the newest version's logical root; because versions share files,
    use the vault's reading functions to find a file. ``ledger_position`` counts from 0.
    """

    package_id: str
    dossier_code: str
    version: int
    object_path: Path
    inventory_sha512: Sha512
    files: int
    size_bytes: int
    ledger_position: int


class StorageState(StrEnum):
    """What a report may say of a dossier after an ingest."""

    STORED = "stored"
    """In the store, verified and in the ledger, with nothing for a person to do."""
    PARTIAL = "partial"
    """As stored, but some of its listed documents are in quarantine or were not delivered."""
    COPY_PENDING = "copy-pending"
    """In the store, verified and in the ledger, but a second copy does not have it yet."""
    HELD = "held"
    """Not stored: a person has to decide."""
    FAILED = "failed"
    """Not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One dossier as the catalogue shows it; derived from its newest package and the ledger."""

    dossier: Dossier
    stored: StoredPackage
    state: StorageState
    batch_id: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDossier:
    """One dossier as lists show it; a row of the catalogue.

    ``fonds`` is the fonds' name; ``documents``, ``pages`` and ``sheets`` are counts, and so is
    ``unsigned``: the documents whose access copy has no signature of the archive.
    """

    dossier_code: str
    package_id: str
    version: int
    ledger_position: int
    title: str
    fonds: str
    fonds_code: str
    agency_code: str
    start: PartialDate | None
    end: PartialDate | None
    access: str
    maintenance: str
    documents: int
    pages: int
    sheets: int
    files: int
    size_bytes: int
    provisional: bool
    state: StorageState
    batch_id: str
    stored_at: datetime
    unsigned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow(ListedDossier):
    """A row with the package's own description of the dossier, ``record`` (JSON)."""

    record: bytes


class Damage(StrEnum):
    """How a file in the store can differ from what the inventory promises."""

    CHANGED = "changed"
    MISSING = "missing"
    UNTRACKED = "untracked"
    UNREADABLE = "unreadable"
    ROLLED_BACK = "rolled-back"


class Witness(StrEnum):
    """What a file, or a row of the catalogue, was compared with."""

    INVENTORY = "inventory"
    """The object's own list of its files."""
    LEDGER = "ledger"
    """What the ledger saw when the version was stored."""
    CATALOGUE = "catalogue"
    """The dossier's row in the database, against its package."""
    INTAKE = "intake"
    """What the ledger saw of a scan when it was received, or an earlier version of it."""
    COPY = "copy"
    """Another copy of the package."""
    DISPOSAL = "disposal"
    """The ledger's entry that it was destroyed: its bytes should be gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixityFinding:
    """One damaged file of one package, and the witness that it contradicts."""

    package_id: str
    path: str
    kind: Damage
    against: Witness = Witness.INVENTORY


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFiles:
    """Everything of one document that goes into a package."""

    document: Document
    description_xml: bytes
    access_pdf: Path
    pages: tuple[RecognizedPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageContents:
    """Everything a package is built from.

    ``record`` is our own lossless description of the dossier (JSON), from which catalogue and
    reviews are rebuilt; ``schemas`` are name and bytes of every XSD that the XML here names.
    ``submission`` is what a foreign package said of itself, by its path there.
    """

    package_id: str
    dossier: Dossier
    dossier_xml: bytes
    record: bytes
    documents: tuple[DocumentFiles, ...]
    schemas: tuple[tuple[str, bytes], ...]
    events: tuple[Event, ...]
    submission: tuple[SubmittedFile, ...] = ()
