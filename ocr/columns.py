"""Puts the letterhead in reading order: the left column, then the right; pure.

The engine reads across the gap between them, so that the body's name and the national title end
in one line. Tables and forms with two columns look alike but are meant to be read across; they are
told apart by their place and are left as they are.
"""

from dataclasses import dataclass, replace

from ocr.foot import in_foot_order
from ocr.gaps import joined, letter_height, pieces_of
from records.page import Line

LETTERHEAD_SHARE = 0.2
"""The letterhead begins within this share of the text's height (Decree 30/2020, Annex I)."""
FEWEST_ROWS = 2
MOST_ROWS = 8
NEAR_IN_HEIGHTS = 2.0
"""A line of one column alone belongs to the block only if it follows this closely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Rows that share a gap from ``left`` to ``right``; ``parted`` counts those with both sides."""

    rows: tuple[tuple[Line, ...], ...] = ()
    left: int = 0
    right: int = 0
    parted: int = 0


def in_reading_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with letterhead and foot parted: all of their left side before their right."""
    limit = _letterhead_limit(lines)
    ordered: list[Line] = []
    block = _Block()
    for line in in_foot_order(lines):
        grown = _grown(block, line)
        if grown is None:
            ordered.extend(_read(block, limit))
            grown = _grown(_Block(), line)
        if grown is None:
            ordered.append(line)
        block = grown or _Block()
    return (*ordered, *_read(block, limit))


def _letterhead_limit(lines: tuple[Line, ...]) -> float:
    top = min((line.box.top for line in lines), default=0)
    bottom = max((line.box.bottom for line in lines), default=0)
    return top + LETTERHEAD_SHARE * (bottom - top)


def _grown(block: _Block, line: Line) -> _Block | None:
    """The block with ``line`` taken in, or ``None`` if the line does not belong to it."""
    parts = pieces_of(line)
    if len(parts) == 2:  # noqa: PLR2004 - a left and a right side
        left, right = parts[0].box.right, parts[1].box.left
        if block.rows:
            left, right = max(left, block.left), min(right, block.right)
        if left < right:
            return _Block(
                rows=(*block.rows, parts), left=left, right=right, parted=block.parted + 1
            )
    elif block.rows and len(parts) == 1 and _is_beside(block, line):
        return replace(block, rows=(*block.rows, parts))
    return None


def _is_beside(block: _Block, line: Line) -> bool:
    above = max(part.box.bottom for part in block.rows[-1])
    follows = line.box.top - above < NEAR_IN_HEIGHTS * letter_height(line)
    return follows and (line.box.right <= block.right or line.box.left >= block.left)


def _read(block: _Block, letterhead_limit: float) -> list[Line]:
    parts = [part for row in block.rows for part in row]
    is_letterhead = bool(parts) and parts[0].box.top < letterhead_limit
    if not FEWEST_ROWS <= block.parted <= MOST_ROWS or not is_letterhead:
        return [joined(row) for row in block.rows]
    middle = (block.left + block.right) / 2
    left_side = [part for part in parts if part.box.left < middle]
    return left_side + [part for part in parts if part.box.left >= middle]
