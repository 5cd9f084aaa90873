"""Which way up a page is; asks the engine only when there is reason to doubt.

The engine's own detection is right on every page tried but costs half a reading, so it is asked for
pages whose ink runs upwards, and for pages that could not be read with confidence.
"""

import math
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.deskew import levelness
from ocr.pixels import Pixels
from ocr.tesseract import find_orientation

ORIENTATION_DPI = 150
"""As good as 300 and a quarter cheaper (24 of 24 pages at both, measured 2026-11)."""
SURE = 1.0
"""Detections below this are guesses. Sure ones can be wrong too, on pages with little text."""
DOUBTFUL_CONFIDENCE = 0.6
"""Upright pages were read at 0.68 or more, turned ones at 0.44 or less (19 pages, 2026-11)."""
UPWARD_SHARE = 0.8
"""Sharpness of the profile down the page over that across it; upright prose stays below 0.5."""


def runs_upwards(ink: NDArray[np.bool_]) -> bool:
    """Whether the ink stands in columns as it does on a page lying on its side, or in a table."""
    return levelness(ink.T) > UPWARD_SHARE * levelness(ink)


def quarter_turn(grey: Pixels, dpi: int, folder: Path) -> int:
    """Degrees (0, 90, 180, 270) to turn a page clockwise; 0 when the engine is not sure."""
    scale = min(1.0, ORIENTATION_DPI / dpi)
    size = (math.ceil(grey.shape[1] * scale), math.ceil(grey.shape[0] * scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = find_orientation(small, min(dpi, ORIENTATION_DPI), folder)
    return found[0] if found is not None and found[1] >= SURE else 0
