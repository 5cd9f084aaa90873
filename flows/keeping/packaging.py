"""What goes into a dossier's package, and the names that make storing it twice impossible."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic_core import to_json

from flows.archive import Archive
from flows.keeping.package_events import PACKAGE_NAMES, events_of
from flows.taking_in.submissions import events_of_import
from metadata.archival_xml import write_document, write_dossier
from metadata.record import write_record
from metadata.schema import schema_files
from ocr import alto_schemas
from ocr.pdf import write_access_pdf
from records.batch import Batch, BatchDocument, BatchDossier
from records.digest import Sha256, sha256_of_bytes
from records.document import Document
from records.dossier import ArchiveIdentity, Dossier
from records.event import Event, EventType
from records.package import DocumentFiles, PackageContents
from records.page import RecognizedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyDocument:
    """A delivered document all of whose pages have been read."""

    delivered: BatchDocument
    pages: tuple[RecognizedPage, ...]


def package_id_of(archive: ArchiveIdentity, dossier_code: str) -> str:
    """The package's id, the same whenever this archive takes this dossier in."""
    return f"urn:uuid:{uuid.uuid5(PACKAGE_NAMES, f'{archive.code}/{dossier_code}')}"


def source_digest_of(
    dossier: BatchDossier, ready: tuple[ReadyDocument, ...], withheld: int, archive: Archive
) -> Sha256:
    """The digest of everything a package is made from: equal sources need no second version."""
    engines = sorted({page.engine for document in ready for page in document.pages})
    documents = [_source_of(each.delivered) for each in ready]
    sources = (
        dossier.code,
        dossier.listed,
        withheld,
        documents,
        engines,
        asdict(archive.ocr_options),
    )
    return sha256_of_bytes(to_json(sources))


def _source_of(document: BatchDocument) -> tuple[object, ...]:
    whole = (document.ordinal, document.file.sha256, document.listed)
    is_whole = document.page_count is None
    return whole if is_whole else (*whole, document.first_page, document.page_count)


def contents_of(
    package_id: str,
    dossier: Dossier,
    ready: tuple[ReadyDocument, ...],
    batch: Batch,
    now: datetime,
) -> PackageContents:
    """Everything the package is built from; access copies are made in the batch's work folder."""
    pages = {each.delivered.ordinal: each.pages for each in ready}
    return PackageContents(
        package_id=package_id,
        dossier=dossier,
        dossier_xml=write_dossier(dossier),
        record=write_record(dossier),
        documents=tuple(
            _files_of(dossier, document, pages[document.ordinal], batch, now)
            for document in dossier.documents
        ),
        schemas=(*schema_files(), *alto_schemas()),
        events=_events(package_id, dossier, pages, batch, now),
        submission=batch.receipt.submission if batch.receipt else (),
    )


def _events(
    package_id: str, dossier: Dossier, pages: dict[int, tuple[RecognizedPage, ...]],
    batch: Batch, now: datetime,
) -> tuple[Event, ...]:  # fmt: skip
    read = {document.code: pages[document.ordinal] for document in dossier.documents}
    made = events_of(package_id, dossier.batch_id, read, now)
    if batch.receipt is None:
        return made
    # What came in a package was not digitised here.
    told = tuple(each for each in made if each.type is not EventType.TRANSFER)
    return (*events_of_import(package_id, batch.receipt, now), *told)


def _files_of(
    dossier: Dossier,
    document: Document,
    pages: tuple[RecognizedPage, ...],
    batch: Batch,
    now: datetime,
) -> DocumentFiles:
    target = batch.folder / "access" / f"{document.code}.pdf"
    target.parent.mkdir(exist_ok=True)
    write_access_pdf(pages, document.subject or document.code, now, target)
    return DocumentFiles(
        document=document,
        description_xml=write_document(dossier, document),
        access_pdf=target,
        pages=pages,
    )
