"""Pixels of a PDF page: the scan image itself where the page is nothing else, else rendered.

Rendering a scan at another resolution than its own costs accuracy and time.
"""

import math
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from ocr.images import picture_of
from ocr.pixels import Picture, without_empty_colour
from ocr.poppler import layers_of, render_page
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
    with open_pdf(path) as pdf:
        if not 1 <= number <= len(pdf.pages):
            raise InputError("O006", path.name, number=number)
        page = pdf.pages[number - 1]
        inches, turn = _geometry(page, path)
        image = sole_image(page, max_pixels)
    if image is not None:
        return _extracted(image, inches, turn, path, max_pixels)
    return _rendered(path, number, inches, max_pixels, folder)


def _geometry(page: pikepdf.Page, path: Path) -> tuple[tuple[float, float], int]:
    try:
        left, bottom, right, top = (float(side) for side in page.cropbox)
        turn = int(page.rotation) % 360
    except (pikepdf.PikepdfError, TypeError, ValueError) as error:
        raise InputError("O002", path.name, detail=str(error)[:200]) from error
    return (abs(right - left) / POINTS_PER_INCH, abs(top - bottom) / POINTS_PER_INCH), turn


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


def _rendered(
    path: Path, number: int, inches: tuple[float, float], max_pixels: int, folder: Path
) -> Picture:
    dpi = _render_dpi(path, number, max(min(inches), 1 / POINTS_PER_INCH))
    fitting = math.isqrt(int(max_pixels / max(inches[0] * inches[1], 1e-6)))
    if fitting < LEAST_DPI:
        width, height = (round(side * LEAST_DPI) for side in inches)
        raise InputError("O003", path.name, width=width, height=height, limit=max_pixels)
    dpi = min(dpi, fitting)
    pixels = without_empty_colour(render_page(path, number, dpi, folder))
    height, width = pixels.shape[:2]
    true_dpi = believable_dpi(width, height, dpi) or inferred_dpi(width, height)
    return Picture(
        pixels=pixels, dpi=true_dpi, bitonal=False, treatments=(f"rendered-at-{dpi}-dpi",)
    )


def _render_dpi(path: Path, number: int, short_side_inches: float) -> int:
    layers = [
        layer.dpi
        for layer in layers_of(path, number)
        if layer.dpi >= LEAST_DPI and layer.width / layer.dpi >= WHOLE_PAGE * short_side_inches
    ]
    return min(RENDER_DPI, max(layers)) if layers else RENDER_DPI
