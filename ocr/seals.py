"""Finds round seals (con dấu) and keeps what was misread within them apart from the text.

Red ones are told by colour, copied ones by their ring.
"""

import math
import re

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.copied_seals import find_rings
from ocr.pixels import Picture, Pixels, lettering
from records.page import Line, Seal, Word
from records.place import Box

SEAL_DPI = 75
MM_PER_INCH = 25.4
REDDEST = 35
"""Red above the other two channels from which ink counts as red: yellowed paper stays below."""
FEWEST_RED = 400
"""Pixels at about 75 dpi; the faintest of 26 seals had more than 2,000."""
GAP_MM = 4.0
"""Blanks in a seal that are closed before its outline is filled: a pen may cross the ring."""
CORE_MM = 19.0
"""Lines of a stamp are thinner than this; 26 seals measured 30 to 36 mm (2026-11)."""
WIDEST_MM = 55.0
MOST_OBLONG = 1.35
ROUND_SHARE = (0.66, 0.88)
"""Share of its box that the shape fills; a disc fills 0.79."""
REACH = 1.05
LEGIBLE = 0.5
"""Print that a seal was pressed upon was read at 0.58 and more, or not at all (25 pages)."""
PLAIN = 0.8
MOST_TALLER = 2.0
PRINT = re.compile(r"[^\W\d_]{2}|\d{2}")


def find_seals(picture: Picture) -> tuple[Box, ...]:
    """The boxes of the seals on an upright page, red and copied, from above."""
    red = _red_seals(picture) if picture.is_colour else ()
    # Where red ink is dark it leaves a ring in the red channel too.
    copied = [
        ring
        for ring in find_rings(lettering(picture.pixels), picture.dpi)
        if not any(seal.holds_middle(ring) for seal in red)
    ]
    return tuple(sorted((*red, *copied), key=lambda box: box.top))


def keep_apart(
    lines: tuple[Line, ...], boxes: tuple[Box, ...]
) -> tuple[tuple[Line, ...], tuple[Seal, ...]]:
    """The lines without what was misread within the seals at ``boxes``, and the seals with it."""
    within: dict[Box, list[Word]] = {box: [] for box in boxes}
    kept: list[Line] = []
    for line in lines:
        words: list[Word] = []
        for place, word in enumerate(line.words):
            seal = next((box for box in boxes if _lies_in(word.box, box)), None)
            if seal is None or _is_print(word) or _continues(line.words, place):
                words.append(word)
            else:
                within[seal].append(word)
        kept.extend(_line_of(line, words))
    return tuple(kept), tuple(Seal(box=box, words=tuple(within[box])) for box in boxes)


def _red_seals(picture: Picture) -> tuple[Box, ...]:
    step = max(1, round(picture.dpi / SEAL_DPI))
    red = red_ink(picture.pixels[::step, ::step])
    if np.count_nonzero(red) < FEWEST_RED:
        return ()
    mm = picture.dpi / step / MM_PER_INCH
    height, width = picture.pixels.shape[:2]
    return tuple(
        Box(
            max(0, step * left),
            max(0, step * top),
            min(width, step * (left + across)),
            min(height, step * (top + down)),
        )
        for left, top, across, down in _discs(red, mm)
    )


def red_ink(pixels: Pixels) -> NDArray[np.uint8]:
    """1 where the ink of an RGB picture is red, else 0."""
    red, green, blue = cv2.split(np.ascontiguousarray(pixels))
    above = cv2.subtract(red, cv2.max(green, blue))
    return np.asarray(np.asarray(above) > REDDEST, dtype=np.uint8)


def _discs(red: NDArray[np.uint8], mm: float) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of the round shapes that the red ink encloses."""
    rim = round(2 * GAP_MM * mm)
    framed = cv2.copyMakeBorder(red, rim, rim, rim, rim, cv2.BORDER_CONSTANT)
    joined = cv2.dilate(framed, _disc(GAP_MM * mm))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = cv2.drawContours(np.zeros_like(framed), outlines, -1, 1, cv2.FILLED)
    filled = cv2.erode(filled, _disc(GAP_MM * mm))
    # Half the dots: opening with a large disc costs by its area.
    cores = cv2.morphologyEx(
        np.ascontiguousarray(filled[::2, ::2]), cv2.MORPH_OPEN, _disc(CORE_MM * mm / 2)
    )
    shapes, _ = cv2.findContours(cores, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for shape in shapes:
        left, top, width, height = cv2.boundingRect(shape)
        share = cv2.contourArea(shape) / (width * height)
        small = 2 * max(width, height) < WIDEST_MM * mm
        square = max(width, height) < MOST_OBLONG * min(width, height)
        if small and square and ROUND_SHARE[0] < share < ROUND_SHARE[1]:
            found.append((2 * left - rim, 2 * top - rim, 2 * width, 2 * height))
    return found


def _disc(diameter: float) -> NDArray[np.uint8]:
    # Odd, so that it has a middle and moves nothing.
    side = max(1, round(diameter) // 2) * 2 + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), dtype=np.uint8)


def _lies_in(word: Box, seal: Box) -> bool:
    across = (word.left + word.right - seal.left - seal.right) / 2
    down = (word.top + word.bottom - seal.top - seal.bottom) / 2
    return math.hypot(across, down) <= REACH * max(seal.width, seal.height) / 2


def _is_print(word: Word) -> bool:
    return word.confidence >= LEGIBLE and PRINT.search(word.text) is not None


def _continues(words: tuple[Word, ...], place: int) -> bool:
    """Whether a blurred word stands close beside plain print of its size: the seal crosses both."""
    word = words[place]
    if not any(sign.isalpha() for sign in word.text):
        return False
    return any(
        beside.confidence >= PLAIN
        and PRINT.search(beside.text) is not None
        and word.box.height < MOST_TALLER * beside.box.height
        and max(beside.box.left - word.box.right, word.box.left - beside.box.right)
        < beside.box.height
        for beside in (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
    )


def _line_of(line: Line, words: list[Word]) -> list[Line]:
    if len(words) == len(line.words):
        return [line]
    if not words:
        return []
    return [line.with_words(words)]
