"""Puts the words of ruled tables in reading order: row by row, cell by cell; pure.

The engine reads across the rules, so that the second line of one cell comes after the first line
of the next. What stands outside the cells keeps its order; what it made of the rules themselves,
bars and dashes, is left out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from records.page import Line, Word
from records.place import Box, around

SAME_ROW = 0.5
"""Cells that begin within this share of the lower one's height stand in one row."""
RULE_SIGN = "|"
FEWEST_ROWS, FEWEST_COLUMNS = 2, 2


def in_table_order(
    lines: tuple[Line, ...], tables: Sequence[tuple[Box, ...]], skew_degrees: float
) -> tuple[Line, ...]:
    """The lines with each table's words by row and cell, each cell's lines in a block of its own.

    ``tables`` are the cells of each table in pixels; ``skew_degrees``, clockwise, is what the page
    still leans, as in ``RecognizedPage``.
    """
    for cells in tables:
        lines = _ordered(lines, _rows(cells, math.tan(math.radians(skew_degrees))))
    return lines


def _ordered(lines: tuple[Line, ...], rows: list[list[Box]]) -> tuple[Line, ...]:
    cells = [cell for row in rows for cell in row]
    frame = around(tuple(cells))
    held: dict[int, list[Line]] = {}
    rest: list[Line] = []
    place = None
    for line in lines:
        parts = _parted(line, cells, frame)
        for at, part in parts.items():
            if at is None:
                rest.append(part)
            else:
                held.setdefault(at, []).append(part)
        if place is None and parts.keys() - {None}:
            place = len(rest) - (None in parts)
    if place is None or not _is_table(rows, held):
        return lines
    blocks = max(line.block for line in lines) + 1
    inside = [line for at in sorted(held) for line in _whole(held[at], blocks + at)]
    return (*rest[:place], *inside, *rest[place:])


def _rows(cells: Sequence[Box], slope: float) -> list[list[Box]]:
    """Cells from top to bottom and left to right; ``slope`` levels rows that rise or fall."""

    def level(cell: Box) -> float:
        return cell.top + cell.left * slope

    rows: list[list[Box]] = []
    for cell in sorted(cells, key=level):
        lowest = min(each.height for each in (cell, *rows[-1])) if rows else 0
        if rows and level(cell) - level(rows[-1][0]) < SAME_ROW * lowest:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda cell: cell.left) for row in rows]


def _parted(line: Line, cells: list[Box], frame: Box) -> dict[int | None, Line]:
    """The line's words by the cell that holds them; ``None`` for those in no cell."""
    held: dict[int | None, list[Word]] = {}
    for word in line.words:
        at = _cell_of(word.box, cells)
        if not _is_rule(word, frame if at is None else cells[at], frame):
            held.setdefault(at, []).append(word)
    return {at: line.with_words(words) for at, words in held.items()}


def _is_rule(word: Word, cell: Box, frame: Box) -> bool:
    """Whether the engine took a piece of the table's rules for signs."""
    if any(map(str.isalnum, word.text)) or not frame.holds_middle(word.box):
        return False
    is_whole = cell != frame and around((cell, word.box)) == cell
    return not is_whole or not word.text.strip(RULE_SIGN)


def _cell_of(word: Box, cells: list[Box]) -> int | None:
    around_it = [
        (cell.width * cell.height, at) for at, cell in enumerate(cells) if cell.holds_middle(word)
    ]
    return min(around_it)[1] if around_it else None


def _is_table(rows: list[list[Box]], held: dict[int, list[Line]]) -> bool:
    filled: list[int] = []
    at = 0
    for row in rows:
        filled.append(sum(number in held for number in range(at, at + len(row))))
        at += len(row)
    return sum(map(bool, filled)) >= FEWEST_ROWS and max(filled) >= FEWEST_COLUMNS


def _whole(parts: list[Line], block: int) -> Iterator[Line]:
    """A cell's lines from top to bottom; pieces that stand side by side become one."""
    middle = [(part.box.top + part.box.bottom) / 2 for part in parts]
    lines: list[list[Line]] = []
    for _, part in sorted(zip(middle, parts, strict=True), key=lambda pair: pair[0]):
        above = lines[-1][-1] if lines else None
        if above is not None and (part.box.top + part.box.bottom) / 2 < above.box.bottom:
            lines[-1].append(part)
        else:
            lines.append([part])
    for pieces in lines:
        words = sorted((word for piece in pieces for word in piece.words), key=lambda w: w.box.left)
        yield replace(pieces[0].with_words(words), block=block)
