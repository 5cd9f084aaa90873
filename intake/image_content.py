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

_FAULTS = (OSError, SyntaxError, ValueError, EOFError, struct.error)
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_PREMATURE_END = "Premature end"


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
    formats = ("JPEG", "MPO") if kind == "JPEG" else (kind,)
    with Image.open(path, formats=formats) as image, _complaints() as said:
        frames = _decoded_frames(image, name, max_pages) if kind == "TIFF" else 1
        if kind == "JPEG":
            # Pillow keeps libjpeg's warnings to itself; at an eighth of the size, decoding to
            # hear them costs little.
            cv2.imread(str(path), cv2.IMREAD_REDUCED_GRAYSCALE_8)
        elif kind == "PNG":
            image.load()
    complaint = said.get("text", "")
    if complaint and (kind != "JPEG" or _PREMATURE_END in complaint):
        raise InputError("I042", name, kind=kind, reason=complaint)
    return {"page_count": frames, "doubtful": int(bool(complaint))}


def _decoded_frames(image: ImageFile.ImageFile, name: str, max_pages: int) -> int:
    frames = 0
    while True:
        try:
            image.seek(frames)
        except EOFError:
            return frames
        if frames == max_pages:
            raise InputError("I046", name, pages=f"> {max_pages}", limit=max_pages)
        image.load()
        frames += 1


@contextmanager
def _complaints() -> Iterator[dict[str, str]]:
    """What the C libraries print on descriptor 2 while they decode: their only way to say it."""
    said: dict[str, str] = {}
    own = os.dup(2)
    with tempfile.TemporaryFile() as heard:
        os.dup2(heard.fileno(), 2)
        try:
            yield said
        finally:
            os.dup2(own, 2)
            os.close(own)
        heard.seek(0)
        said["text"] = " ".join(heard.read(500).decode("utf-8", "replace").split())
