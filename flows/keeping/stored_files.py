"""The files of a document that lie in the store, as what a package is built from."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from archive_store.package.layout import ACCESS, MASTER, OCR, master_holders, stem
from flows.archive import Archive
from ocr import AltoPage, read_alto
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError
from records.page import RecognizedPage


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFiles:
    """Where a document's delivered scan, access copy and read pages lie; never write there."""

    master: Path
    access_pdf: Path
    pages: tuple[RecognizedPage, ...]


def stored_files(
    archive: Archive, package_id: str, dossier: Dossier, document: Document
) -> StoredFiles:
    """The files of ``document`` in the newest version of the package of ``dossier``.

    Raises:
        InputError: A036, one of them is not in the package; O010, an ALTO file cannot be read.
    """
    paths, name = archive.vault.list_files(package_id), stem(dossier.code, document)
    holder = master_holders(dossier.documents)[document.code]

    def find(representation: str, name: str) -> Path:
        start = f"representations/{representation}/data/{name}."
        found = next((path for path in paths if path.startswith(start)), None)
        if found is None:
            raise InputError("A036", package_id, path=f"{start}*")
        return archive.vault.read_file(package_id, found)

    folder = f"representations/{OCR}/data/{name}/"
    read = (path for path in paths if path.startswith(folder))
    access = find(ACCESS, name)
    return StoredFiles(
        master=find(MASTER, stem(dossier.code, holder)),
        access_pdf=access,
        pages=tuple(_pages(archive, package_id, read, access)),
    )


def _pages(
    archive: Archive, package_id: str, paths: Iterator[str], access: Path
) -> Iterator[RecognizedPage]:
    for path in paths:
        alto = archive.vault.read_file(package_id, path)
        told = read_alto(alto)
        known = {each.name: getattr(told, each.name) for each in fields(AltoPage)}
        yield RecognizedPage(**known, image=access, alto=alto)
