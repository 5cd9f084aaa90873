"""Upright rectangles on a PDF page, in points from its lower left; pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import pikepdf

LEVEL = 1e-3
"""How far from level, measured on its length, a side may be and still count as upright."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Sides in points; empty where right is not beyond left, or top not above bottom."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, sides: Sequence[float], matrix: pikepdf.Matrix | None = None) -> Self:
        """The smallest one around the rectangle with two corners ``sides``, moved by ``matrix``."""
        one, two, three, four = sides
        moved = pikepdf.Matrix() if matrix is None else matrix
        corners = [
            moved.transform(corner)
            for corner in ((one, two), (three, two), (three, four), (one, four))
        ]
        across, up = zip(*corners, strict=True)
        return cls(min(across), min(up), max(across), max(up))

    def overlap(self, other: Self) -> Self:
        """What lies in both."""
        return type(self)(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def covers(self, other: Self, slack: float) -> bool:
        """Whether the other lies within this one, or reaches out by ``slack`` points at most."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.right <= self.left or self.top <= self.bottom


EVERYWHERE = Rectangle(-math.inf, -math.inf, math.inf, math.inf)
NOWHERE = Rectangle(math.inf, math.inf, -math.inf, -math.inf)


def is_level(matrix: pikepdf.Matrix) -> bool:
    """Whether rectangles stay rectangles: at most turned by quarters or mirrored."""
    a, b, c, d, _, _ = matrix.shorthand
    return min(abs(b) + abs(c), abs(a) + abs(d)) <= LEVEL * max(abs(b) + abs(c), abs(a) + abs(d))


def is_upright(matrix: pikepdf.Matrix) -> bool:
    """Whether level lines stay level, neither turned by a quarter nor mirrored."""
    a, b, c, d, _, _ = matrix.shorthand
    return abs(b) + abs(c) <= LEVEL * (abs(a) + abs(d)) and a > 0 and d > 0
