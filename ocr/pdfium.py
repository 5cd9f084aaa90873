"""The only module that runs PDFium: a PDF page as pixels, at less than half of poppler's price.

PDFium leaves out silently what it cannot decode, so a page that comes out empty is not believed.
"""

import ctypes
from pathlib import Path

import numpy as np
import pypdfium2
from pypdfium2 import raw

from ocr.pixels import Pixels

POINTS_PER_INCH = 72
WHITE = 255
UNDRAWABLE = (pypdfium2.PdfiumError, IndexError, OSError, ValueError)
"""What PDFium raises on a file or a page that it cannot take; poppler mends some of them."""


def drawn_page(path: Path, number: int, dpi: float, max_pixels: int) -> Pixels | None:
    """Page ``number`` (from 1) as ``(height, width, 3)`` RGB, annotations but fields included.

    ``None`` if PDFium cannot read the page, sees it larger than ``max_pixels`` or shows nothing.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            return _drawn(document[number - 1], dpi / POINTS_PER_INCH, max_pixels)
    except UNDRAWABLE:
        return None


def _drawn(page: pypdfium2.PdfPage, scale: float, max_pixels: int) -> Pixels | None:
    # The page's own render() rounds sizes up, which would stretch a layer by a dot.
    width, height = (max(1, round(side * scale)) for side in page.get_size())
    if width * height > max_pixels:
        return None
    # Filling costs a third of what PDFium takes to do it.
    pixels = np.full((height, width, 3), WHITE, np.uint8)
    memory = (ctypes.c_ubyte * pixels.size).from_buffer(pixels.data)
    bitmap = pypdfium2.PdfBitmap.new_native(
        width, height, raw.FPDFBitmap_BGR, rev_byteorder=True, buffer=memory
    )
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    return None if pixels.min() == pixels.max() else pixels
