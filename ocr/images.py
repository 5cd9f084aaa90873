"""Loads scans as 8-bit pixels; knows files, not text.

Runs in the confined child only, because it decodes what was delivered.
"""

import math
import struct
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from ocr.bombs import BOMBS, limit_pictures
from ocr.pixels import Picture, Pixels, without_empty_colour
from ocr.resolution import believable_dpi, inferred_dpi
from records.errors import InputError

DEEPEST_OF_8_BITS = 255
DEEPEST_OF_16_BITS = 65535
SQUARE_TOLERANCE = 1.05
HIGHEST_STRETCH = 4.0
"""Fax lines are twice as far apart as their dots; a file that states much more is not believed."""
LONGEST_SIDE = 32_767
"""Pixels; Tesseract reads no longer one, and JPEG stores twice as many."""
AT_ONCE_PIXELS, BAND_PIXELS = 1 << 24, 1 << 21
"""An A4 page at 400 dpi has no more than the former; bands cost time and save memory."""
DECODE_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    AttributeError,
    struct.error,
    *BOMBS,
)
"""What Pillow raises on spoilt pictures; found by spoiling some (bench/fuzz.py)."""


def picture_of(image: Image.Image, subject: str, max_pixels: int) -> Picture:
    """An opened image as 8-bit pixels with a believable resolution.

    Raises:
        InputError: O002 not decodable, O003 more than ``max_pixels`` or ``LONGEST_SIDE``.
    """
    _refuse_too_large(image.size, subject, max_pixels)
    stated = _stated_dpi(image)
    try:
        image.load()
        # Pillow would copy an upright picture too, and one of 100 megapixels is 400 MB.
        is_upright = image.getexif().get(ExifTags.Base.Orientation, 1) == 1
        upright = image if is_upright else ImageOps.exif_transpose(image)
        pixels = _eight_bit(upright)
    except DECODE_ERRORS as error:
        raise InputError("O002", subject, detail=str(error)) from error
    bitonal = image.mode == "1"
    size = _square_size(upright.size, stated)
    _refuse_too_large(size, subject, max_pixels)
    treatments: tuple[str, ...] = ()
    if size != upright.size:
        stretched = Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC)
        pixels = np.asarray(stretched)
        treatments = ("pixels-squared",)
    pixels = without_empty_colour(pixels)
    dpi = believable_dpi(*size, max(stated))
    if dpi is None:
        dpi = inferred_dpi(*size)
        treatments = (*treatments, "dpi-inferred-from-a4")
    return Picture(pixels=pixels, dpi=dpi, bitonal=bitonal, treatments=treatments)


def open_frame(path: Path, kind: str, number: int, max_pixels: int) -> Image.Image:
    """Frame ``number`` (from 1) of a ``kind`` (``TIFF``, ``JPEG``, ``PNG``) file, undecoded.

    Raises:
        InputError: O002 not decodable, O003 too large, O006 no such frame.
    """
    limit_pictures(max_pixels)
    try:
        image = Image.open(path, formats=(kind,))
    except BOMBS as error:
        raise InputError("O003", path.name, width="?", height="?", limit=max_pixels) from error
    except DECODE_ERRORS as error:
        raise InputError("O002", path.name, detail=str(error)) from error
    try:
        image.seek(number - 1)
    except EOFError as error:
        image.close()
        raise InputError("O006", path.name, number=number) from error
    except DECODE_ERRORS as error:
        image.close()
        raise InputError("O002", path.name, detail=str(error)) from error
    return image


def _eight_bit(image: Image.Image) -> Pixels:
    """A large picture band by band, so that no second one of its size is held in another form."""
    deepest = _deepest(image)
    if image.width * image.height <= AT_ONCE_PIXELS:
        return _eight_bit_band(image, deepest)
    rows = max(1, BAND_PIXELS // image.width)
    shape = _eight_bit_band(image.crop((0, 0, 1, 1)), deepest).shape[2:]
    pixels = np.empty((image.height, image.width, *shape), np.uint8)
    for top in range(0, image.height, rows):
        bottom = min(image.height, top + rows)
        band = image.crop((0, top, image.width, bottom))
        pixels[top:bottom] = _eight_bit_band(band, deepest)
    return pixels


def _eight_bit_band(image: Image.Image, deepest: int) -> Pixels:
    if image.mode == "1":
        return np.asarray(image.convert("L"))
    if deepest:
        levels = np.asarray(image).astype(np.float32).clip(0, deepest)
        return (levels * (DEEPEST_OF_8_BITS / deepest)).astype(np.uint8)
    if "A" in image.getbands() or "transparency" in image.info:
        see_through = image.convert("RGBA")
        paper = Image.new("RGBA", see_through.size, "white")
        image = Image.alpha_composite(paper, see_through)
    return np.asarray(image if image.mode in ("L", "RGB") else image.convert("RGB"))


def _deepest(image: Image.Image) -> int:
    """The level of white in a picture of more than 8 bits; 0 for all others."""
    if not image.mode.startswith("I") and image.mode != "F":
        return 0
    highest = np.asarray(image).max(initial=0)
    return DEEPEST_OF_8_BITS if highest <= DEEPEST_OF_8_BITS else DEEPEST_OF_16_BITS


def _stated_dpi(image: Image.Image) -> tuple[float, float]:
    stated = image.info.get("dpi") or (0.0, 0.0)
    try:
        across, down = (float(dots) for dots in stated)
    except DECODE_ERRORS:
        return 0.0, 0.0
    low, high = min(across, down), max(across, down)
    believable = low > 1 and high <= HIGHEST_STRETCH * low and math.isfinite(high)
    return (across, down) if believable else (0.0, 0.0)


def _square_size(size: tuple[int, int], stated: tuple[float, float]) -> tuple[int, int]:
    across, down = stated
    if not across or max(stated) / min(stated) < SQUARE_TOLERANCE:
        return size
    return round(size[0] * max(stated) / across), round(size[1] * max(stated) / down)


def _refuse_too_large(size: tuple[int, int], subject: str, max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise InputError("O003", subject, width=width, height=height, limit=max_pixels)
    if max(size) > LONGEST_SIDE:
        limit = f"{LONGEST_SIDE} × {LONGEST_SIDE}"
        raise InputError("O003", subject, width=width, height=height, limit=limit)
