"""Where a page is dark: the small picture that skew, orientation and blankness are judged on."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pixels import Pixels

Ink = NDArray[np.bool_]
"""``(height, width)`` at 75 dpi, true where the paper is dark."""

INK_DPI = 75
EDGE_SHARE = 0.03
"""Cut from each side: scanners leave shadows and black rims there."""
INK_DEPTH = 50
"""Grey levels below the paper's own from which a spot counts as ink; show-through stays above."""
SPECK_PIXELS = 3
BLANK_PIXELS = 60
"""At 75 dpi a single short word has more."""
WORD_GAP = 3
"""Ink closer than this many pixels at 75 dpi belongs to one word."""
LETTER_HEIGHT = range(4, 25)
LONGEST_WORD = 150
LONG = 1.5


def small_of(grey: Pixels, dpi: int) -> Pixels:
    """A grey page at 75 dpi, or at its own resolution where that is lower."""
    fine = float(dpi)
    # Halving is the one step that OpenCV does fast: 2 ms on an A4 page at 300 dpi, in one step 12.
    while fine >= 2 * INK_DPI and min(grey.shape) > 1:
        height, width = (side // 2 for side in grey.shape)
        even = grey[: 2 * height, : 2 * width]
        grey = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        fine /= 2
    scale = min(1.0, INK_DPI / fine)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def ink_of(grey: Pixels, dpi: int, depth: int = INK_DEPTH) -> Ink:
    """The ink of a grey page as ``(height, width)`` booleans at 75 dpi, its rim cut off.

    ``depth`` is the grey levels below the paper's own from which a spot counts.
    """
    small = small_of(grey, dpi)
    down, across = (round(side * EDGE_SHARE) for side in small.shape)
    inner = small[down : small.shape[0] - down, across : small.shape[1] - across]
    paper = float(np.median(inner)) if inner.size else 255.0
    return np.asarray(inner < paper - depth)


def is_blank(ink: Ink) -> bool:
    """Whether a page has nothing on it but specks of dust."""
    _, _, statistics, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    areas = statistics[1:, cv2.CC_STAT_AREA]
    return int(areas[areas > SPECK_PIXELS].sum()) < BLANK_PIXELS


def count_words(ink: Ink) -> tuple[int, int]:
    """How many blobs of ink at 75 dpi have the size of words, lying and standing on end."""
    near = np.ones((WORD_GAP, WORD_GAP), np.uint8)
    blobs = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, near)
    _, _, statistics, _ = cv2.connectedComponentsWithStats(blobs, connectivity=8)
    width, height = statistics[1:, cv2.CC_STAT_WIDTH], statistics[1:, cv2.CC_STAT_HEIGHT]
    return _words(width, height), _words(height, width)


def _words(length: NDArray[Any], breadth: NDArray[Any]) -> int:
    tall_as_letters = (breadth >= LETTER_HEIGHT.start) & (breadth < LETTER_HEIGHT.stop)
    word_like = (length > LONG * breadth) & (length <= LONGEST_WORD)
    return int((tall_as_letters & word_like).sum())
