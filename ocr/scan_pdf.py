"""Pixels of a PDF page: the scan image itself where the page is nothing else, else rendered.

Rendering a scan at another resolution than its own costs accuracy and time.
"""

import math
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from ocr.annotations import has_fields
from ocr.bombs import BOMBS, limit_pictures
from ocr.images import LONGEST_SIDE, picture_of
from ocr.kept_scan import kept_page
from ocr.layers import Layer, layers_of
from ocr.page_drawing import drawing_of
from ocr.pdfium import drawn_page
from ocr.pixels import Picture, Pixels, without_empty_colour
from ocr.poppler import render_page
from ocr.rectangle import Rectangle
from ocr.resolution import believable_dpi, inferred_dpi
from ocr.scan_image import sole_image
from records.errors import InputError

POINTS_PER_INCH = 72
RENDER_DPI = 300
"""For pages that are no scan, and the most for those that are."""
LEAST_DPI = 72
WHOLE_PAGE = 0.7
"""An image this wide, measured on the page's width, is a layer of the scan and not a picture."""


def open_pdf(path: Path) -> pikepdf.Pdf:
    """The PDF for reading.

    Raises:
        InputError: O002 damaged, O005 locked by a password.
    """
    try:
        return pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise InputError("O005", path.name) from error
    except pikepdf.PdfError as error:
        raise InputError("O002", path.name, detail=str(error)[:200]) from error


def load_pdf_page(path: Path, number: int, max_pixels: int, folder: Path) -> Picture:
    """Page ``number`` (from 1) of a PDF as its reader would see it.

    Raises:
        InputError: O002 damaged, O003 too large, O005 locked, O006 no such page.
    """
    limit_pictures(max_pixels)
    with open_pdf(path) as pdf:
        if not 1 <= number <= len(pdf.pages):
            raise InputError("O006", path.name, number=number)
        page = pdf.pages[number - 1]
        area, turn = _geometry(page, path)
        drawing = drawing_of(page)
        layers = layers_of(drawing.images)
        try:
            image = sole_image(drawing, area, max_pixels)
            if image is not None:
                # The picture is the whole image, even where the page's edge cuts off a little.
                area = Rectangle.around((0, 0, 1, 1), drawing.images[0].matrix)
            scan = kept_page(drawing, area, turn)
        except BOMBS as error:
            raise InputError("O003", path.name, width="?", height="?", limit=max_pixels) from error
        signed = has_fields(page)
    width, height = area.right - area.left, area.top - area.bottom
    inches = (width / POINTS_PER_INCH, height / POINTS_PER_INCH)
    if image is not None:
        return _extracted(image, inches, turn, path, max_pixels).keeping(scan)
    dpi = _render_dpi(layers, inches, path, max_pixels)
    drawn = None if signed else drawn_page(path, number, dpi, max_pixels)
    if drawn is None:
        drawn = render_page(path, number, round(dpi), folder)
    return _rendered(drawn, dpi).keeping(scan)


def _geometry(page: pikepdf.Page, path: Path) -> tuple[Rectangle, int]:
    try:
        area = Rectangle.around([float(side) for side in page.cropbox])
        turn = int(page.rotation) % 360
    except (pikepdf.PikepdfError, TypeError, ValueError) as error:
        raise InputError("O002", path.name, detail=str(error)[:200]) from error
    return area, turn


def _extracted(
    image: Image.Image, inches: tuple[float, float], turn: int, path: Path, max_pixels: int
) -> Picture:
    image.info["dpi"] = (image.width / inches[0], image.height / inches[1])
    picture = picture_of(image, path.name, max_pixels)
    return Picture(
        pixels=np.ascontiguousarray(np.rot90(picture.pixels, -(turn // 90))),
        dpi=picture.dpi,
        bitonal=picture.bitonal,
        treatments=("image-extracted", *picture.treatments),
    )


def _render_dpi(
    layers: tuple[Layer, ...], inches: tuple[float, float], path: Path, max_pixels: int
) -> float:
    """The finest layer's own dpi to the last digit: rendered dot for dot, letters stay sharp."""
    fitting = math.isqrt(int(max_pixels / max(inches[0] * inches[1], 1e-6)))
    fitting = min(fitting, int(LONGEST_SIDE / max(*inches, 1e-3)))
    if fitting < LEAST_DPI:
        width, height = (round(side * LEAST_DPI) for side in inches)
        raise InputError("O003", path.name, width=width, height=height, limit=max_pixels)
    wide = WHOLE_PAGE * max(min(inches), 1 / POINTS_PER_INCH)
    scanned = [
        layer.dpi for layer in layers if layer.dpi >= LEAST_DPI and layer.width / layer.dpi >= wide
    ]
    finest = max(scanned, default=RENDER_DPI)
    return min(fitting, finest if round(finest) <= RENDER_DPI else RENDER_DPI)


def _rendered(drawn: Pixels, dpi: float) -> Picture:
    pixels = without_empty_colour(drawn)
    height, width = pixels.shape[:2]
    true_dpi = believable_dpi(width, height, dpi) or inferred_dpi(width, height)
    return Picture(
        pixels=pixels, dpi=true_dpi, bitonal=False, treatments=(f"rendered-at-{round(dpi)}-dpi",)
    )
