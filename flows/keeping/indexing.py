"""Pages of stored dossiers on their way into the index."""

from collections.abc import Iterator
from dataclasses import replace

from archive_store import find
from flows.archive import Archive
from metadata.record import read_record
from ocr import read_alto
from records.access import AccessLevel
from records.document import Document
from records.dossier import Dossier
from records.hit import IndexedPage
from records.package import CatalogueRow
from records.page import Line


def index_dossiers(archive: Archive, codes: tuple[str, ...]) -> int:
    """Make the pages of stored dossiers searchable; returns how many there are.

    Pages that are in the index already are not written again.
    """
    known = archive.index.page_ids()
    pages = tuple(page for code in codes for page in pages_of_dossier(archive, code))
    missing = {page.dossier_code for page in pages if page.page_id not in known}
    archive.index.add(page for page in pages if page.dossier_code in missing)
    return len(pages)


def reindex_dossier(archive: Archive, package_id: str, dossier: Dossier) -> None:
    """Index a stored dossier as it is now, whatever the index had of it."""
    pages = {page.page_id: page for page in _pages(archive, package_id, dossier)}
    had = {key for key in archive.index.page_ids() if key.startswith(f"{dossier.code}.")}
    if had - pages.keys():
        archive.index.remove_dossier(dossier.code)
    archive.index.add(pages.values())


def pages_of_dossier(archive: Archive, code: str) -> Iterator[IndexedPage]:
    """Every page of a catalogued dossier that may be searched, its text read from the package."""
    row = find(archive.engine, code)
    if row is not None:
        yield from pages_of_row(archive, row)


def pages_of_row(archive: Archive, row: CatalogueRow) -> Iterator[IndexedPage]:
    """Every page that may be searched of a dossier that was found in the catalogue."""
    yield from _pages(archive, row.package_id, read_record(row.record))


def _pages(archive: Archive, package_id: str, dossier: Dossier) -> Iterator[IndexedPage]:
    for document in dossier.documents:
        level = dossier.access_of(document)
        if level is None or level is AccessLevel.SECRET:
            continue
        of_dossier = _described(package_id, dossier, document, level)
        for number, lines in _texts(archive, package_id, document):
            yield replace(of_dossier, page=number, lines=lines)


def _texts(
    archive: Archive, package_id: str, document: Document
) -> Iterator[tuple[int, tuple[Line, ...]]]:
    ordinal = f".{document.ordinal:03d}/"
    files = (
        path
        for path in archive.vault.list_files(package_id)
        if path.startswith("representations/ocr/data/") and ordinal in path
    )
    for number, path in enumerate(files, start=1):
        yield number, read_alto(archive.vault.read_file(package_id, path)).lines


def _described(
    package_id: str, dossier: Dossier, document: Document, level: AccessLevel
) -> IndexedPage:
    """What all pages of a document have in common, as its first page without words."""
    # A dossier's title is for those who may see the dossier: it is as strict as its strictest part.
    whole = dossier.title if dossier.access <= level else ""
    dated = document.issued or dossier.start
    return IndexedPage(
        package_id=package_id,
        dossier_code=dossier.code,
        document_code=document.code,
        page=1,
        title=document.heading or whole or document.code,
        document_type=document.document_type,
        notation=document.full_notation,
        year=dated.year if dated is not None else None,
        fonds=dossier.fonds.name,
        access=level,
        confidence=document.text_confidence,
        lines=(),
        issued=document.issued,
        body=_body(document),
        body_as_written=document.issuing_body,
        dossier_title=whole,
    )


def _body(document: Document) -> str | None:
    """Who issued it, by the list's name where that is certain: papers spell one body variously."""
    listed = document.issuing_authority
    return listed.name if listed is not None and listed.likeness == 1 else document.issuing_body
