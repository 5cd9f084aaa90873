"""A few strips of a page at its own resolution: enough to tell how its paper is grained."""

import numpy as np

from ocr.ink import EDGE_SHARE
from ocr.pixels import Pixels

STRIPS = 6
STRIP_ROWS = 10


def strips_of(grey: Pixels) -> Pixels:
    """``STRIPS`` strips from top to bottom of ``(height, width)`` pixels, one below the other."""
    height, width = grey.shape
    down, across = round(height * EDGE_SHARE), round(width * EDGE_SHARE)
    tops = np.linspace(down, max(down, height - down - STRIP_ROWS), STRIPS).astype(int)
    pieces = [grey[top : top + STRIP_ROWS, across : width - across] for top in tops]
    return np.ascontiguousarray(np.vstack(pieces))
