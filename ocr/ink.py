"""Where a page is dark: the small picture that skew, orientation and blankness are judged on."""

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


def ink_of(grey: Pixels, dpi: int) -> Ink:
    """The ink of a grey page as ``(height, width)`` booleans at 75 dpi, its rim cut off."""
    scale = min(1.0, INK_DPI / dpi)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    down, across = (round(side * EDGE_SHARE) for side in small.shape)
    inner = small[down : small.shape[0] - down, across : small.shape[1] - across]
    paper = float(np.median(inner)) if inner.size else 255.0
    return np.asarray(inner < paper - INK_DEPTH)


def is_blank(ink: Ink) -> bool:
    """Whether a page has nothing on it but specks of dust."""
    _, _, statistics, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    areas = statistics[1:, cv2.CC_STAT_AREA]
    return int(areas[areas > SPECK_PIXELS].sum()) < BLANK_PIXELS
