"""Which way up a page is; the engine is asked only when there is reason to doubt.

The engine's own detection is right on nearly every page but costs half a reading, so it is asked
for pages that do not show by their words which way they lie, and for pages that could not be read
with confidence.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.deskew import measure_skew
from ocr.ink import LETTER_HEIGHT, Ink, count_words
from ocr.pixels import Pixels
from ocr.tesseract import find_orientation

ORIENTATION_DPI = 150
"""As good as 300 and a quarter cheaper (24 of 24 pages at both, measured 2026-11)."""
SURE = 1.0
"""Detections below this are guesses. Sure ones can be wrong too, on pages with little text."""
DOUBTFUL_CONFIDENCE = 0.6
UPRIGHT_CONFIDENCE, TURNED_CONFIDENCE = 0.68, 0.44
"""Upright pages were read at the first or more, turned ones at the second or less (19 pages,
2026-11)."""
UPWARD_SHARE = 0.5
"""Of the long blobs of ink those that stand: upright pages have at most a quarter of them, tables
with many rules included, and pages on their side three quarters (102 pages, 2026-11)."""
LETTER_WIDTH = 80
FEWEST_LETTERS = 100
STEPS_IN_PIXEL, SAME_EDGE_STEPS = 4, 6
"""Edges within a pixel and a half are taken for one, wherever the pixels' own borders fall."""
STANDING = 0.08
"""How much evener one edge of the letters must be than the other to tell which is the foot. On 98
upright pages it came out between 0.01 and 0.35 at slants up to 10 degrees, and above -0.04 at 14;
nine in ten are above this, and small print in tables comes lowest (2026-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How to turn a page upright: a quarter turn (0, 90, 180, 270), and the skew after it.

    Both in degrees clockwise. ``is_doubtful`` if the engine had better be asked first.
    """

    quarter_degrees: int
    skew_degrees: float
    is_doubtful: bool = False


def likely_stance(ink: Ink) -> Stance:
    """How a page lies, told by its ink at 75 dpi alone.

    Doubtful is a page on its side that does not show its foot; one whose words lie is then taken
    to stand.
    """
    on_side = _runs_upwards(ink)
    lying = np.rot90(ink) if on_side else ink
    skew = measure_skew(lying)
    foot = _evenness_of_foot(lying, skew)
    on_head = foot < 0 if on_side else foot <= -STANDING
    return Stance(
        quarter_degrees=90 * ((2 * on_head + 3 * on_side) % 4),
        skew_degrees=skew,
        is_doubtful=on_side and abs(foot) < STANDING,
    )


def stance_after(quarter_degrees: int, ink: Ink) -> Stance:
    """The stance with a quarter turn that is known, and the skew that the ink at 75 dpi shows."""
    turned_ink = np.rot90(ink, -(quarter_degrees // 90))
    return Stance(quarter_degrees=quarter_degrees, skew_degrees=measure_skew(turned_ink))


def how_sure(confidence: float) -> float:
    """How sure it is that a page stands upright, 0 to 1, by the confidence it was read with."""
    share = (confidence - TURNED_CONFIDENCE) / (UPRIGHT_CONFIDENCE - TURNED_CONFIDENCE)
    return round(min(1.0, max(0.0, share)), 4)


def _evenness_of_foot(ink: Ink, skew: float) -> float:
    """Between -1 and 1; above 0 where letters share their lower edge, which print does on its line.

    Upper edges are uneven: capitals, ascenders and the marks of Vietnamese stand above the rest,
    and fewer letters reach below the line.
    """
    _, _, statistics, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    left, top, width, height = statistics[1:, :4].T
    letters = (
        (height >= LETTER_HEIGHT.start) & (height < LETTER_HEIGHT.stop) & (width < LETTER_WIDTH)
    )
    if int(letters.sum()) < FEWEST_LETTERS:
        return 0.0
    cosine, sine = math.cos(math.radians(skew)), math.sin(math.radians(skew))
    lean = (left + width / 2) * sine
    head, foot = (_evenness((edge * cosine + lean)[letters]) for edge in (top, top + height))
    return (foot - head) / (foot + head)


def _evenness(places: NDArray[Any]) -> float:
    at = np.round((places - places.min()) * STEPS_IN_PIXEL).astype(np.int64)
    heaped = np.convolve(np.bincount(at).astype(np.float64), np.ones(SAME_EDGE_STEPS))
    return float((heaped**2).sum())


def _runs_upwards(ink: Ink) -> bool:
    """Whether the words stand on end, as they do on a page lying on its side."""
    lying, standing = count_words(ink)
    return standing > UPWARD_SHARE * (lying + standing)


def quarter_turn(grey: Pixels, dpi: int, folder: Path) -> int | None:
    """Degrees (0, 90, 180, 270) to turn a page clockwise; ``None`` when the engine is not sure."""
    scale = min(1.0, ORIENTATION_DPI / dpi)
    size = (math.ceil(grey.shape[1] * scale), math.ceil(grey.shape[0] * scale))
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = find_orientation(small, min(dpi, ORIENTATION_DPI), folder)
    return found[0] if found is not None and found[1] >= SURE else None
