"""Pale print, as of weak carbon copies and wrong exposure: told by its depth, stretched to black.

Ink that is less deep than show-through would be hides a page's skew, or makes it pass as blank.
"""

from typing import cast

import cv2
import numpy as np

from ocr.ink import BLANK_PIXELS, INK_DPI, count_words, ink_of
from ocr.pixels import Pixels

PALE = 100
"""Grey levels between the paper and the darkest dots, seen from afar. Black print has 170 and more,
72 worn or sound real pages 120 and more (2026-11)."""
WORD_DEPTH = 12
"""Grey levels at 75 dpi, where strokes 30 levels deep have 15. Most of what shines through from
the back stays above."""
FEWEST_WORDS = 5
DARKEST_SHARE = 0.005
"""A page with a few lines of print has more ink."""
ROWS_SKIPPED = 4


def is_pale(grey: Pixels, dpi: int) -> bool:
    """Whether ``(height, width)`` grey pixels have words and yet nothing dark.

    Only the reader can tell whether they are print: what shines through from the back has words.
    """
    step = max(1, round(dpi / INK_DPI))
    few = np.ascontiguousarray(grey[::step, ::step])
    counts = np.asarray(cv2.calcHist([few], [0], None, [256], [0, 256])).ravel().cumsum()
    paper, dark = np.searchsorted(counts, (few.size / 2, BLANK_PIXELS))
    if paper - dark >= PALE:
        return False
    return max(count_words(ink_of(grey, dpi, WORD_DEPTH))) >= FEWEST_WORDS


def stretched(grey: Pixels) -> Pixels:
    """The page with its darkest strokes black and its paper white."""
    few = grey[::ROWS_SKIPPED, ::ROWS_SKIPPED]
    paper, darkest = float(np.median(few)), float(np.quantile(few, DARKEST_SHARE))
    levels = np.clip((np.arange(256) - darkest) / max(1.0, paper - darkest), 0.0, 1.0) * 255
    return cast("Pixels", cv2.LUT(grey, levels.astype(np.uint8)))
