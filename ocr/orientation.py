"""Which way up a page is; asks the engine only when there is reason to doubt.

The engine's own detection is right on every page tried but costs half a reading, so it is asked for
pages whose words stand upwards, and for pages that could not be read with confidence.
"""

import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import Ink
from ocr.pixels import Pixels
from ocr.tesseract import find_orientation

ORIENTATION_DPI = 150
"""As good as 300 and a quarter cheaper (24 of 24 pages at both, measured 2026-11)."""
SURE = 1.0
"""Detections below this are guesses. Sure ones can be wrong too, on pages with little text."""
DOUBTFUL_CONFIDENCE = 0.6
"""Upright pages were read at 0.68 or more, turned ones at 0.44 or less (19 pages, 2026-11)."""
WORD_GAP = 3
"""Ink closer than this many pixels at 75 dpi belongs to one word."""
LETTER_HEIGHT = range(4, 25)
LONGEST_WORD = 150
LONG = 1.5
UPWARD_SHARE = 0.5
"""Of the long blobs of ink those that stand: upright pages have at most a quarter of them, tables
with many rules included, and pages on their side three quarters (102 pages, 2026-11)."""


def runs_upwards(ink: Ink) -> bool:
    """Whether the words stand on end, as they do on a page lying on its side; ink at 75 dpi."""
    near = np.ones((WORD_GAP, WORD_GAP), np.uint8)
    blobs = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, near)
    _, _, statistics, _ = cv2.connectedComponentsWithStats(blobs, connectivity=8)
    width, height = statistics[1:, cv2.CC_STAT_WIDTH], statistics[1:, cv2.CC_STAT_HEIGHT]
    lying, standing = _words(width, height), _words(height, width)
    return standing > UPWARD_SHARE * (lying + standing)


def quarter_turn(grey: Pixels, dpi: int, folder: Path) -> int:
    """Degrees (0, 90, 180, 270) to turn a page clockwise; 0 when the engine is not sure."""
    scale = min(1.0, ORIENTATION_DPI / dpi)
    size = (math.ceil(grey.shape[1] * scale), math.ceil(grey.shape[0] * scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = find_orientation(small, min(dpi, ORIENTATION_DPI), folder)
    return found[0] if found is not None and found[1] >= SURE else 0


def _words(length: NDArray[Any], breadth: NDArray[Any]) -> int:
    tall_as_letters = (breadth >= LETTER_HEIGHT.start) & (breadth < LETTER_HEIGHT.stop)
    word_like = (length > LONG * breadth) & (length <= LONGEST_WORD)
    return int((tall_as_letters & word_like).sum())
