"""What the confined child is asked: to count the pages of a file, to read one, to draw one."""

import tempfile
from pathlib import Path
from typing import Any

import cv2
from PIL import Image, ImageDraw

from ocr import loading, recognise
from ocr.access_page import Turn, kept_access_page, new_access_page
from ocr.alto import alto_bytes
from ocr.hand_reading import propose
from ocr.language_model import load_model
from ocr.options import OcrOptions
from ocr.page_record import record_of
from ocr.pdfium import drawn_page
from ocr.repair import repair_lines
from ocr.whole_file import write_whole
from records.digest import Sha256
from records.page import RecognizedPage

cv2.setNumThreads(1)
SCREEN_QUALITY = 80
CROP_DPI = 170
CROP_QUALITY = 75
MARK_COLOUR, MARK_PIXELS = (214, 140, 0), 2


def count_pages(file: str, max_pixels: int) -> int:
    """How many pages the file has; errors as in ``ocr.loading``."""
    return loading.count_pages(Path(file), max_pixels)


def read_page(
    page: dict[str, Any], options: dict[str, Any], engine: str, folder: str, name: str
) -> dict[str, Any]:
    """Read one page, write access page and ALTO as ``folder/name.*``, and tell the page as JSON.

    ``page`` holds ``file``, ``file_sha256``, ``number``; errors as in ``ocr.recognise``.
    """
    file, number = Path(page["file"]), int(page["number"])
    wanted = OcrOptions(**options)
    with tempfile.TemporaryDirectory(prefix="page-") as exchange:
        reading = recognise.recognise_page(file, number, wanted, Path(exchange))
    access, way = _access_page(reading, wanted)
    height, width = reading.picture.pixels.shape[:2]
    recognised = RecognizedPage(
        number=number,
        file_sha256=Sha256(page["file_sha256"]),
        width=width,
        height=height,
        dpi=reading.picture.dpi,
        rotation_degrees=reading.quarter_degrees,
        skew_degrees=reading.skew_degrees,
        confidence=reading.confidence,
        lines=repair_lines(reading.lines, load_model()),
        is_blank=reading.is_blank,
        treatments=(*reading.picture.treatments, way),
        engine=" + ".join(filter(None, (reading.kept_by, engine if reading.was_read else None))),
        image=Path(folder) / f"{name}.pdf",
        alto=Path(folder) / f"{name}.alto.xml",
        proposals=propose(reading.picture.pixels, reading.lines if reading.was_read else ()),
        orientation_confidence=reading.orientation_confidence,
        seals=reading.seals,
        stamps=reading.stamps,
        separator=reading.separator,
    )
    write_whole(recognised.image, lambda stream: stream.write(access))
    alto = alto_bytes(recognised, file.name)
    write_whole(recognised.alto, lambda stream: stream.write(alto))
    return record_of(recognised)


def draw_page(image: str, width: int, height: int, dpi: int, target: str) -> None:
    """Draw an access page, which ``read_page`` wrote, as a JPEG for the screen.

    It is white where PDFium shows nothing.
    """
    drawn = drawn_page(Path(image), 1, dpi, (width + 1) * (height + 1))
    picture = Image.new("L", (width, height), "white") if drawn is None else Image.fromarray(drawn)
    picture.save(target, "JPEG", quality=SCREEN_QUALITY)


def draw_crops(file: str, page: dict[str, int], crops: list[dict[str, Any]]) -> bool:
    """Draw parts of one page of an access PDF as JPEG files; ``False`` where nothing is shown.

    ``page`` holds ``number`` (from 1 in the file), ``width``, ``height`` and ``dpi``; each crop
    ``target``, its ``box`` and the box to ``mark`` or ``None``, in pixels of the read page.
    """
    dpi = min(CROP_DPI, page["dpi"])
    limit = (page["width"] + 1) * (page["height"] + 1)
    drawn = drawn_page(Path(file), page["number"], dpi, limit)
    if drawn is None:
        return False
    picture = Image.fromarray(drawn)
    across, down = picture.width / page["width"], picture.height / page["height"]
    for crop in crops:
        left, top, right, bottom = _scaled(crop["box"], across, down)
        part = picture.crop((left, top, max(left + 1, right), max(top + 1, bottom)))
        if crop["mark"] is not None:
            mark = _scaled(crop["mark"], across, down)
            place = (mark[0] - left, mark[1] - top, mark[2] - left, mark[3] - top)
            ImageDraw.Draw(part).rectangle(place, outline=MARK_COLOUR, width=MARK_PIXELS)
        part.save(crop["target"], "JPEG", quality=CROP_QUALITY)
    return True


def _scaled(box: list[int], across: float, down: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return round(left * across), round(top * down), round(right * across), round(bottom * down)


def _access_page(reading: recognise.Reading, options: OcrOptions) -> tuple[bytes, str]:
    """The access page, and the name of the way it was made."""
    level = "deskewed" in reading.picture.treatments
    turn = Turn(
        quarter_degrees=reading.quarter_degrees,
        skew_degrees=reading.skew_degrees if level else 0.0,
    )
    kept = kept_access_page(reading.picture, turn)
    if kept is not None:
        return kept, "scan-kept"
    return new_access_page(reading.picture, options.jpeg_quality), "picture-made-new"
