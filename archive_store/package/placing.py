"""Places the files of the three representations: access copies, masters, recognised text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive_store.package.formats import FileFormat, extension_of, format_of
from archive_store.package.layout import ACCESS, MASTER, OCR, stem
from archive_store.package.staging import place_file
from records.document import Document
from records.package import DocumentFiles, FileEntry, PackageContents
from records.page import RecognizedPage

PDF = "application/pdf"
XML = "text/xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One data file with what preservation metadata tells of it; ``names`` are its aliases."""

    entry: FileEntry
    format: FileFormat
    document: Document
    original_name: str | None = None
    made_by: str | None = None
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name an event may use for this file."""
        file = self.document.file
        return frozenset({self.document.code, str(file.name), str(file.copy), file.sha256})


def place_representations(contents: PackageContents, root: Path) -> dict[str, tuple[Placed, ...]]:
    """Copy every data file into ``root``; a representation without files is left out.

    Raises:
        InputError: A001, a file is gone; A002, a master is not what was delivered.
        SetupError: A003, the disk is full.
    """
    placed = {
        ACCESS: tuple(_access(each, contents, root) for each in contents.documents),
        MASTER: tuple(_master(each, contents, root) for each in contents.documents),
        OCR: tuple(page for each in contents.documents for page in _pages(each, contents, root)),
    }
    return {name: files for name, files in placed.items() if files}


def _access(files: DocumentFiles, contents: PackageContents, root: Path) -> Placed:
    document = files.document
    path = f"representations/{ACCESS}/data/{stem(contents.dossier.code, document)}.pdf"
    digests = place_file(files.access_pdf, root / path)
    return Placed(
        entry=digests.of(path, PDF), format=format_of(root / path, PDF), document=document
    )


def _master(files: DocumentFiles, contents: PackageContents, root: Path) -> Placed:
    document = files.document
    delivered = document.file
    name = f"{stem(contents.dossier.code, document)}.{extension_of(delivered.media_type)}"
    path = f"representations/{MASTER}/data/{name}"
    digests = place_file(delivered.copy, root / path, delivered.sha256)
    return Placed(
        entry=digests.of(path, delivered.media_type),
        format=format_of(root / path, delivered.media_type),
        document=document,
        original_name=str(delivered.name),
    )


def _pages(files: DocumentFiles, contents: PackageContents, root: Path) -> Iterator[Placed]:
    folder = f"representations/{OCR}/data/{stem(contents.dossier.code, files.document)}"
    for page in files.pages:
        path = f"{folder}/{page.number:04d}.alto.xml"
        digests = place_file(page.alto, root / path)
        yield Placed(
            entry=digests.of(path, XML),
            format=format_of(root / path, XML),
            document=files.document,
            made_by=page.engine,
            properties=_treatment(page),
        )


def _treatment(page: RecognizedPage) -> tuple[tuple[str, str], ...]:
    return (
        ("treatments", "; ".join(page.treatments)),
        ("rotation in degrees", str(page.rotation_degrees)),
        ("skew in degrees", f"{page.skew_degrees:.2f}"),
        ("resolution in dots per inch", str(page.dpi)),
        ("mean confidence", f"{page.confidence:.3f}"),
    )
