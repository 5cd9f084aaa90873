"""A sheet before it is scanned: what stands where, in points, and how it is painted.

The sheet knows nothing of ageing; it is as clean as the day it was printed.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Pixels = NDArray[np.uint8]
"""``(height, width, 3)`` uint8, red-green-blue, 255 = white."""

FONT_FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
)
"""Debian 12 keeps Liberation 2 apart from Liberation 1, which has no Vietnamese letters."""
POINTS_PER_INCH = 72.0
PRINT_INK = (28, 28, 30)


class Face(StrEnum):
    """The faces of the official letter; Liberation Serif has the widths of Times New Roman.

    Liberation Sans stands for Arial, Liberation Mono for the typewriter.
    """

    REGULAR = "LiberationSerif-Regular.ttf"
    BOLD = "LiberationSerif-Bold.ttf"
    ITALIC = "LiberationSerif-Italic.ttf"
    BOLD_ITALIC = "LiberationSerif-BoldItalic.ttf"
    SANS = "LiberationSans-Regular.ttf"
    SANS_BOLD = "LiberationSans-Bold.ttf"
    SANS_ITALIC = "LiberationSans-Italic.ttf"
    TYPEWRITER = "LiberationMono-Regular.ttf"


class MarkKind(StrEnum):
    """What is not printed but written or stamped by hand."""

    HANDWRITING = "handwriting"
    SIGNATURE = "signature"
    SEAL = "seal"
    NAME_STAMP = "name stamp"
    URGENCY_STAMP = "urgency stamp"
    INCOMING_STAMP = "incoming stamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line; ``y`` is its baseline, ``width`` the width it is stretched to, if any."""

    text: str
    x: float
    y: float
    size: float
    face: Face = Face.REGULAR
    width: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A ruled line from corner to corner."""

    left: float
    top: float
    right: float
    bottom: float
    thickness: float = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something stamped or handwritten; ``x`` and ``y`` as its kind needs them (see seal.py)."""

    kind: MarkKind
    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One side of paper: ``text`` holds its true lines in reading order."""

    width: float
    height: float
    lines: tuple[Line, ...] = ()
    rules: tuple[Rule, ...] = ()
    marks: tuple[Mark, ...] = ()
    text: tuple[str, ...] = ()


@cache
def font(face: Face, pixels: float) -> ImageFont.FreeTypeFont:
    """The face at a size in pixels.

    Raises:
        FileNotFoundError: no installed copy of the face has Vietnamese letters.
    """
    for folder in FONT_FOLDERS:
        if (folder / face.value).exists():
            found = ImageFont.truetype(str(folder / face.value), pixels)
            if bytes(found.getmask("ệ")) != bytes(found.getmask("\uffff")):
                return found
    raise FileNotFoundError(f"{face.value} with Vietnamese letters: apt install fonts-liberation2")


def text_width(text: str, face: Face, size: float) -> float:
    """Width in points of a text set in ``face`` at ``size`` points."""
    return font(face, 256).getlength(text) * size / 256


def paint_print(sheet: Sheet, dpi: int) -> Pixels:
    """The printed part of the sheet, without handwriting and stamps."""
    scale = dpi / POINTS_PER_INCH
    size = (round(sheet.width * scale), round(sheet.height * scale))
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for rule in sheet.rules:
        corners = [rule.left * scale, rule.top * scale, rule.right * scale, rule.bottom * scale]
        draw.line(corners, fill=PRINT_INK, width=max(1, round(rule.thickness * scale)))
    for line in sheet.lines:
        for x, word in _words(line):
            place = (x * scale, line.y * scale)
            draw.text(place, word, PRINT_INK, font(line.face, line.size * scale), anchor="ls")
    return np.asarray(image)


def _words(line: Line) -> list[tuple[float, str]]:
    """Each word with its left edge; a stretched line spreads its words over its width."""
    if line.width is None:
        return [(line.x, line.text)]
    words = line.text.split(" ")
    widths = [text_width(word, line.face, line.size) for word in words]
    gap = (line.width - sum(widths)) / max(1, len(words) - 1)
    lefts = np.cumsum([line.x, *(width + gap for width in widths[:-1])])
    return list(zip((float(left) for left in lefts), words, strict=True))
