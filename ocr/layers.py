"""Which images a PDF page shows, and how large: the resolution it was scanned at; decodes none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pikepdf

from ocr.scan_image import UNEXTRACTABLE

POINTS_PER_INCH = 72
DEEPEST_FORM = 4
MOST_DRAWN = 400
"""Things drawn that are looked at: forms that show forms could go on for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One image of a PDF page: pixels across, and dots per inch as placed on the page."""

    width: int
    dpi: float


def has_fields(page: pikepdf.Page) -> bool:
    """Whether the page shows form fields, such as a signature; PDFium leaves them out."""
    try:
        return any(each.get("/Subtype") == "/Widget" for each in page.obj.get("/Annots", []))
    except UNEXTRACTABLE:
        return True


def layers_of(page: pikepdf.Page) -> tuple[Layer, ...]:
    """The images of a page and their masks, also those within forms; none where it is broken."""
    try:
        drawn = islice(_drawn(page.obj, page.resources, pikepdf.Matrix(), 0), MOST_DRAWN)
        return tuple(layer for layers in drawn for layer in layers)
    except UNEXTRACTABLE:
        return ()


def _drawn(
    holder: pikepdf.Object, resources: pikepdf.Object, matrix: pikepdf.Matrix, depth: int
) -> Iterator[tuple[Layer, ...]]:
    """The layers of each thing that a page or form draws, in order; ``()`` for a form itself."""
    shown = resources.get("/XObject", pikepdf.Dictionary())
    for name, placed in _placed(holder, matrix):
        thing = shown.get(name, pikepdf.Dictionary())
        if thing.get("/Subtype") == "/Image":
            yield _layers(thing, placed)
        elif thing.get("/Subtype") == "/Form" and depth < DEEPEST_FORM:
            yield ()
            own = pikepdf.Matrix(thing.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])))
            yield from _drawn(thing, thing.get("/Resources", resources), own @ placed, depth + 1)
        else:
            yield ()


def _placed(holder: pikepdf.Object, matrix: pikepdf.Matrix) -> Iterator[tuple[str, pikepdf.Matrix]]:
    stack: list[pikepdf.Matrix] = []
    for instruction in pikepdf.parse_content_stream(holder, "q Q cm Do"):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(number) for number in operands)) @ matrix
        elif operator == "Do":
            yield str(operands[0]), matrix


def _layers(image: pikepdf.Object, matrix: pikepdf.Matrix) -> tuple[Layer, ...]:
    across = abs(complex(*matrix.shorthand[:2])) / POINTS_PER_INCH
    pictures = [image, *(image[key] for key in ("/Mask", "/SMask") if key in image)]
    widths = [int(each.Width) for each in pictures if isinstance(each, pikepdf.Stream)]
    return tuple(Layer(width=width, dpi=width / across) for width in widths if across > 0)
