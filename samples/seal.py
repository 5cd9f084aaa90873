"""What people add to a printed sheet: handwriting, signature, red seal, name and urgency stamp."""

from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.sheet import POINTS_PER_INCH, Face, Mark, MarkKind, Pixels, font

RED = (205, 30, 45)
PEN_BLUE = (30, 45, 130)
SUPERSAMPLING = 2
PATCH_FACTOR = 5.0
STROKE_STEPS = 14

DIGIT_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "0": (((0.55, 0.02), (0.2, 0.2), (0.08, 0.6), (0.35, 1.0), (0.75, 0.75), (0.8, 0.3),
           (0.52, 0.03)),),
    "1": (((0.25, 0.3), (0.55, 0.0), (0.5, 0.5), (0.45, 1.0)),),
    "2": (((0.12, 0.25), (0.45, 0.0), (0.8, 0.22), (0.5, 0.62), (0.1, 0.98), (0.5, 0.93),
           (0.88, 0.97)),),
    "3": (((0.15, 0.12), (0.55, 0.0), (0.75, 0.22), (0.4, 0.46), (0.78, 0.68), (0.5, 1.0),
           (0.1, 0.88)),),
    "4": (((0.5, 0.0), (0.25, 0.38), (0.05, 0.66), (0.45, 0.64), (0.9, 0.63)),
          ((0.68, 0.35), (0.64, 0.7), (0.6, 1.05))),
    "5": (((0.8, 0.02), (0.5, 0.03), (0.26, 0.04), (0.2, 0.42), (0.55, 0.38), (0.8, 0.66),
           (0.5, 1.0), (0.1, 0.9)),),
    "6": (((0.7, 0.0), (0.3, 0.3), (0.1, 0.7), (0.4, 1.0), (0.75, 0.78), (0.5, 0.55),
           (0.15, 0.72)),),
    "7": (((0.1, 0.08), (0.5, 0.06), (0.85, 0.04), (0.6, 0.45), (0.4, 1.0)),
          ((0.3, 0.5), (0.5, 0.48), (0.75, 0.47))),
    "8": (((0.7, 0.12), (0.4, 0.0), (0.22, 0.2), (0.5, 0.46), (0.75, 0.75), (0.42, 1.0),
           (0.12, 0.78), (0.45, 0.5), (0.74, 0.2), (0.66, 0.08)),),
    "9": (((0.75, 0.25), (0.45, 0.02), (0.15, 0.25), (0.4, 0.5), (0.72, 0.3), (0.68, 0.65),
           (0.5, 1.02)),),
}  # fmt: skip
"""Strokes of handwritten digits in a unit box, y down, drawn by ourselves."""


