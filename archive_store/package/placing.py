"""Places the files of the three representations: access copies, masters, recognised text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive_store.package.formats import FileFormat, extension_of, format_of
from archive_store.package.layout import ACCESS, MASTER, OCR, access_path, master_holders, stem
from archive_store.package.staging import place_file
from records.document import Document
from records.package import DocumentFiles, FileEntry, PackageContents
from records.page import RecognizedPage

PDF = "application/pdf"
XML = "text/xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One data file with what preservation metadata tells of it; ``names`` are its aliases.

    ``documents`` are those that lie in it: a scan may hold several, by ordinal.
    """

    entry: FileEntry
    format: FileFormat
    documents: tuple[Document, ...]
    original_name: str | None = None
    made_by: str | None = None
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Every name an event may use for this file; its own digest means these very bytes."""
        files = (each.file for each in self.documents)
        codes = (each.code for each in self.documents)
        aliases = (name for each in files for name in (each.name, each.copy, each.sha256))
        return frozenset({*codes, *map(str, aliases), self.entry.sha256})


def place_representations(contents: PackageContents, root: Path) -> dict[str, tuple[Placed, ...]]:
    """Copy every data file into ``root``; a representation without files is left out.

    Raises:
        InputError: A001, a file is gone; A002, a master is not what was delivered.
        SetupError: A003, the disk is full.
    """
    placed = {
        ACCESS: tuple(_access(each, contents, root) for each in contents.documents),
        MASTER: tuple(_master(each, contents, root) for each in _one_per_file(contents)),
        OCR: tuple(page for each in contents.documents for page in _pages(each, contents, root)),
    }
    return {name: files for name, files in placed.items() if files}


def _access(files: DocumentFiles, contents: PackageContents, root: Path) -> Placed:
    document = files.document
    path = access_path(contents.dossier.code, document)
    digests = place_file(files.access_pdf, root / path)
    return Placed(
        entry=digests.of(path, PDF), format=format_of(root / path, PDF), documents=(document,)
    )


def _one_per_file(contents: PackageContents) -> list[DocumentFiles]:
    holders = master_holders(tuple(each.document for each in contents.documents))
    return [each for each in contents.documents if holders[each.document.code] is each.document]


def _master(files: DocumentFiles, contents: PackageContents, root: Path) -> Placed:
    document = files.document
    delivered = document.file
    name = f"{stem(contents.dossier.code, document)}.{extension_of(delivered.media_type)}"
    path = f"representations/{MASTER}/data/{name}"
    digests = place_file(delivered.copy, root / path, delivered.sha256)
    return Placed(
        entry=digests.of(path, delivered.media_type),
        format=format_of(root / path, delivered.media_type),
        documents=tuple(
            each.document
            for each in contents.documents
            if each.document.file.sha256 == delivered.sha256
        ),
        original_name=str(delivered.name),
    )


def _pages(files: DocumentFiles, contents: PackageContents, root: Path) -> Iterator[Placed]:
    folder = f"representations/{OCR}/data/{stem(contents.dossier.code, files.document)}"
    # A page's own number counts inside the delivered file, of which the document may be a part.
    for number, page in enumerate(files.pages, start=1):
        path = f"{folder}/{number:04d}.alto.xml"
        digests = place_file(page.alto, root / path)
        yield Placed(
            entry=digests.of(path, XML),
            format=format_of(root / path, XML),
            documents=(files.document,),
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
