"""Takes out the one image that a scanned PDF page consists of; richer pages are rendered."""

import io

import pikepdf
from PIL import Image

from ocr.annotations import UNEXTRACTABLE
from ocr.page_drawing import PageDrawing, PlacedImage
from ocr.rectangle import Rectangle, is_upright

FULL_COVER = 0.97
SIMPLE_FILTERS = frozenset(("/DCTDecode", "/CCITTFaxDecode", "/FlateDecode"))


def sole_image(drawing: PageDrawing, area: Rectangle, max_pixels: int) -> Image.Image | None:
    """The image that covers the page's visible ``area`` and is all one can see of it.

    ``None`` if there is more to see. The image is not yet turned by the page's ``/Rotate``.
    """
    if not drawing.only_images or len(drawing.images) != 1:
        return None
    image = drawing.images[0]
    try:
        simple = _covers(image, area) and _is_simple(image.stream, max_pixels)
        return _decoded(image.stream) if simple else None
    except UNEXTRACTABLE:
        return None


def _covers(image: PlacedImage, area: Rectangle) -> bool:
    """Whether the image stands upright on the page's visible part and fills it, no more."""
    square = Rectangle.around((0, 0, 1, 1), image.matrix)
    slack_across = (1 - FULL_COVER) * (area.right - area.left)
    slack_up = (1 - FULL_COVER) * (area.top - area.bottom)
    return (
        image.is_plain
        and is_upright(image.matrix)
        and abs(square.left - area.left) < slack_across
        and abs(square.right - area.right) < slack_across
        and abs(square.bottom - area.bottom) < slack_up
        and abs(square.top - area.top) < slack_up
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