def press(page: Pixels, mark: Mark, dpi: int, rng: np.random.Generator) -> Pixels:
    """The page with one mark on it; ink multiplies with what lies under it.

    Handwriting starts at ``(x, y)`` on its baseline; every other mark is centred on ``(x, y)``.
    """
    scale = dpi / POINTS_PER_INCH * SUPERSAMPLING
    side = int(mark.size * PATCH_FACTOR * scale)
    patch = Image.new("L", (side, side), 0)
    PAINTERS[mark.kind](ImageDraw.Draw(patch), patch, mark, mark.size * scale, rng)
    ink = patch.resize((side // SUPERSAMPLING,) * 2, Image.Resampling.BOX)
    colour = PEN_BLUE if mark.kind in (MarkKind.HANDWRITING, MarkKind.SIGNATURE) else RED
    centre = (mark.x * dpi / POINTS_PER_INCH, mark.y * dpi / POINTS_PER_INCH)
    return _multiply(page, np.asarray(ink), centre, colour)


def _multiply(
    page: Pixels, ink: NDArray[np.uint8], centre: tuple[float, float], colour: tuple[int, int, int]
) -> Pixels:
    height, width = ink.shape
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    inside = (
        slice(max(0, top), min(page.shape[0], top + height)),
        slice(max(0, left), min(page.shape[1], left + width)),
    )
    cut = ink[inside[0].start - top : inside[0].stop - top,
              inside[1].start - left : inside[1].stop - left]  # fmt: skip
    share = cut[..., None] / 255.0
    tinted = page.copy()
    factor = 1 - share * (1 - np.array(colour) / 255.0)
    tinted[inside] = (page[inside] * factor).astype(np.uint8)
    return tinted


def _curve(points: NDArray[np.float64]) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the points."""
    padded = np.vstack([points[:1], points, points[-1:]])
    found: list[tuple[float, float]] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for t in np.linspace(0, 1, STROKE_STEPS):
            place = 0.5 * (
                2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )  # fmt: skip
            found.append((float(place[0]), float(place[1])))
    return found


def _write(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    height, left = size * 0.78, patch.width / 2
    for character in mark.text:
        baseline = patch.height / 2 + rng.uniform(-0.06, 0.04) * height
        for stroke in DIGIT_STROKES[character]:
            points = np.array(stroke) + rng.normal(0, 0.025, (len(stroke), 2))
            slanted = points[:, 0] * 0.55 + (1 - points[:, 1]) * 0.14
            places = np.column_stack(
                [left + slanted * height, baseline - (1 - points[:, 1]) * height]
            )
            draw.line(_curve(places), fill=235, width=max(2, round(size * 0.085)), joint="curve")
        left += height * rng.uniform(0.56, 0.64)


def _sign(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    turns = 9
    across = np.linspace(-1.1, 1.0, turns) + rng.normal(0, 0.08, turns)
    swing = np.where(np.arange(turns) % 2 == 0, 1, -1) * rng.uniform(0.1, 0.55, turns)
    rise = np.linspace(0.12, -0.12, turns)
    letters = np.column_stack([across, swing + rise]) * size + patch.width / 2
    tail = np.array([[-1.0, 0.35], [0.2, 0.22], [1.25, -0.2], [0.3, 0.4]]) * size
    for points in (letters, tail + patch.width / 2):
        draw.line(_curve(points), fill=225, width=max(2, round(size * 0.04)), joint="curve")
    del mark


def _seal(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    """``text`` is ``upper|lower|centre``: the legend above, the legend below, the body's name."""
    middle = patch.width / 2
    for share, thickness in ((1.0, 0.05), (0.92, 0.016), (0.62, 0.016)):
        radius = size * share
        box = [middle - radius, middle - radius, middle + radius, middle + radius]
        draw.ellipse(box, outline=200, width=max(2, round(size * thickness)))
    upper, lower, centre = mark.text.split("|")
    _around(patch, upper, middle, size, 1)
    _around(patch, lower, middle, size, -1)
    star = [
        (middle + size * share * sin(k * pi / 5), middle - size * (0.2 + share * cos(k * pi / 5)))
        for k, share in enumerate([0.2, 0.08] * 5)
    ]
    draw.polygon(star, fill=190)
    lettering = font(Face.BOLD, size * 0.17)
    for row, words in enumerate(centre.split("/")):
        place = (middle, middle + size * (0.16 + 0.19 * row))
        draw.text(place, words, 205, lettering, anchor="mm")
    _wear(patch, rng, strength=70)


def _around(patch: Image.Image, legend: str, middle: float, size: float, side: int) -> None:
    lettering = font(Face.BOLD, size * 0.17)
    radius = size * 0.77
    step = size * 0.128 / radius
    for index, character in enumerate(legend):
        angle = (index - (len(legend) - 1) / 2) * step * side
        glyph = Image.new("L", (round(size * 0.4),) * 2, 0)
        centre = glyph.width / 2
        ImageDraw.Draw(glyph).text((centre, centre), character, 205, lettering, anchor="mm")
        turned = glyph.rotate(-angle * 180 / pi, Image.Resampling.BICUBIC)
        x = middle + radius * sin(angle) - centre
        y = middle - side * radius * cos(angle) - centre
        patch.paste(205, (round(x), round(y)), turned)


def _stamp_name(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    lettering = font(Face.BOLD, size * 0.28)
    draw.text((patch.width / 2, patch.height / 2), mark.text, 215, lettering, anchor="mm")
    turned = patch.rotate(rng.uniform(-2.5, 2.5), Image.Resampling.BICUBIC)
    patch.paste(turned)
    _wear(patch, rng, strength=40)


def _stamp_urgency(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    lettering = font(Face.BOLD, size * 0.3)
    middle = patch.width / 2
    half = (lettering.getlength(mark.text) / 2 + size * 0.2, size * 0.27)
    box = [middle - half[0], middle - half[1], middle + half[0], middle + half[1]]
    draw.rectangle(box, outline=215, width=max(2, round(size * 0.04)))
    draw.text((middle, middle), mark.text, 215, lettering, anchor="mm")
    _wear(patch, rng, strength=40)


def _stamp_incoming(
    draw: ImageDraw.ImageDraw, patch: Image.Image, mark: Mark, size: float, rng: np.random.Generator
) -> None:
    """``text`` holds the rows of the frame, parted by ``|``."""
    lettering = font(Face.BOLD, size * 0.24)
    middle, rows = patch.width / 2, mark.text.split("|")
    half = (size * 1.15, size * 0.2 * len(rows))
    box = [middle - half[0], middle - half[1], middle + half[0], middle + half[1]]
    draw.rectangle(box, outline=215, width=max(2, round(size * 0.03)))
    for row, words in enumerate(rows):
        y = middle + size * 0.36 * (row - (len(rows) - 1) / 2)
        draw.text((middle - size * 1.05, y), words, 215, lettering, anchor="lm")
    _wear(patch, rng, strength=40)


def _wear(patch: Image.Image, rng: np.random.Generator, strength: int) -> None:
    """Uneven ink: slow waves of pressure and small grains where the ink did not take."""
    coarse = Image.fromarray(rng.integers(255 - strength, 256, (9, 9), dtype=np.uint8))
    pressure = np.asarray(coarse.resize(patch.size, Image.Resampling.BICUBIC)) / 255.0
    grains = np.where(rng.random((patch.height, patch.width)) < 0.05, 0.45, 1.0)
    worn = np.asarray(patch) * pressure * grains
    patch.paste(Image.fromarray(worn.astype(np.uint8)))


PAINTERS = {
    MarkKind.HANDWRITING: _write,
    MarkKind.SIGNATURE: _sign,
    MarkKind.SEAL: _seal,
    MarkKind.NAME_STAMP: _stamp_name,
    MarkKind.URGENCY_STAMP: _stamp_urgency,
    MarkKind.INCOMING_STAMP: _stamp_incoming,
}
