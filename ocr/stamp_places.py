"""Where stamps may stand on a page: oblong spots of red ink, and frames of their size."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.frames import find_frames
from ocr.ink import INK_DEPTH, small_of
from ocr.pixels import Picture, lettering
from ocr.seals import MM_PER_INCH, SEAL_DPI, red_ink
from records.place import Box

LONG_MM = (8.0, 95.0)
SHORT_MM = (4.0, 34.0)
GAP_MM = 2.5
"""Blanks between the letters and the frame of one stamp."""
FEWEST_RED = 40
"""Pixels at about 75 dpi; a word of three capitals of 4 mm has more."""
MOST = 5
SEAL_REACH = 0.06
STEEPEST_DEGREES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class StampPlace:
    """An oblong that may be a stamp: middle and size in pixels, degrees anticlockwise to undo."""

    centre: tuple[float, float]
    size: tuple[float, float]
    degrees: float
    is_red: bool

    @property
    def box(self) -> Box:
        """The upright box around it."""
        corners = cv2.boxPoints((self.centre, self.size, self.degrees))
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return Box(max(0, round(left)), max(0, round(top)), round(right), round(bottom))


def find_places(picture: Picture, seals: tuple[Box, ...]) -> tuple[StampPlace, ...]:
    """The likeliest places of stamps outside the ``seals`` of an upright page, largest first."""
    red = _red_places(picture, seals) if picture.is_colour else []
    found = [*red, *_frames(picture)]
    found.sort(key=lambda place: (not place.is_red, -place.size[0] * place.size[1]))
    return tuple(found[:MOST])


def _red_places(picture: Picture, seals: tuple[Box, ...]) -> list[StampPlace]:
    step = max(1, round(picture.dpi / SEAL_DPI))
    red = red_ink(picture.pixels[::step, ::step])
    for seal in seals:
        rim = SEAL_REACH * seal.width
        left, top, right, bottom = (
            round(side / step)
            for side in (seal.left - rim, seal.top - rim, seal.right + rim, seal.bottom + rim)
        )
        red[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = 0
    if np.count_nonzero(red) < FEWEST_RED:
        return []
    mm = picture.dpi / step / MM_PER_INCH
    side = max(1, round(GAP_MM * mm))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    shapes, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [
        place
        for shape in shapes
        if len(shape) > 2  # noqa: PLR2004 - a line has no area
        and (place := _place(shape.astype(np.float32), mm, step, is_red=True)) is not None
    ]


def _frames(picture: Picture) -> list[StampPlace]:
    grey = lettering(picture.pixels)
    small = small_of(grey, picture.dpi)
    step = grey.shape[1] / small.shape[1]
    mm = picture.dpi / step / MM_PER_INCH
    paper = float(np.median(small))
    ink = np.where(small < paper - INK_DEPTH, 255, 0).astype(np.uint8)
    height, width = ink.shape
    found: list[StampPlace] = []
    for lean, box in find_frames(ink, mm):
        back = cv2.getRotationMatrix2D((width / 2, height / 2), -lean, 1.0)
        middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2, 1.0
        across, down = (float(at) for at in back @ np.array(middle))
        place = StampPlace(
            centre=(across * step, down * step),
            size=(box.width * step, box.height * step),
            degrees=lean,
            is_red=False,
        )
        if not any(_is_same(place, other) for other in found):
            found.append(place)
    return found


def _is_same(place: StampPlace, other: StampPlace) -> bool:
    away = np.hypot(place.centre[0] - other.centre[0], place.centre[1] - other.centre[1])
    return bool(away < min(*place.size, *other.size) / 2)


def _place(
    points: NDArray[np.float32], mm: float, step: float, *, is_red: bool
) -> StampPlace | None:
    centre, (across, down), degrees = cv2.minAreaRect(points)
    if abs(degrees) > 45:  # noqa: PLR2004 - half a right angle; its sign differs by release
        across, down, degrees = down, across, degrees - math.copysign(90, degrees)
    is_sized = LONG_MM[0] < across / mm < LONG_MM[1] and SHORT_MM[0] < down / mm < SHORT_MM[1]
    if not is_sized or across < down or abs(degrees) > STEEPEST_DEGREES:
        return None
    return StampPlace(
        centre=(float(centre[0]) * step, float(centre[1]) * step),
        size=(float(across) * step, float(down) * step),
        degrees=float(degrees),
        is_red=is_red,
    )
