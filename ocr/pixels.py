"""A page as 8-bit pixels, and which of its channels says what; knows no files."""

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.kept_scan import KeptScan

Pixels = NDArray[np.uint8]
"""``(height, width)`` grey or ``(height, width, 3)`` RGB, 0 = black."""

GREY_DIMENSIONS = 2
GREY_SPREAD = 12
"""Channels that differ by less everywhere hold no colour: JPEG noise stays below."""
SAMPLE_STEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A decoded page; ``bitonal`` if the scan had black and white only.

    ``scan`` holds the delivered images where they can be shown as they are, and ``scan_size`` the
    pixels (width, height) of the page as it was decoded, before anything was turned. ``cleaned``
    is grey and as large as ``pixels``: what is read in their stead where the page is dirty.
    """

    pixels: Pixels
    dpi: int
    bitonal: bool
    treatments: tuple[str, ...] = ()
    scan: KeptScan | None = None
    scan_size: tuple[int, int] = (0, 0)
    cleaned: Pixels | None = None

    def keeping(self, scan: KeptScan | None) -> Self:
        """The picture, just decoded, with the images that it was decoded from."""
        height, width = self.pixels.shape[:2]
        return replace(self, scan=scan, scan_size=(width, height))

    def treated(self, *names: str) -> Self:
        """The picture with the names of what was done to it."""
        return replace(self, treatments=(*self.treatments, *names))

    @property
    def is_colour(self) -> bool:
        """Whether there are three channels."""
        return self.pixels.ndim > GREY_DIMENSIONS

    @property
    def letters(self) -> Pixels:
        """``(height, width)`` grey pixels to be read."""
        return lettering(self.pixels) if self.cleaned is None else self.cleaned


def lettering(pixels: Pixels) -> Pixels:
    """What is read: the red channel, in which red seals and stamps vanish from the letters."""
    return pixels if pixels.ndim == GREY_DIMENSIONS else np.ascontiguousarray(pixels[:, :, 0])


def darkest(pixels: Pixels) -> Pixels:
    """What blankness is judged on: here a page with nothing but a red seal is not empty."""
    if pixels.ndim == GREY_DIMENSIONS:
        return pixels
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def without_empty_colour(pixels: Pixels) -> Pixels:
    """Grey pixels for an RGB picture that holds no colour; anything else as it is."""
    if pixels.ndim == GREY_DIMENSIONS:
        return pixels
    red, green, blue = cv2.split(np.ascontiguousarray(pixels[::SAMPLE_STEP, ::SAMPLE_STEP]))
    highest, lowest = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    spread = int((np.asarray(highest) - np.asarray(lowest)).max(initial=0))
    return np.ascontiguousarray(pixels[:, :, 1]) if spread < GREY_SPREAD else pixels
