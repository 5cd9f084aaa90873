"""Finds the one image that a scanned PDF page consists of; richer pages are left to a renderer."""

import io

import pikepdf
from PIL import Image

CONTENT_LIMIT_BYTES = 200_000
FULL_COVER = 0.97
STATE_OPERATORS = frozenset(
    ("q", "Q", "cm", "Do", "w", "J", "j", "M", "d", "ri", "i", "BMC", "BDC", "EMC",
     "g", "G", "rg", "RG", "k", "K", "BT", "ET", "Tf", "Tr", "Td", "TD", "Tm", "T*", "TL",
     "Tc", "Tw", "Tz", "Ts")
)  # fmt: skip
TEXT_OPERATORS = frozenset(("Tj", "TJ", "'", '"'))
INVISIBLE = 3
SIMPLE_FILTERS = frozenset(("/DCTDecode", "/CCITTFaxDecode", "/FlateDecode"))
UNEXTRACTABLE = (
    pikepdf.PikepdfError, ValueError, TypeError, AttributeError, LookupError,
    NotImplementedError, OSError,
)  # fmt: skip
"""What reading a strange or broken page raises; a renderer knows how to mend many of them."""


def sole_image(page: pikepdf.Page, max_pixels: int) -> Image.Image | None:
    """The image that covers the whole page and is all one can see of it, else ``None``.

    Hidden text of an earlier reading does not count; an annotation (a signature's appearance)
    does. The image is not yet turned by the page's ``/Rotate``.
    """
    try:
        return _sole_image(page, max_pixels)
    except UNEXTRACTABLE:
        return None


def _sole_image(page: pikepdf.Page, max_pixels: int) -> Image.Image | None:
    if len(page.obj.get("/Annots", [])) or _content_bytes(page) > CONTENT_LIMIT_BYTES:
        return None
    drawn = _drawn(page)
    if drawn is None or not _covers(drawn[1], page):
        return None
    held = page.resources.get("/XObject")
    stream = held.get(drawn[0]) if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream) or not _is_simple(stream, max_pixels):
        return None
    return _decoded(stream)


def _content_bytes(page: pikepdf.Page) -> int:
    content = page.obj.get("/Contents")
    if content is None:
        return 0
    streams = content if isinstance(content, pikepdf.Array) else [content]
    return sum(int(stream.get("/Length", 0)) for stream in streams)


def _drawn(page: pikepdf.Page) -> tuple[str, pikepdf.Matrix] | None:
    """Name and matrix of the only thing drawn; ``None`` if there is another or none."""
    matrix, stack, mode = pikepdf.Matrix(), [], 0
    found: list[tuple[str, pikepdf.Matrix]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q" and stack:
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(number) for number in operands)) @ matrix
        elif operator == "Tr":
            mode = int(operands[0])
        elif operator == "Do":
            found.append((str(operands[0]), matrix))
        elif not _draws_nothing(operator, mode):
            return None
    return found[0] if len(found) == 1 else None


def _draws_nothing(operator: str, text_mode: int) -> bool:
    return operator in STATE_OPERATORS or (operator in TEXT_OPERATORS and text_mode == INVISIBLE)


def _covers(matrix: pikepdf.Matrix, page: pikepdf.Page) -> bool:
    """Whether the unit square lands upright on the page's visible part and fills it."""
    a, b, c, d, e, f = matrix.shorthand
    if abs(b) + abs(c) > 1e-3 * (abs(a) + abs(d)) or a <= 0 or d <= 0:
        return False
    left, bottom, right, top = (float(side) for side in page.cropbox)
    width, height = right - left, top - bottom
    slack_across, slack_up = (1 - FULL_COVER) * width, (1 - FULL_COVER) * height
    return (
        abs(e - left) < slack_across
        and abs(f - bottom) < slack_up
        and abs(e + a - right) < slack_across
        and abs(f + d - top) < slack_up
    )


def _is_simple(stream: pikepdf.Stream, max_pixels: int) -> bool:
    richer = ("/SMask", "/Mask", "/ImageMask", "/Decode")
    if stream.get("/Subtype") != "/Image" or any(key in stream for key in richer):
        return False
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > max_pixels:
        return False
    image = pikepdf.PdfImage(stream)
    return (
        len(image.filters) == 1
        and image.filters[0] in SIMPLE_FILTERS
        and image.colorspace in ("/DeviceGray", "/DeviceRGB", "/ICCBased", "/CalGray", "/CalRGB")
        and image.bits_per_component in (1, 8)
    )


def _decoded(stream: pikepdf.Stream) -> Image.Image | None:
    image = pikepdf.PdfImage(stream)
    if image.filters[0] != "/DCTDecode":
        opened = image.as_pil_image()
    else:
        opened = Image.open(io.BytesIO(stream.read_raw_bytes()), formats=("JPEG",))
        opened.load()
        opened.getexif().clear()
    return opened if opened.mode in ("1", "L", "RGB") else None
