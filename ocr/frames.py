"""Finds small frames on a page by their four sides, also where print crosses them or they lean."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pixels import Pixels
from records.place import Box

LEANS = (0.0, -2.5, 2.5, -5.0, 5.0, -7.5, 7.5)
"""Degrees; a side 0.5 mm thick that leans half a step more is still a run of 23 mm."""
RUN_MM = 3.5
"""Few strokes of letters run as far; worn sides of stamps are broken into such runs."""
POST_MM = 2.5
WIDTH_MM = (9.0, 95.0)
HEIGHT_MM = (5.0, 32.0)
SLACK_MM = 2.5
GAP_MM = 4.5
"""Of a worn side, as much may be missing in one place."""
COVERED = 0.6
MOST_RULES = 60
"""A page with more long rules at one angle is a table, whose cells would all be frames."""
INK = 100


def find_frames(ink: Pixels, mm: float) -> list[tuple[float, Box]]:
    """Degrees to turn the page anticlockwise by, and the level box of each frame on it then.

    ``ink`` is 255 where the page is dark, with ``mm`` pixels a millimetre; the page is turned
    about its middle.
    """
    height, width = ink.shape
    found: list[tuple[float, Box]] = []
    for lean in LEANS:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
        level = cv2.warpAffine(ink, turn, (width, height)) if lean else ink
        dark = (np.asarray(level) > INK).astype(np.uint8)
        found.extend((lean, box) for box in _level_frames(dark, mm))
    return found


def _level_frames(dark: NDArray[np.uint8], mm: float) -> Iterator[Box]:
    rules = _rules(dark, mm)
    if len(rules) > MOST_RULES:
        return
    posts = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((round(POST_MM * mm), 1), np.uint8))
    slack = SLACK_MM * mm
    for top in rules:
        for bottom in rules:
            down = bottom.top - top.top
            is_high = HEIGHT_MM[0] * mm < down < min(HEIGHT_MM[1] * mm, top.width)
            is_under = abs(top.left - bottom.left) < slack and abs(top.right - bottom.right) < slack
            if not is_high or not is_under:
                continue
            box = Box(
                min(top.left, bottom.left), top.top, max(top.right, bottom.right), bottom.bottom
            )
            if all(_is_post(np.asarray(posts), side, box, slack) for side in (box.left, box.right)):
                yield box


def _rules(dark: NDArray[np.uint8], mm: float) -> list[Box]:
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, round(RUN_MM * mm)), np.uint8))
    joined = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((3, round(GAP_MM * mm)), np.uint8))
    _, _, told, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        Box(int(left), int(top), int(left + across), int(top + down))
        for left, top, across, down, _ in told[1:]
        if WIDTH_MM[0] * mm < across < WIDTH_MM[1] * mm and down < SLACK_MM * mm
    ]


def _is_post(posts: NDArray[np.uint8], at: int, box: Box, slack: float) -> bool:
    strip = posts[box.top : box.bottom, max(0, round(at - slack)) : round(at + slack)]
    return bool(strip.size) and float(strip.any(axis=1).mean()) > COVERED
