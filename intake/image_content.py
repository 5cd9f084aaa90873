"""Judges TIFF, JPEG and PNG files; runs only inside the confined child.

Sizes are read from the header before any pixel is decoded; then every frame is decoded once.
"""

import os
import re
import struct
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
from PIL import Image, ImageFile

from records.errors import InputError

_FAULTS = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError,
    struct.error,
)  # fmt: skip
"""What Pillow raises for spoiled headers; found by spoiling some."""
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_DAMAGE = re.compile(r"Premature|Bad code word|TIFF_Error")
_DOUBT = re.compile(r"Corrupt JPEG|Line length mismatch|^(?!\[)")
_HEARD_BYTES = 1 << 16
_LENIENT = frozenset({"group3", "group4", "tiff_ccitt", "jpeg"})
"""Compressions in which Pillow passes over damage: it switches libtiff's warnings off."""


def read_image(path: Path, name: str, kind: str, max_pixels: int, max_pages: int) -> dict[str, int]:
    """Frames of an image, and whether its decoder complained (``doubtful``) without giving up.

    Raises:
        InputError: too many frames (I046), one too large (I045), or a damaged one (I042).
    """
    # Pillow warns from its limit on and refuses at twice of it; here the limit is the limit.
    Image.MAX_IMAGE_PIXELS = max_pixels
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return _judged(path, name, kind, max_pages)
    except _BOMBS as error:
        pixels = (re.findall(r"\((\d+) pixels\)", str(error)) or ["?"])[0]
        raise InputError("I045", name, page="?", pixels=pixels, limit=max_pixels) from error
    except _FAULTS as error:
        raise InputError("I042", name, kind=kind, reason=str(error)) from error


def _judged(path: Path, name: str, kind: str, max_pages: int) -> dict[str, int]:
    if kind == "PNG":
        with Image.open(path, formats=(kind,)) as image:
            image.verify()
    with Image.open(path, formats=(kind,)) as image, _complaints() as heard:
        frames = 1
        if kind == "TIFF":
            frames = _decoded_frames(image, path, name, max_pages)
        # libjpeg's warnings, which Pillow keeps to itself, are heard through OpenCV; at an eighth
        # of the size that costs little.
        elif kind == "PNG" or cv2.imread(str(path), cv2.IMREAD_REDUCED_GRAYSCALE_8) is None:
            image.load()
    damage = [line for line in heard if _DAMAGE.search(line)]
    if damage or (heard and kind == "PNG"):
        raise InputError("I042", name, kind=kind, reason=(damage or heard)[0][-200:])
    return {"page_count": frames, "doubtful": int(any(_DOUBT.search(line) for line in heard))}


def _decoded_frames(image: ImageFile.ImageFile, path: Path, name: str, max_pages: int) -> int:
    frames = 0
    while True:
        try:
            image.seek(frames)
        except EOFError:
            return frames
        if frames == max_pages:
            raise InputError("I046", name, pages=f"> {max_pages}", limit=max_pages)
        image.load()
        if image.info.get("compression") in _LENIENT:
            cv2.imreadmulti(str(path), frames, 1, flags=cv2.IMREAD_GRAYSCALE)
        frames += 1


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Lines that the C libraries print on descriptor 2 while they decode; they say it nowhere else.

    The list is filled when the block ends.
    """
    said: list[str] = []
    own = os.dup(2)
    with tempfile.TemporaryFile() as heard:
        os.dup2(heard.fileno(), 2)
        try:
            yield said
        finally:
            os.dup2(own, 2)
            os.close(own)
        heard.seek(0)
        said.extend(heard.read(_HEARD_BYTES).decode("utf-8", "replace").splitlines())
