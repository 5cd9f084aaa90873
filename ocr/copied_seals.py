"""Finds round seals (con dấu) by their ring, where a copy has no colour to tell them by.

Edges vote for the middles of circles of a seal's size, along their gradient (Kimme, Ballard and
Sklansky 1975). A middle counts if a thin dark ring runs round it.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.pixels import Pixels
from records.place import Box

Floats = NDArray[np.float32]

RING_DPI = 100
"""Rings are looked at near this resolution; their middles are voted for at half of it."""
MM_PER_INCH = 25.4
RADII_MM = (14.0, 19.0)
"""To the middle of the line: 26 seals had 15.1 to 17.3 (2026-11)."""
VOTE_STEP_MM = 0.8
STEEPEST_FLAT = 960.0
"""By Scharr's weights, 30 grey levels from dot to dot; grain of paper stays below."""
FEWEST_VOTES = 9.0
"""After smoothing: 26 copied seals had 12 and more, print seldom 8 (2026-11)."""
MOST_MIDDLES = 4
MOST_DOTS, MOST_EDGES = 16_000_000, 200_000
"""Sheets above A0, and noise; printed A4 pages have up to 65,000 edges."""
APART_MM = 6.0
DARKER = 35
"""Grey levels between the ring and what lies just within and without."""
LINE_MM = 1.6
"""From the middle of the ring's line to what has to be brighter on both sides."""
COVERED = 0.6
"""Share of the ring that has to be seen: 25 of 26 copied seals had 0.7 and more, half a seal
across two sheets 0.5, print and pictures 0.4 (2026-11)."""
DIRECTIONS = 180
OUTER_MM = 0.7
"""The seal's edge beyond the middle of the ring's line."""


def find_rings(grey: Pixels, dpi: int) -> tuple[Box, ...]:
    """The boxes of what has the ring of a seal on an upright page, from above."""
    step = max(1, round(dpi / RING_DPI))
    small = np.ascontiguousarray(grey[::step, ::step])
    mm = dpi / step / MM_PER_INCH
    if small.size > MOST_DOTS or min(small.shape) < 2 * RADII_MM[0] * mm:
        return ()
    height, width = grey.shape
    rings = (_ring(small, *middle, mm) for middle in _middles(small, mm))
    found = [
        Box(
            max(0, round(step * (across - radius))),
            max(0, round(step * (down - radius))),
            min(width, round(step * (across + radius))),
            min(height, round(step * (down + radius))),
        )
        for across, down, radius in filter(None, rings)
    ]
    return tuple(sorted(found, key=lambda box: box.top))


def _middles(small: Pixels, mm: float) -> list[tuple[float, float]]:
    """Where the edges of circles of a seal's size point to, the clearest first."""
    half = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    votes = _votes(np.asarray(half, np.uint8), mm / 2)
    reach = round(APART_MM * mm / 2)
    found = []
    for _ in range(MOST_MIDDLES):
        _, most, _, (across, down) = cv2.minMaxLoc(votes)
        if most < FEWEST_VOTES:
            break
        found.append((2 * across + 0.5, 2 * down + 0.5))
        cv2.circle(votes, (across, down), reach, 0.0, cv2.FILLED)
    return found


def _votes(half: Pixels, mm: float) -> Floats:
    """For each dot how many edges see it straight ahead or behind at a seal's radius."""
    right = np.asarray(cv2.Scharr(half, cv2.CV_32F, 1, 0)).ravel()
    down = np.asarray(cv2.Scharr(half, cv2.CV_32F, 0, 1)).ravel()
    steepness = np.asarray(cv2.magnitude(right, down)).ravel()
    edges = np.flatnonzero(steepness > STEEPEST_FLAT)
    if edges.size > MOST_EDGES:
        return np.zeros(half.shape, np.float32)
    height, width = half.shape
    rim = math.ceil(RADII_MM[1] * mm) + 1
    wide = width + 2 * rim
    rows, columns = np.divmod(edges, width)
    radii = np.arange(RADII_MM[0] * mm, RADII_MM[1] * mm, VOTE_STEP_MM * mm, dtype=np.float32)
    radii = np.concatenate([radii, -radii])[:, None]
    xs = (columns + rim + 0.5 + radii * (right[edges] / steepness[edges])).astype(np.int32)
    ys = (rows + rim + 0.5 + radii * (down[edges] / steepness[edges])).astype(np.int32)
    counted = np.bincount((ys * wide + xs).ravel(), minlength=wide * (height + 2 * rim))
    votes = counted.astype(np.float32).reshape(-1, wide)[rim:-rim, rim:-rim]
    return np.asarray(cv2.GaussianBlur(votes, (0, 0), 1.2), np.float32)


def _ring(
    small: Pixels, across: float, down: float, mm: float
) -> tuple[float, float, float] | None:
    """Middle and outer radius in dots of the ring about there, ``None`` if there is none."""
    best = (0.0, 0.0, across, down)
    for shift in (VOTE_STEP_MM * mm, VOTE_STEP_MM * mm / 2):
        places = [
            (best[2] + shift * right, best[3] + shift * under)
            for right in (-1, 0, 1)
            for under in (-1, 0, 1)
        ]
        best = max(best, *((*_clearest(small, *place, mm), *place) for place in places))
    share, radius, across, down = best
    return (across, down, radius + OUTER_MM * mm) if share >= COVERED else None


def _clearest(small: Pixels, x: float, y: float, mm: float) -> tuple[float, float]:
    """The share that is seen of the clearest ring round a dot, and its radius in dots."""
    gap = max(2, round(LINE_MM * mm))
    radii = np.arange(RADII_MM[0] * mm - gap, RADII_MM[1] * mm + gap, dtype=np.float32)
    angles = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False, dtype=np.float32)[:, None]
    xs, ys = x + np.cos(angles) * radii, y + np.sin(angles) * radii
    rays = cv2.remap(
        small, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    ).astype(np.int16)
    beside = np.minimum(rays[:, : -2 * gap], rays[:, 2 * gap :])
    seen = (beside - rays[:, gap:-gap] > DARKER).mean(axis=0)
    at = int(seen.argmax())
    return float(seen[at]), float(radii[gap + at])
