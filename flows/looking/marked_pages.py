"""The pages of hits as pictures, drawn from the stored access copies; nothing is read again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive_store.package.layout import access_path
from flows.archive import Archive
from flows.looking.picture_folder import PICTURES
from flows.looking.show import find_row
from metadata.record import read_record
from ocr import read_alto
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
    with CropDrawer(folder / PICTURES) as drawer:
        for number, hit in enumerate(hits):
            watch(Progress(stage=Stage.DRAWING, done=number, total=len(hits)))
            try:
                pages.append(_drawn(archive, hit, drawer))
            except (InputError, RefusedError) as error:
                # It was damaged, or destroyed since the question was asked.
                problems.append(error.problem)
                pages.append(MarkedPage(hit=hit))
    return tuple(pages), tuple(problems)


def _drawn(archive: Archive, hit: Hit, drawer: CropDrawer) -> MarkedPage:
    row = find_row(archive, hit.document_code)
    dossier = read_record(row.record)
    document = next((each for each in dossier.documents if each.code == hit.document_code), None)
    if document is None:
        raise InputError("F009", hit.document_code)
    vault, package_id = archive.vault, row.package_id
    alto = vault.find_alto(package_id, document.ordinal, hit.page)
    if alto is None:
        raise InputError("A036", package_id, path=f"{hit.document_code}/{hit.page:04d}")
    access = vault.read_file(package_id, access_path(dossier.code, document))
    page = read_alto(alto)
    size = PageSize(number=hit.page, width=page.width, height=page.height, dpi=page.dpi)
    crop = crop_band(size, WHOLE)
    return MarkedPage(hit=hit, size=size, picture=drawer.draw(access, [crop]).get(crop))
