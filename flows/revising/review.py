"""What is open in stored dossiers, each point with the crop of its place on the page.

Nothing is read again: places come from the record, pictures from the stored access copies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive_store import read_rows
from flows.archive import Archive
from flows.keeping.stored_files import StoredFiles, stored_files
from flows.looking.picture_folder import PICTURES
from flows.looking.show import find_row
from metadata.record import read_record
from metadata.review import OpenPoint, open_points
from ocr.crops import FOOT, HEAD, Crop, CropDrawer, PageSize, crop_around, crop_band
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError
from records.package import CatalogueRow
from records.page import RecognizedPage
from records.problem import Problem

PALE = 0.7
"""Text below this mean confidence is told, because it is hardly found by a search."""
AT_THE_FOOT = frozenset({"signer_title", "signer_name", "recipients"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A stored dossier with open points, at least one."""

    row: CatalogueRow
    dossier: Dossier
    points: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """An open point; ``page`` counts from 1 in the document, ``crop`` is drawn as ``picture``."""

    point: OpenPoint
    page: int | None = None
    crop: Crop | None = None
    picture: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """A page worth knowing of: blank, or read with the mean ``confidence`` below ``PALE``."""

    number: int
    confidence: float
    is_blank: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedDocument:
    """A document with its open points; nothing in ``notes`` has to be settled."""

    document: Document
    points: tuple[Sighted, ...]
    notes: tuple[PageNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedDossier:
    """A dossier with those of its documents that have open points."""

    dossier: Dossier
    documents: tuple[ReviewedDocument, ...]


def find_open(archive: Archive, codes: tuple[str, ...]) -> tuple[Opened, ...]:
    """What is open in the dossiers or documents ``codes``, or in all that is stored.

    Raises:
        InputError: F009, nothing has such a code.
    """
    if not codes:
        everything = (_opened(row, None) for row in read_rows(archive.engine))
        return tuple(each for each in everything if each.points)
    rows: dict[str, CatalogueRow] = {}
    wanted: dict[str, set[str]] = {}
    for code in codes:
        row = find_row(archive, code)
        rows[row.dossier_code] = row
        wanted.setdefault(row.dossier_code, set()).add(code)
    found = (_opened(row, wanted[code]) for code, row in sorted(rows.items()))
    return tuple(each for each in found if each.points)


def _opened(row: CatalogueRow, codes: set[str] | None) -> Opened:
    dossier = read_record(row.record)
    points = open_points(dossier)
    if codes is not None and not codes & {row.dossier_code, row.package_id}:
        if unknown := codes - {each.code for each in dossier.documents}:
            raise InputError("F009", min(unknown))
        points = tuple(each for each in points if each.code in codes)
    return Opened(row=row, dossier=dossier, points=points)


def illustrate(
    archive: Archive, opened: Iterable[Opened], folder: Path
) -> tuple[tuple[ReviewedDossier, ...], tuple[Problem, ...]]:
    """Draw the crops of all points into ``folder/pictures``; what could not be drawn is told."""
    problems: list[Problem] = []
    reviewed = []
    with CropDrawer(folder / PICTURES) as drawer:
        for each in opened:
            documents = []
            for document in each.dossier.documents:
                points = tuple(one for one in each.points if one.code == document.code)
                if not points:
                    continue
                try:
                    documents.append(_illustrated(archive, each, document, points, drawer))
                except InputError as error:
                    problems.append(error.problem)
                    bare = tuple(Sighted(point=one) for one in points)
                    documents.append(ReviewedDocument(document=document, points=bare))
            reviewed.append(ReviewedDossier(dossier=each.dossier, documents=tuple(documents)))
    return tuple(reviewed), tuple(problems)


def _illustrated(
    archive: Archive,
    opened: Opened,
    document: Document,
    points: tuple[OpenPoint, ...],
    drawer: CropDrawer,
) -> ReviewedDocument:
    files = stored_files(archive, opened.row.package_id, opened.dossier, document)
    crops = {point.field: _crop(point, files) for point in points}
    drawn = drawer.draw(files.access_pdf, (each for each in crops.values() if each is not None))
    return ReviewedDocument(
        document=document,
        points=tuple(_sighted(point, crops[point.field], drawn) for point in points),
        notes=tuple(_notes(files.pages)),
    )


def _sighted(point: OpenPoint, crop: Crop | None, drawn: dict[Crop, Path]) -> Sighted:
    if crop is None:
        return Sighted(point=point)
    return Sighted(point=point, page=crop.page.number, crop=crop, picture=drawn.get(crop))


def _crop(point: OpenPoint, files: StoredFiles) -> Crop | None:
    """The place that was read; where there is none, the part of the page where it is looked for."""
    sizes = [
        PageSize(number=number, width=page.width, height=page.height, dpi=page.dpi)
        for number, page in enumerate(files.pages, start=1)
    ]
    read = point.read
    if read is not None and read.box is not None and read.page in range(1, len(sizes) + 1):
        return crop_around(sizes[(read.page or 1) - 1], read.box)
    shown = [size for size, page in zip(sizes, files.pages, strict=True) if not page.is_blank]
    if not shown:
        return None
    is_low = point.field in AT_THE_FOOT
    return crop_band(shown[-1 if is_low else 0], FOOT if is_low else HEAD)


def _notes(pages: tuple[RecognizedPage, ...]) -> Iterable[PageNote]:
    for number, page in enumerate(pages, start=1):
        if page.is_blank or page.confidence < PALE:
            yield PageNote(number=number, confidence=page.confidence, is_blank=page.is_blank)
