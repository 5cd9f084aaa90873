"""Coarse grain, as of dark originals lit up by the scanner: told on the paper, smoothed to be read.

Finer grain is left as it is: it is read no worse.
"""

from typing import cast

import cv2
import numpy as np

from ocr.ink import INK_DEPTH
from ocr.pixels import Pixels
from ocr.strips import strips_of

COARSE_GRAIN = 17.0
"""Standard deviation of grey levels. Noise of 25, clipped by white paper, measures 13 and is read
as clean print; noise of 50 measures 20 to 25, 72 real and 48 sample pages none (2026-11)."""
CROSS = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
CROSS_DEVIATIONS = 6.0
"""The cross answers to noise of one grey level with this deviation, to slopes and edges with 0.

Source: J. Immerkaer, Fast Noise Variance Estimation, 1996.
"""
MEDIAN_DEVIATION = 0.6745
"""Half of what is normally distributed is nearer to the middle, in standard deviations."""
SMOOTHING_PIXELS = 0.8


def is_grainy(grey: Pixels) -> bool:
    """Whether the paper of ``(height, width)`` grey pixels has coarse grain."""
    strips = strips_of(grey)
    if not strips.size:
        return False
    answers = np.abs(np.asarray(cv2.filter2D(strips, cv2.CV_16S, CROSS)))
    on_paper = answers[strips > float(np.median(strips)) - INK_DEPTH]
    if not on_paper.size:
        return False
    grain = float(np.median(on_paper)) / (MEDIAN_DEVIATION * CROSS_DEVIATIONS)
    return grain > COARSE_GRAIN


def smoothed(grey: Pixels) -> Pixels:
    """The page with its grain, and the edges of its letters, blurred by less than a dot."""
    return cast("Pixels", cv2.GaussianBlur(grey, (0, 0), SMOOTHING_PIXELS))
