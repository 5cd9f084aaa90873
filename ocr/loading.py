"""A delivered page from its file to pixels, whatever the file is. Runs in the confined child."""

from dataclasses import replace
from pathlib import Path

from ocr.images import DECODE_ERRORS, open_frame, picture_of
from ocr.kept_frame import frame_scan
from ocr.options import OcrOptions
from ocr.pixels import Picture
from ocr.scan_pdf import load_pdf_page, open_pdf
from records.errors import InputError

MAGIC = {
    b"%PDF": "PDF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
}


def kind_of(path: Path) -> str:
    """``PDF``, ``TIFF``, ``JPEG`` or ``PNG``, by the file's first bytes.

    Raises:
        InputError: O001 none of these.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    raise InputError("O001", path.name)


def count_pages(path: Path, max_pixels: int) -> int:
    """How many pages a file has.

    Raises:
        InputError: O001, O002, O003 or O005.
    """
    kind = kind_of(path)
    if kind == "PDF":
        with open_pdf(path) as pdf:
            return len(pdf.pages)
    with open_frame(path, kind, 1, max_pixels) as image:
        try:
            return int(getattr(image, "n_frames", 1)) if kind == "TIFF" else 1
        except DECODE_ERRORS as error:
            raise InputError("O002", path.name, detail=str(error)) from error


def load_page(path: Path, number: int, options: OcrOptions, folder: Path) -> Picture:
    """Decode page ``number``, from 1; ``folder`` is for passing files between programs.

    Raises:
        InputError: O001 to O006, this page cannot be decoded.
    """
    kind = kind_of(path)
    if kind == "PDF":
        picture = load_pdf_page(path, number, options.max_pixels, folder)
        return picture if options.keep_scan else replace(picture, scan=None)
    with open_frame(path, kind, number, options.max_pixels) as image:
        picture = picture_of(image, path.name, options.max_pixels)
        return picture.keeping(frame_scan(image, path)) if options.keep_scan else picture
