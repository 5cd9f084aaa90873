"""The pages of hits as pictures, drawn from the stored access copies; nothing is read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.archive import Archive
from flows.keeping.stored_files import StoredFiles, stored_files
from flows.looking.picture_folder import PICTURES
from flows.looking.show import find_row
from metadata.record import read_record
from ocr.crops import CropDrawer, PageSize, crop_band
from records.errors import InputError, RefusedError
from records.hit import Hit
from records.problem import Problem
from records.report import Progress, Stage

WHOLE = (0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPage:
    """A hit and the picture of its page; the hit's boxes count in pixels of ``size``."""

    hit: Hit
    size: PageSize | None = None
    picture: Path | None = None


def draw_hits(
    archive: Archive, hits: Sequence[Hit], folder: Path, watch: Callable[[Progress], None]
) -> tuple[tuple[MarkedPage, ...], tuple[Problem, ...]]:
    """Draw the pages of ``hits`` into ``folder/pictures``; what could not be drawn is told.

    The hits are those of a search that was just made for whoever is shown them.
    """
    pages: list[MarkedPage] = []
    problems: list[Problem] = []
    known: dict[str, StoredFiles] = {}
    with CropDrawer(folder / PICTURES) as drawer:
        for number, hit in enumerate(hits):
            watch(Progress(stage=Stage.DRAWING, done=number, total=len(hits)))
            try:
                if hit.document_code not in known:
                    known[hit.document_code] = _files_of(archive, hit)
                pages.append(_drawn(known[hit.document_code], hit, drawer))
            except (InputError, RefusedError) as error:
                # It was damaged, or destroyed since the question was asked.
                problems.append(error.problem)
                pages.append(MarkedPage(hit=hit))
    return tuple(pages), tuple(problems)


def _files_of(archive: Archive, hit: Hit) -> StoredFiles:
    row = find_row(archive, hit.document_code)
    dossier = read_record(row.record)
    document = next((each for each in dossier.documents if each.code == hit.document_code), None)
    if document is None:
        raise InputError("F009", hit.document_code)
    return stored_files(archive, row.package_id, dossier, document)


def _drawn(files: StoredFiles, hit: Hit, drawer: CropDrawer) -> MarkedPage:
    if hit.page > len(files.pages):
        return MarkedPage(hit=hit)
    page = files.pages[hit.page - 1]
    size = PageSize(number=hit.page, width=page.width, height=page.height, dpi=page.dpi)
    crop = crop_band(size, WHOLE)
    return MarkedPage(hit=hit, size=size, picture=drawer.draw(files.access_pdf, [crop]).get(crop))
