"""Reads what stands on a page beside text that was kept: stamps, signatures, pasted pictures."""

from collections.abc import Sequence
from pathlib import Path

from ocr.orientation import DOUBTFUL_CONFIDENCE
from ocr.pixels import Pixels
from ocr.tesseract import read_words
from ocr.tsv import lines_of, mean_confidence
from records.page import Word

PAPER = 255
MARGIN_INCHES = 0.01
"""Around each kept word; the smoothed edges of its letters reach that far."""


def read_rest(
    grey: Pixels, dpi: int, kept: Sequence[tuple[Word, ...]], language: str, folder: Path
) -> tuple[tuple[Word, ...], ...]:
    """The lines of an upright ``(height, width)`` page that hold none of the ``kept`` words.

    Lines read without confidence are left out: on such a page they are emblems and pen strokes.

    Raises:
        InputError: O007 the engine failed on this page.
        SetupError: O020 Tesseract is missing.
    """
    rest = grey.copy()
    margin = round(MARGIN_INCHES * dpi)
    for word in (word for piece in kept for word in piece):
        left, top, right, bottom = word.box
        rest[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin] = PAPER
    height, width = rest.shape
    lines = lines_of(read_words(rest, dpi, language, folder), width, height)
    return tuple(line.words for line in lines if mean_confidence((line,)) >= DOUBTFUL_CONFIDENCE)
