"""A batch (lô quét): what the scanner handed over, with the list that came with it."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from records.dates import PartialDate
from records.digest import Sha256
from records.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonds:
    """A fonds (phông lưu trữ) as the archive's table of fonds knows it.

    ``agency_code`` follows QĐ 20/2020/QĐ-TTg (``H46.21``); a closed fonds is coded by its
    ``fonds_code`` instead (Circular 05/2025/TT-BNV, arcFileCode).
    """

    name: str
    agency_code: str
    fonds_code: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """One file exactly as delivered.

    ``name`` is its path inside the batch; ``copy`` the copy we keep of it, made while the digest
    was taken; ``media_type`` comes from its content, never from its name.
    """

    name: PurePosixPath
    copy: Path
    size_bytes: int
    sha256: Sha256
    media_type: str
    page_count: int
    is_signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDossier:
    """The dossier's columns of the list (B to X), as typed; unknown is ``None``."""

    fonds: str | None = None
    inventory: str | None = None
    box: str | None = None
    number: str | None = None
    title: str | None = None
    retention: str | None = None
    access: str | None = None
    language: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    declared_documents: int | None = None
    declared_sheets: int | None = None
    information_sign: str | None = None
    keywords: str | None = None
    physical_state: str | None = None
    confidence_level: str | None = None
    paper_file_code: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """The document's columns of the list (Y to AT), as the operator typed them."""

    row: int
    path: str | None = None
    ordinal: int | None = None
    document_type: str | None = None
    number: str | None = None
    notation: str | None = None
    issued: PartialDate | None = None
    issuing_body: str | None = None
    subject: str | None = None
    language: str | None = None
    declared_pages: int | None = None
    note: str | None = None
    information_sign: str | None = None
    keywords: str | None = None
    access: str | None = None
    confidence_level: str | None = None
    autograph: str | None = None
    physical_state: str | None = None
    process: str | None = None
    first_sheet: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDocument:
    """A document of a dossier with its row; ``ordinal`` counts from 1 inside the dossier.

    It begins on page ``first_page`` of its file and has ``page_count`` pages, or all to the file's
    end. ``separators`` are the pages of the file before it, or after it where it is the last, that
    are separator sheets (tờ phân cách). ``is_decided`` tells that a person has said where it
    begins and ends.
    """

    ordinal: int
    file: DeliveredFile
    listed: ListedDocument | None = None
    first_page: int = 1
    page_count: int | None = None
    separators: tuple[int, ...] = ()
    is_decided: bool = False

    @property
    def pages(self) -> range:
        """The document's pages as numbers inside the delivered file."""
        count = self.page_count
        end = self.file.page_count + 1 if count is None else self.first_page + count
        return range(self.first_page, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDossier:
    """The documents of one dossier in one delivery.

    ``code`` is the fileCode of Circular 05/2025/TT-BNV. ``provisional`` marks a dossier that no
    list described. ``withheld`` counts its listed documents that are not among
    ``documents``: in quarantine, or not delivered. ``last_ordinal`` is the highest that a row of
    the list has, withheld rows too; 0 where no row's is used.
    """

    code: str
    fonds: Fonds
    provisional: bool
    listed: ListedDossier
    documents: tuple[BatchDocument, ...]
    withheld: int = 0
    last_ordinal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedFile:
    """A file that a foreign package said of itself; ``path`` is where it lay in the package."""

    path: str
    copy: Path
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The foreign package that a batch came in, after it was judged and found sound.

    ``identity`` is what the package calls itself; ``unpacked`` counts its files, ``checked`` those
    whose digests it stated. ``submission`` is kept with what is stored.
    """

    name: str
    form: str
    identity: str
    sha256: Sha256
    unpacked: int
    checked: int
    warnings: int
    submission: tuple[SubmittedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One delivery, at rest in the archive's work area.

    ``batch_id`` is made from the names and digests of the delivered files, so the same delivery
    has the same id. ``folder`` is the batch's own folder in the work area. ``receipt`` tells of the
    package that it came in, if it came in one.
    """

    batch_id: str
    source: Path
    folder: Path
    dossiers: tuple[BatchDossier, ...]
    problems: tuple[Problem, ...]
    receipt: Receipt | None = None
