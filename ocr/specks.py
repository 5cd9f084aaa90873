"""Specks, as of dirty glass and bad lines: told by single dots apart, taken out before it is read.

Letters have no single dots: at 150 dpi a dot on an i is two pixels wide.
"""

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pixels import Pixels
from ocr.strips import strips_of

SPECK_DEPTH = 70
"""Grey levels between a speck and all that is around it; the edges of letters are smoother."""
SPECKLED = 0.001
"""Share of dots that are specks. Specks on one dot in a hundred give 0.004, the worst of 72 real
and 48 sample pages 0.0002 (2026-11)."""
MOST_DOTS = 3
"""Touching specks that are taken out; with 5 and more the marks over letters go too at 150 dpi."""
BAND_ROWS = 1000
"""Looked at together: numbering what stands apart takes four bytes a dot."""
AROUND = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)


def is_speckled(grey: Pixels) -> bool:
    """Whether ``(height, width)`` grey pixels are strewn with single dark dots."""
    strips = strips_of(grey)
    if not strips.size:
        return False
    lone = cv2.subtract(cv2.erode(strips, AROUND), strips)
    return bool(np.count_nonzero(np.asarray(lone) > SPECK_DEPTH) > SPECKLED * strips.size)


def without_specks(grey: Pixels) -> Pixels:
    """The page with each speck, dark or light, as bright as the middle of the dots around it."""
    middle = cast("Pixels", cv2.medianBlur(grey, 3))
    cleared = grey.copy()
    for top in range(0, len(grey), BAND_ROWS):
        rows = slice(top, top + BAND_ROWS)
        darker = _small(cv2.subtract(middle[rows], grey[rows]))
        lighter = _small(cv2.subtract(grey[rows], middle[rows]))
        cleared[rows] = np.where(darker | lighter, middle[rows], grey[rows])
    return cleared


def _small(difference: NDArray[Any]) -> NDArray[np.bool_]:
    """Where few dots stand out; more in a row are a hairline of a letter."""
    apart = np.asarray(difference > SPECK_DEPTH).astype(np.uint8)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(apart, connectivity=8)
    is_small = statistics[:, cv2.CC_STAT_AREA] <= MOST_DOTS
    is_small[0] = False
    return np.asarray(is_small[labels])
