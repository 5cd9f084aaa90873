"""Where something stands on a page image."""

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

    def holds_middle(self, other: "Box") -> bool:
        """Whether the middle of ``other`` lies in this box."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across < self.right and self.top <= down < self.bottom


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
