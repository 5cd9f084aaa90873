"""Where stamps may stand on a page: oblong spots of red ink, and frames of their size."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

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
FRAME_MM = 6.0
SIDE_MM = 1.2
SIDE_COVERED = 0.7
ON_SIDES = 0.3
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
    ink = (small < float(np.median(small)) - INK_DEPTH).astype(np.uint8)
    ink = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))
    _, labels, told, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, tall = told[:, cv2.CC_STAT_WIDTH] / mm, told[:, cv2.CC_STAT_HEIGHT] / mm
    fits = (
        (wide > LONG_MM[0]) & (wide < LONG_MM[1]) & (tall > SHORT_MM[0]) & (tall < 2 * SHORT_MM[1])
    )
    fits[0] = False
    found = []
    for at in np.flatnonzero(fits):
        left, top, across, down = told[at, :4]
        part = labels[top : top + down, left : left + across] == at
        points = np.argwhere(part)[:, ::-1].astype(np.float32)
        points += np.array([left, top], np.float32)
        place = _place(points, mm, step, is_red=False)
        if place is not None and _is_frame(points, place, step, mm):
            found.append(place)
    return found


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


def _is_frame(points: NDArray[np.float32], place: StampPlace, step: float, mm: float) -> bool:
    """Whether most of the ink lies along four sides that it covers."""
    turn = np.deg2rad(place.degrees)
    away = points - np.array(place.centre) / step
    along = away @ np.array([np.cos(turn), np.sin(turn)])
    across = away @ np.array([-np.sin(turn), np.cos(turn)])
    half = np.array(place.size) / 2 / step
    near = SIDE_MM * mm
    if 2 * half[1] < FRAME_MM * mm:
        return False
    at_sides = [
        (along[across < near - half[1]], half[0]), (along[across > half[1] - near], half[0]),
        (across[along < near - half[0]], half[1]), (across[along > half[0] - near], half[1]),
    ]  # fmt: skip
    covered = all(
        len(np.unique(np.round(spots))) > SIDE_COVERED * 2 * length for spots, length in at_sides
    )
    edge = (np.abs(across) > half[1] - near) | (np.abs(along) > half[0] - near)
    return covered and float(edge.mean()) > ON_SIDES
