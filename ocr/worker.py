"""What the confined child is asked: to count the pages of a file, to read one, to draw one."""

import tempfile
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

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
