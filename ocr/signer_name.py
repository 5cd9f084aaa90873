"""Reads again, once, where the signer's name stands, if the first reading saw no name there.

Seal, pen and name lie upon each other, and in a copy without colour the seal joins them to one
blot; here only the darkest ink is left. Names that are stamped in red or written are not found.
"""

from dataclasses import replace
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from ocr.names import name_in, sureness
from ocr.pixels import Picture, Pixels
from ocr.signing_office import lines_under, signing_office
from ocr.tesseract import BLOCK_LAYOUT, read_words
from ocr.tsv import lines_of, placed
from records.page import Line
from records.place import Box

SIDE_INCHES = 1.6
"""To each side of the middle of the office line, under which the name is centred."""
FROM_INCHES, TO_INCHES = 0.2, 2.4
"""Under the office line; the signature is between."""
PAPER = 255


def with_signer(
    lines: tuple[Line, ...], picture: Picture, language: str, folder: Path
) -> tuple[Line, ...]:
    """The lines, with the signer's name where only a second look finds it, else as they are.

    Raises:
        InputError: O007 the engine failed.
        SetupError: O020 Tesseract is missing.
    """
    height, width = picture.pixels.shape[:2]
    office = signing_office(lines, width)
    if office is None or any(map(name_in, lines_under(office, lines, width, height))):
        return lines
    place = _place(office, picture)
    part = picture.letters[place.top : place.bottom, place.left : place.right]
    if not part.size:
        return lines
    table = read_words(_darkest_ink(part), picture.dpi, language, folder, BLOCK_LAYOUT)
    found = _surest_name(placed(lines_of(table, place.width, place.height), 1.0, *place[:2]))
    return lines if found is None else _put_in(lines, office, found)


def _place(office: Line, picture: Picture) -> Box:
    height, width = picture.pixels.shape[:2]
    middle, dpi = (office.box.left + office.box.right) / 2, picture.dpi
    return Box(
        max(0, round(middle - SIDE_INCHES * dpi)),
        min(height, round(office.box.bottom + FROM_INCHES * dpi)),
        min(width, round(middle + SIDE_INCHES * dpi)),
        min(height, round(office.box.bottom + TO_INCHES * dpi)),
    )


def _darkest_ink(grey: Pixels) -> Pixels:
    """White but for the darker half of the ink (Otsu 1979, twice): a copied seal is paler."""
    limit, _ = cv2.threshold(grey, 0, PAPER, cv2.THRESH_OTSU)
    dark = grey[grey <= limit].reshape(1, -1)
    darker, _ = cv2.threshold(dark, 0, PAPER, cv2.THRESH_OTSU)
    return cast("Pixels", np.where(grey <= darker, grey, np.uint8(PAPER)))


def _surest_name(lines: tuple[Line, ...]) -> Line | None:
    names = [line.with_words(words) for line in lines if (words := name_in(line))]
    return max(names, key=lambda line: sureness(line.words), default=None)


def _put_in(lines: tuple[Line, ...], office: Line, name: Line) -> tuple[Line, ...]:
    """The name after the office and what stands between, in place of what was misread there."""
    kept = [each for line in lines for each in _without(line, name.box)]
    above = [
        place
        for place, line in enumerate(kept)
        if line.box.left < name.box.right
        and line.box.right > name.box.left
        and office.box.top <= line.box.top < name.box.top
    ]
    at = max(above, default=len(kept) - 1) + 1
    block = max((line.block for line in lines), default=0) + 1
    return (*kept[:at], replace(name, block=block), *kept[at:])


def _without(line: Line, place: Box) -> list[Line]:
    words = tuple(word for word in line.words if not place.holds_middle(word.box))
    if len(words) == len(line.words):
        return [line]
    if not words:
        return []
    return [line.with_words(words)]
