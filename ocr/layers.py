"""How finely the images of a PDF page were scanned; decodes none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf

from ocr.annotations import UNEXTRACTABLE
from ocr.page_drawing import PlacedImage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One image of a PDF page: pixels across, and dots per inch as placed on the page."""

    width: int
    dpi: float


def layers_of(images: Sequence[PlacedImage]) -> tuple[Layer, ...]:
    """The images of a page and their masks; none where one of them is broken."""
    try:
        return tuple(layer for image in images for layer in _layers(image))
    except UNEXTRACTABLE:
        return ()


def _layers(image: PlacedImage) -> Iterator[Layer]:
    across = abs(complex(*image.matrix.shorthand[:2])) / POINTS_PER_INCH
    masks = (image.stream.get(key) for key in ("/Mask", "/SMask"))
    for stream in (image.stream, *masks):
        if isinstance(stream, pikepdf.Stream) and across > 0:
            yield Layer(width=int(stream.Width), dpi=int(stream.Width) / across)
