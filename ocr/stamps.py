"""Finds stamps in frames or in red ink, and reads them apart from the page.

The page is read in its red channel, in which a red stamp fades with the seals; and a frame around
a word, or print across it, keeps the engine from seeing it. Here each stamp is cut out, set level,
freed of its frame and read once more, all of a page in one call.
"""

from pathlib import Path

import cv2
import numpy as np

from ocr.pixels import Picture, Pixels, lettering
from ocr.stamp_places import StampPlace, find_places
from ocr.tesseract import BLOCK_LAYOUT, read_words
from ocr.tsv import lines_of
from records.page import Line
from records.place import Box

READING_DPI = 300
MARGIN_MM = 1.0
MM_PER_INCH = 25.4
LETTER_PIXELS = 44
"""Height that capitals are brought to; the engine reads them best at 30 to 60."""
PAPER, INK = 255, 150
PALEST, GAIN = 18, 3
"""Redness of yellowed paper, and what brings the palest stamp to black."""
FRAME_SHARE = 0.6
GAP = 40


def read_stamps(
    picture: Picture, seals: tuple[Box, ...], language: str, folder: Path
) -> tuple[Line, ...]:
    """The lines of the stamps on an upright page; each word has the place of its stamp.

    Raises:
        InputError: O007 the engine failed.
        SetupError: O020 Tesseract is missing.
    """
    cut = [(place, part) for place in find_places(picture, seals) for part in _part(picture, place)]
    if not cut:
        return ()
    width = max(part.shape[1] for _, part in cut) + 2 * GAP
    height = sum(part.shape[0] + GAP for _, part in cut) + GAP
    sheet = np.full((height, width), PAPER, np.uint8)
    top, rows = GAP, []
    for place, part in cut:
        sheet[top : top + part.shape[0], GAP : GAP + part.shape[1]] = part
        top += part.shape[0] + GAP
        rows.append((top, place))
    read = lines_of(read_words(sheet, READING_DPI, language, folder, BLOCK_LAYOUT), width, height)
    return tuple(
        _placed(line, next(place for end, place in rows if line.box.top < end)) for line in read
    )


def _placed(line: Line, place: StampPlace) -> Line:
    return Line(
        words=tuple(
            type(word)(text=word.text, box=place.box, confidence=word.confidence)
            for word in line.words
        ),
        box=place.box,
    )


def _part(picture: Picture, place: StampPlace) -> list[Pixels]:
    """The stamp upright, without its frame, in black; none where nothing but a frame is there."""
    margin = MARGIN_MM * picture.dpi / MM_PER_INCH
    across, down = (round(side + 2 * margin) for side in place.size)
    turn = cv2.getRotationMatrix2D(place.centre, place.degrees, 1.0)
    turn[:, 2] += np.array([across / 2, down / 2]) - np.array(place.centre)
    box = _around(place, picture.pixels.shape)
    turn[:, 2] += turn[:, :2] @ np.array([box.left, box.top])
    seen = picture.pixels[box.top : box.bottom, box.left : box.right]
    dark = _redness(seen) if place.is_red else lettering(seen)
    level = cv2.warpAffine(dark, turn, (across, down), borderValue=PAPER, flags=cv2.INTER_CUBIC)
    return _letters(np.asarray(level, np.uint8))


def _around(place: StampPlace, shape: tuple[int, ...]) -> Box:
    reach = round(sum(place.size))
    across, down = (round(at) for at in place.centre)
    return Box(
        max(0, across - reach), max(0, down - reach),
        min(shape[1], across + reach), min(shape[0], down + reach),
    )  # fmt: skip


def _redness(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(np.ascontiguousarray(pixels))
    above = cv2.subtract(cv2.subtract(red, cv2.max(green, blue)), np.full_like(red, PALEST))
    return np.asarray(255 - cv2.multiply(above, np.full_like(red, GAIN)), np.uint8)


def _letters(level: Pixels) -> list[Pixels]:
    paper = float(np.median(level))
    ink = (level < min(paper - 40, INK + 40)).astype(np.uint8)
    _, labels, told, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = level.shape
    wide, tall = told[:, cv2.CC_STAT_WIDTH], told[:, cv2.CC_STAT_HEIGHT]
    low, narrow = tall < height / 8, wide < height / 10
    # A whole frame is one shape; a worn one is lines along its sides.
    frame = (wide > FRAME_SHARE * width) & (tall > FRAME_SHARE * height)
    frame |= (wide > width / 3) & low
    frame |= (tall > FRAME_SHARE * height) & narrow
    frame[0] = False
    letters = [at for at in range(1, len(told)) if not frame[at] and tall[at] > height / 8]
    if not letters:
        return []
    level = level.copy()
    level[
        cv2.dilate(np.isin(labels, np.flatnonzero(frame)).astype(np.uint8), np.ones((3, 3))) > 0
    ] = PAPER
    scale = LETTER_PIXELS / float(np.median(tall[letters]))
    scale = min(scale, 4.0)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return [
        np.asarray(
            cv2.resize(level, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC),
            np.uint8,
        )
    ]
