"""Finds the cells of ruled tables on a page by its rules; knows nothing of text.

Works on a small picture of 75 dpi. All lengths here are its pixels, a third of a millimetre each.
The rules are left in the picture that the engine reads: painting them over first made its text
worse (13 pages, 2026-11).
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import small_of
from ocr.pixels import Pixels
from records.place import Box

RULE_DEPTH = 18
"""Grey levels below the paper's own: a hairline of the original is hardly darker at 75 dpi."""
SURE_LENGTH = 60
"""No row of letters looks like a rule over that length (2 cm)."""
SHORT_LENGTH = 15
"""What remains of a rule across between two words; looked for where no word stands."""
SURE_HEIGHT = 30
"""Taller than a letter that touches the rules above and below it."""
BREAK_ACROSS, BREAK_DOWN = 25, 12
"""Gaps of worn rules that are closed; the second is less than a row of print."""
SPECK = 3
LEAST_CELL = 6
FEWEST_CELLS = 4
Mask = NDArray[np.uint8]


def tables_of(grey: Pixels, dpi: int, words: Iterable[Box]) -> tuple[tuple[Box, ...], ...]:
    """The cells of each ruled table, as boxes in pixels of the page, which stands upright.

    ``grey`` is ``(height, width)``; ``words`` are where letters were read: they are not taken for
    rules.
    """
    small = small_of(grey, dpi)
    scale = small.shape[0] / grey.shape[0]
    dark = np.asarray(small < float(np.median(small)) - RULE_DEPTH).astype(np.uint8)
    across, down = _along(dark, 1, SURE_LENGTH), _along(dark, 0, SURE_HEIGHT)
    if not across.any() or not down.any():
        return ()
    for word in words:
        left, top, right, bottom = (round(side * scale) for side in word)
        dark[top : bottom + 1, left : right + 1] = 0
    across = _joined(across | _along(dark, 1, SHORT_LENGTH), 1, BREAK_ACROSS)
    down = _joined(down, 0, BREAK_DOWN)
    rules = np.asarray(cv2.dilate(across | down, np.ones((SPECK, SPECK), np.uint8)), np.uint8)
    tables = (_cells(rules, frame) for frame in _frames(rules, across, down))
    return tuple(
        tuple(_on_page(cell, 1 / scale, grey) for cell in cells)
        for cells in tables
        if len(cells) >= FEWEST_CELLS
    )


def _along(dark: Mask, axis: int, length: int) -> Mask:
    """What is dark over ``length`` pixels, but for specks; axis 1 runs across, 0 down."""
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _bar(axis, SPECK))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, _bar(axis, length)), np.uint8)


def _joined(rules: Mask, axis: int, gap: int) -> Mask:
    return np.asarray(cv2.morphologyEx(rules, cv2.MORPH_CLOSE, _bar(axis, gap)), np.uint8)


def _bar(axis: int, length: int) -> Mask:
    return np.ones((1, length) if axis else (length, 1), np.uint8)


def _frames(rules: Mask, across: Mask, down: Mask) -> Iterable[Box]:
    """The surroundings of each group of rules that hang together and run both ways."""
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    both = set(np.unique(labels[across > 0])) & set(np.unique(labels[down > 0]))
    for label in sorted(both & set(range(1, count))):
        left, top, width, height = (int(number) for number in statistics[label, :4])
        if width >= SURE_LENGTH and height >= SURE_HEIGHT:
            yield Box(left, top, left + width, top + height)


def _cells(rules: Mask, frame: Box) -> list[Box]:
    """The fields that the rules part ``frame`` into; its own border counts as a rule."""
    inner = rules[frame.top : frame.bottom, frame.left : frame.right].copy()
    inner[[0, -1], :] = 1
    inner[:, [0, -1]] = 1
    _, _, statistics, _ = cv2.connectedComponentsWithStats(1 - inner, connectivity=4)
    places = [tuple(int(number) for number in row[:4]) for row in statistics[1:]]
    return [
        Box(frame.left + x, frame.top + y, frame.left + x + width, frame.top + y + height)
        for x, y, width, height in places
        if width >= LEAST_CELL and height >= LEAST_CELL
    ]


def _on_page(cell: Box, scale: float, page: Pixels) -> Box:
    """The box in pixels of the page, with the half of the rules around it that were widened."""
    height, width = page.shape
    return Box(
        max(0, round((cell.left - 1) * scale)),
        max(0, round((cell.top - 1) * scale)),
        min(width, round((cell.right + 1) * scale)),
        min(height, round((cell.bottom + 1) * scale)),
    )
