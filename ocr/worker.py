"""What the confined child is asked: to count the pages of a file, and to read one of them."""

import tempfile
from pathlib import Path
from typing import Any

import cv2

from ocr import recognise
from ocr.alto import alto_bytes
from ocr.hand_reading import propose
from ocr.images import save_picture
from ocr.language_model import load_model
from ocr.options import OcrOptions
from ocr.page_record import record_of
from ocr.repair import repair_lines
from ocr.whole_file import write_whole
from records.digest import Sha256
from records.page import RecognizedPage

cv2.setNumThreads(1)


def count_pages(file: str, max_pixels: int) -> int:
    """How many pages the file has; errors as in ``ocr.recognise``."""
    return recognise.count_pages(Path(file), max_pixels)


def read_page(
    page: dict[str, Any], options: dict[str, Any], engine: str, folder: str, name: str
) -> dict[str, Any]:
    """Read one page, write picture and ALTO as ``folder/name.*``, and tell the page as JSON.

    ``page`` holds ``file``, ``file_sha256``, ``number``; errors as in ``ocr.recognise``.
    """
    file, number = Path(page["file"]), int(page["number"])
    wanted = OcrOptions(**options)
    with tempfile.TemporaryDirectory(prefix="page-") as exchange:
        reading = recognise.recognise_page(file, number, wanted, Path(exchange))
    suffix = "tif" if reading.picture.bitonal else "jpg"
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
        treatments=reading.picture.treatments,
        engine=engine,
        image=Path(folder) / f"{name}.{suffix}",
        alto=Path(folder) / f"{name}.alto.xml",
        proposals=propose(reading.picture.pixels, reading.lines),
        seals=reading.seals,
    )
    write_whole(
        recognised.image,
        lambda stream: save_picture(reading.picture, stream, wanted.jpeg_quality),
    )
    alto = alto_bytes(recognised, file.name)
    write_whole(recognised.alto, lambda stream: stream.write(alto))
    return record_of(recognised)
