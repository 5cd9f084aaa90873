"""What a document of a revised dossier is packaged from: its stored files, or a part of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from flows.archive import Archive
from flows.keeping.newest import Newest
from flows.keeping.stored_files import StoredFiles, stored_files
from metadata.archival_xml import write_document
from ocr.pdf import write_access_part
from records.document import Document
from records.dossier import Dossier
from records.package import DocumentFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Revising:
    """The dossier as it becomes, when, and a folder for access copies that are made anew.

    ``access`` are access copies by document code that take the place of those stored.
    """

    folder: Path
    after: Dossier
    now: datetime
    access: Mapping[str, Path] = field(default_factory=dict)


def revised_files(
    archive: Archive, newest: Newest, document: Document, revising: Revising
) -> DocumentFiles:
    """The files of ``document``, which lies in a file that the stored dossier has.

    Raises:
        InputError: A036, one of them is not in the package; O010, an ALTO file cannot be read.
    """
    before = newest.dossier
    held = [each for each in before.documents if each.file.sha256 == document.file.sha256]
    pages = (document.first_page, document.page_count)
    same = [each for each in held if (each.first_page, each.page_count) == pages]
    found = [stored_files(archive, newest.stored.package_id, before, each) for each in same or held]
    files = found[0] if same else _cut(found, document, revising)
    return DocumentFiles(
        document=replace(document, file=replace(document.file, copy=files.master)),
        description_xml=write_document(revising.after, document),
        access_pdf=revising.access.get(document.code, files.access_pdf),
        pages=files.pages,
    )


def _cut(found: list[StoredFiles], document: Document, revising: Revising) -> StoredFiles:
    numbers = range(document.first_page, document.first_page + document.page_count)
    pages = [
        (page, files.access_pdf, place)
        for files in found
        for place, page in enumerate(files.pages)
        if page.number in numbers
    ]
    target = revising.folder / f"{document.code}.pdf"
    places = [(pdf, place) for _, pdf, place in pages]
    write_access_part(places, document.subject or document.code, revising.now, target)
    return StoredFiles(
        master=found[0].master, access_pdf=target, pages=tuple(page for page, _, _ in pages)
    )
