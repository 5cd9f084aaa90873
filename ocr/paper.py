"""Uneven paper: stains, yellowed rims, the shadow of a gutter; told by its level, evened to read.

The engine has one threshold for a page; what is darker than that is black to it, with its print.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import EDGE_SHARE
from ocr.pixels import Pixels

SAMPLE_DPI = 36
CELL_SAMPLES = 12
"""A third of an inch, higher than a line, so that a quarter of it is paper between letters."""
CELL_PAPER = 0.75
DARK_CELLS, BRIGHT_CELLS = 0.05, 0.8
UNEVEN = 0.88
"""Brightness of the paper where it is darkest as a share of where it is bright. Paper that varies
by 0.82 was read with 6 letters in a hundred wrong; of 72 real pages and 48 samples the darkest had
0.99 (2026-11)."""
GROUND_DPI = 25
GROUND_REACH, GROUND_EVEN = 5, 3
"""Dots of a millimetre: the strokes of headings are narrower than 5."""
DARKEST_GROUND = 0.2
"""Of the page's paper: black rims and pictures stay black."""
PAPER = 245.0


def is_uneven(grey: Pixels, dpi: int) -> bool:
    """Whether the paper of ``(height, width)`` grey pixels is much darker here than there."""
    levels = _levels(grey, dpi)
    if not levels.size:
        return False
    dark, bright = np.quantile(levels, (DARK_CELLS, BRIGHT_CELLS))
    return bool(dark < UNEVEN * bright)


def evened(grey: Pixels, dpi: int) -> Pixels:
    """The page as if its paper were equally bright all over."""
    height, width = grey.shape
    scale = min(1.0, GROUND_DPI / dpi)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    reach = np.ones((GROUND_REACH, GROUND_REACH), np.uint8)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, reach)
    ground = np.asarray(cv2.medianBlur(closed, GROUND_EVEN))
    least = DARKEST_GROUND * float(np.quantile(ground, BRIGHT_CELLS))
    ground = np.maximum(ground, np.uint8(max(1.0, least)))
    whole = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return cast("Pixels", cv2.divide(grey, whole, scale=PAPER))


def _levels(grey: Pixels, dpi: int) -> NDArray[np.uint8]:
    """The paper's level in each cell of the page, its rim left out."""
    step = max(1, round(dpi / SAMPLE_DPI))
    down, across = (round(length * EDGE_SHARE) for length in grey.shape)
    few = grey[down : grey.shape[0] - down : step, across : grey.shape[1] - across : step]
    height, width = (length // CELL_SAMPLES for length in few.shape)
    cells = few[: height * CELL_SAMPLES, : width * CELL_SAMPLES]
    cells = cells.reshape(height, CELL_SAMPLES, width, CELL_SAMPLES).swapaxes(1, 2)
    flat = cells.reshape(height * width, CELL_SAMPLES**2)
    rank = round(CELL_PAPER * CELL_SAMPLES**2)
    return np.asarray(np.partition(flat, rank, axis=1)[:, rank], np.uint8)
