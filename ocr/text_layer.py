"""Decides whether the text of a PDF page can be kept as it is, by what is seen on the page; pure.

Kept is text that the page shows, that is Vietnamese, and that explains the print on the page. The
hidden text of an earlier reading shows no ink, text in an old encoding (TCVN3, VNI) is no
Vietnamese, and a heading over a scan explains too little: such pages are read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np

from ocr.ink import INK_DEPTH, Ink, count_words, small_of
from ocr.language_model import SyllableModel
from ocr.pdfium_text import UNMAPPED, DrawnText, DrawnWord
from ocr.pixels import Pixels
from records.page import Word
from records.place import Box
from records.vietnamese import normal

KEPT_CONFIDENCE = 0.98
"""What the maker of the page typed, but for letters that his font draws otherwise than it says."""
FEWEST_SYLLABLES = 12
FEWEST_KNOWN = 0.75
"""Share of the letters that stand in syllables the model knows: official papers 0.96 and more, the
same in TCVN3 at most 0.54, in VNI 0.21, English 0.35 (31 pages, 2026-11)."""
FEWEST_MAPPED = 0.98
STRANGE = re.compile(f"[{UNMAPPED}\ue000-\uf8ff]")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
MOST_UNEXPLAINED = 0.5
"""Print beside the text, in words: with more the text is a heading over something else."""
FEWEST_UNEXPLAINED = 3
"""Blobs like words that are read too; emblems and rules leave one or two."""
QUARTER, SLANT = 90, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptText:
    """Words of a page, in pieces of one printed line each, that need not be read.

    ``quarter_degrees`` is how the displayed page must be turned clockwise to stand upright; the
    boxes are those after. ``has_more`` if there is print that the words do not explain.
    """

    pieces: tuple[tuple[Word, ...], ...]
    quarter_degrees: int
    has_more: bool


def kept_text(drawn: DrawnText, grey: Pixels, dpi: int, model: SyllableModel) -> KeptText | None:
    """The text to keep of a page whose displayed picture is ``grey``, or ``None`` to read it."""
    scale = drawn.ink.shape[1] / grey.shape[1]
    shown = [word for word in drawn.words if _is_shown(word.box, drawn.ink, scale)]
    quarter = _main_quarter(shown)
    upright = [word for word in shown if abs((word.degrees - quarter + 180) % 360 - 180) <= SLANT]
    if not _is_vietnamese(shown, model):
        return None
    unexplained = _unexplained(drawn.ink, grey, dpi)
    if unexplained > MOST_UNEXPLAINED * len(shown):
        return None
    return KeptText(
        pieces=tuple(_pieces(upright, -quarter % 360, grey.shape[1], grey.shape[0])),
        quarter_degrees=-quarter % 360,
        has_more=unexplained >= FEWEST_UNEXPLAINED or len(upright) < len(shown),
    )


def _is_shown(box: Box, ink: Ink, scale: float) -> bool:
    left, top, right, bottom = (max(0, int(side * scale)) for side in box)
    outside = box.right <= 0 or box.bottom <= 0
    return not outside and bool(ink[top : bottom + 2, left : right + 2].any())


def _main_quarter(words: list[DrawnWord]) -> int:
    """The quarter turn, clockwise in degrees, that most letters have on the displayed page."""
    letters = Counter[int]()
    for word in words:
        letters[round(word.degrees / QUARTER) * QUARTER % 360] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 0


def _is_vietnamese(words: list[DrawnWord], model: SyllableModel) -> bool:
    text = " ".join(word.text for word in words)
    syllables = re.findall(r"[^\W\d_]+", normal(text).lower())
    if len(syllables) < FEWEST_SYLLABLES:
        return False
    letters = sum(map(len, syllables))
    known = sum(len(each) for each in syllables if each in model.places)
    strange = len(STRANGE.findall(text))
    return known >= FEWEST_KNOWN * letters and strange <= (1 - FEWEST_MAPPED) * len(text)


def _unexplained(ink_of_text: Ink, grey: Pixels, dpi: int) -> int:
    """How many words stand on the page, by the look of its ink, that are not drawn as text."""
    small = small_of(grey, dpi)
    ink = np.asarray(small < float(np.median(small)) - INK_DEPTH)
    near = cv2.dilate(ink_of_text.astype(np.uint8), np.ones((5, 5), np.uint8))
    near = cv2.resize(near, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST)
    return sum(count_words(ink & (np.asarray(near) == 0)))


def _pieces(
    words: list[DrawnWord], turn: int, width: int, height: int
) -> Iterator[tuple[Word, ...]]:
    for _, run in groupby(words, key=lambda word: word.run):
        piece = tuple(
            Word(text=text, box=_turned(drawn.box, turn, width, height), confidence=KEPT_CONFIDENCE)
            for drawn in run
            if (text := normal(drawn.text.replace(SOFT_HYPHEN, "")))
        )
        if piece:
            yield piece


def _turned(box: Box, turn: int, width: int, height: int) -> Box:
    """The box on the page of ``width`` x ``height`` after a quarter turn clockwise."""
    left, top, right, bottom = (
        max(0, box.left), max(0, box.top), min(width, box.right), min(height, box.bottom),
    )  # fmt: skip
    return {
        0: Box(left, top, right, bottom),
        90: Box(height - bottom, left, height - top, right),
        180: Box(width - right, height - bottom, width - left, height - top),
        270: Box(top, width - right, bottom, width - left),
    }[turn]
