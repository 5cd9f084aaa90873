"""Writes what the access copy shows of one page, as a PDF of that page alone, without its words.

Runs in the confined child. Either the delivered images as they are, or the picture made new.
"""

import io
from dataclasses import dataclass

import pikepdf
from PIL import Image

from ocr.deskew import canvas_size
from ocr.kept_frame import bitonal_scan, jpeg_scan
from ocr.kept_scan import QUARTER_DEGREES, KeptScan, turned_square
from ocr.pixels import Picture

POINTS_PER_INCH = 72
MIDDLE_GREY = 128
SIZE_SLACK_PIXELS = 1
LEAST, MOST = 3.0, 14_400.0
"""Points that a page may have (ISO 32000-1, Annex C); strips and specks are cut or lie on more."""
LARGEST_REAL = 32767
"""ISO 19005-1, 6.1.12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a decoded scan was turned, clockwise; ``skew_degrees`` is 0 if only by quarters."""

    quarter_degrees: int = 0
    skew_degrees: float = 0.0


def kept_access_page(picture: Picture, turn: Turn) -> bytes | None:
    """The delivered images, placed as the upright ``picture`` shows them.

    ``None`` if there are none to keep, or the picture was changed otherwise than by ``turn``. The
    kept scan is used up. Equal arguments give equal bytes.
    """
    if picture.scan is None:
        return None
    width, height = picture.scan_size
    if turn.quarter_degrees % 180 == QUARTER_DEGREES:
        width, height = height, width
    shown = (picture.pixels.shape[1], picture.pixels.shape[0])
    expected = canvas_size(width, height, turn.skew_degrees)
    if any(abs(a - b) > SIZE_SLACK_PIXELS for a, b in zip(shown, expected, strict=True)):
        return None
    # The skew is turned about the middle of the page, which stays the middle of the larger one.
    place = (
        turned_square(turn.quarter_degrees)
        @ pikepdf.Matrix().translated(-0.5, -0.5)
        @ pikepdf.Matrix().scaled(width, height)
        @ pikepdf.Matrix().rotated(-turn.skew_degrees)
        @ pikepdf.Matrix().translated(shown[0] / 2, shown[1] / 2)
        @ pikepdf.Matrix().scaled(*(2 * (POINTS_PER_INCH / picture.dpi,)))
    )
    moves = (number for each in picture.scan.images for number in (each.matrix @ place).shorthand)
    if any(abs(number) > LARGEST_REAL for number in moves):
        return None
    return _written(picture.scan, shown, picture.dpi, place, clipped=bool(turn.skew_degrees))


def new_access_page(picture: Picture, jpeg_quality: int) -> bytes:
    """``picture`` made new: CCITT G4 where the scan was black and white only, else JPEG."""
    image = Image.fromarray(picture.pixels)
    if picture.bitonal:
        scan = bitonal_scan(Image.fromarray(picture.pixels >= MIDDLE_GREY))
    else:
        encoded = io.BytesIO()
        image.save(encoded, "JPEG", quality=jpeg_quality)
        scan = jpeg_scan(encoded.getvalue())
    scale = POINTS_PER_INCH / picture.dpi
    place = pikepdf.Matrix().scaled(image.width * scale, image.height * scale)
    return _written(scan, image.size, picture.dpi, place, clipped=False)


def _written(
    scan: KeptScan, size: tuple[int, int], dpi: int, place: pikepdf.Matrix, *, clipped: bool
) -> bytes:
    content = [_outline(place)] if clipped else []
    held = pikepdf.Dictionary()
    for number, image in enumerate(scan.images):
        held[f"/Scan{number}"] = image.stream
        matrix = (image.matrix @ place).encode()
        content.append(b"q %s %s cm /Scan%d Do Q" % (_fill(image.fill), matrix, number))
    width, height = (min(max(side * POINTS_PER_INCH / dpi, LEAST), MOST) for side in size)
    scan.pdf.add_blank_page(page_size=(width, height))
    page = scan.pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(XObject=held)
    page.Contents = scan.pdf.make_stream(b"\n".join(content))
    written = io.BytesIO()
    scan.pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _outline(place: pikepdf.Matrix) -> bytes:
    """Clips to the scan's own edges: what lay beyond them would show in the corners."""
    corners = (place.transform(corner) for corner in ((0, 0), (1, 0), (1, 1), (0, 1)))
    first, *others = (b"%.5f %.5f" % corner for corner in corners)
    return b" ".join((first, b"m", *(corner + b" l" for corner in others), b"W n"))


def _fill(values: tuple[float, ...]) -> bytes:
    operator = b"g" if len(values) == 1 else b"rg"
    return b" ".join((*(b"%.5f" % value for value in values), operator))
