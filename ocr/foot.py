"""The foot of a document in reading order: recipients at the left, then the signature; pure.

"Nơi nhận" and its list stand left of office and name (Decree 30/2020/NĐ-CP, Annex I, boxes 7
and 9b). The engine reads across both, or puts a name before the list that began above it.
"""

from collections.abc import Callable
from itertools import takewhile

from ocr.gaps import joined, letter_height, pieces_of
from records.page import Line
from records.vietnamese import fold

RECIPIENTS = "noi nh"
"""How "Nơi nhận" begins without its marks."""
RECIPIENTS_BEGIN = 0.25
SIGNATURE_BEGINS = 0.38
LIST_ENDS = 0.68
"""Shares of the text's width. What begins in the list's half and ends behind it is no list."""
ABOVE_IN_HEIGHTS = 4.0
"""An office may begin this far above the word "Nơi nhận"."""
Row = tuple[Line, ...]


def in_foot_order(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with what stands beside and under "Nơi nhận" parted: left side, then right.

    From the first line on that runs across both sides everything stays as it was.
    """
    left = min((line.box.left for line in lines), default=0)
    width = max((line.box.right for line in lines), default=0) - left
    begin = next(
        (
            n
            for n, line in enumerate(lines)
            if _is_recipients(line, left + RECIPIENTS_BEGIN * width)
        ),
        None,
    )
    if begin is None:
        return lines
    edge = left + SIGNATURE_BEGINS * width

    def is_signature(piece: Line) -> bool:
        return piece.box.left >= edge

    def is_parted(row: Row) -> bool:
        return all(
            is_signature(piece) or piece.box.right < left + LIST_ENDS * width for piece in row
        )

    under = list(takewhile(is_parted, map(pieces_of, lines[begin:])))
    top = lines[begin].box.top - ABOVE_IN_HEIGHTS * letter_height(lines[begin])
    over = takewhile(lambda line: is_signature(line) and line.box.top > top, lines[:begin][::-1])
    rows = [*((line,) for line in tuple(over)[::-1]), *under]
    begin -= len(rows) - len(under)
    return (
        *lines[:begin],
        *_side(rows, lambda piece: not is_signature(piece)),
        *_side(rows, is_signature),
        *lines[begin + len(rows) :],
    )


def _is_recipients(line: Line, edge: float) -> bool:
    return line.box.left < edge and fold(line.text).lstrip("*_ ").startswith(RECIPIENTS)


def _side(rows: list[Row], belongs: Callable[[Line], bool]) -> list[Line]:
    parts = (tuple(piece for piece in row if belongs(piece)) for row in rows)
    return sorted((joined(part) for part in parts if part), key=lambda line: line.box.top)
