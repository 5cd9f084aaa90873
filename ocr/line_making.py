"""Puts pieces of printed lines together to lines, by where they stand; pure.

What stands side by side becomes one line, as the engine reads; columns and tables are told apart
later, from there on alike for text that was read and text that was kept.
"""

from collections.abc import Iterable, Iterator

from records.page import Line, Word
from records.place import Box, around

SAME_LINE = 0.5
"""Of the lower piece's height, as much must stand beside the other."""
PARAGRAPH = 0.8
"""A blank of as many heights of the line above begins a block."""


def lines_from(pieces: Iterable[tuple[Word, ...]]) -> tuple[Line, ...]:
    """The lines from top to bottom; each piece is a run of words on one line."""
    placed = [(around(tuple(word.box for word in piece)), piece) for piece in pieces]
    rows: list[list[tuple[Box, tuple[Word, ...]]]] = []
    for box, piece in sorted(placed, key=lambda each: each[0].top + each[0].bottom):
        if rows and all(_beside(box, other) for other, _ in rows[-1]):
            rows[-1].append((box, piece))
        else:
            rows.append([(box, piece)])
    return tuple(_in_blocks(rows))


def _beside(box: Box, other: Box) -> bool:
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    return shared >= SAME_LINE * min(box.height, other.height) and (
        box.left >= other.right or box.right <= other.left
    )


def _in_blocks(rows: list[list[tuple[Box, tuple[Word, ...]]]]) -> Iterator[Line]:
    block, above = 0, None
    for row in rows:
        words = tuple(
            word for _, piece in sorted(row, key=lambda each: each[0].left) for word in piece
        )
        box = around(tuple(word.box for word in words))
        if above is None or box.top - above.bottom > PARAGRAPH * above.height:
            block += 1
        above = box
        yield Line(words=words, box=box, block=block)
