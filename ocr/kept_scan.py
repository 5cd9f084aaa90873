"""The images of a scanned PDF page as its access page will show them: untouched, placed anew."""

from dataclasses import dataclass

import pikepdf

from ocr.kept_image import NotKeptError, kept_image
from ocr.page_drawing import PageDrawing
from ocr.rectangle import Rectangle

QUARTER_DEGREES = 90
QUARTER = pikepdf.Matrix(0, -1, 1, 0, 0, 1)
"""A quarter turn clockwise of the unit square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImage:
    """An image, and its way from the unit square of itself to that of the page as shown.

    ``fill`` paints stencil masks: one value for grey, three for RGB, 0 to 1.
    """

    stream: pikepdf.Stream
    matrix: pikepdf.Matrix
    fill: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScan:
    """The images, in the order they are painted, that a page consists of; ``pdf`` holds them."""

    pdf: pikepdf.Pdf
    images: tuple[ShownImage, ...]


def kept_page(drawing: PageDrawing, area: Rectangle, turn_degrees: int) -> KeptScan | None:
    """The page's images where it is made of nothing else and PDF/A-1b allows them, else ``None``.

    ``area`` is the part of the page that is read, ``turn_degrees`` the page's ``/Rotate``.
    """
    plain = all(image.is_plain and image.fill is not None for image in drawing.images)
    if not (drawing.only_images and plain) or area.is_empty:
        return None
    origin = pikepdf.Matrix().translated(-area.left, -area.bottom)
    unit = pikepdf.Matrix().scaled(1 / (area.right - area.left), 1 / (area.top - area.bottom))
    shown = origin @ unit @ turned_square(turn_degrees)
    pdf = pikepdf.new()
    try:
        images = tuple(
            ShownImage(
                stream=kept_image(pdf, image.stream),
                matrix=image.matrix @ shown,
                fill=image.fill or (),
            )
            for image in drawing.images
        )
    except NotKeptError:
        return None
    return KeptScan(pdf=pdf, images=images)


def turned_square(clockwise_degrees: int) -> pikepdf.Matrix:
    """The unit square turned onto itself by quarters; what is less than a quarter is left out."""
    matrix = pikepdf.Matrix()
    for _ in range(clockwise_degrees % 360 // QUARTER_DEGREES):
        matrix = matrix @ QUARTER
    return matrix
