"""Where something stands on a page image."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels of the upright page; origin top left, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top


def around(boxes: "tuple[Box, ...]") -> Box:
    """The smallest box that holds all ``boxes``.

    Raises:
        ValueError: no boxes.
    """
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """Size of the upright page image in pixels, and its resolution in dots per inch."""

    width: int
    height: int
    dpi: int
