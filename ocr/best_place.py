"""Finds where a line stands in a page's text, whatever the order of reading; pure.

Sellers' approximate search (J. Algorithms 1, 1980): edit distance with free ends in the page.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLANK = " "
TIES = 64
Signs = tuple[str, ...]
Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The part ``start`` to ``end`` (exclusive) of a page, and the edits from a line to it."""

    start: int
    end: int
    distance: int


def best_places(line: Signs, page: Signs) -> tuple[Place, ...]:
    """The parts of ``page`` with the fewest edits from ``line``, those of whole words first.

    One for each end, and no more than ``TIES`` of them; ``line`` must not be empty.
    """
    codes = {sign: code for code, sign in enumerate(dict.fromkeys((*line, *page)))}
    wanted, offered = (np.array([codes[sign] for sign in text], np.int32) for text in (line, page))
    distances = _distances(wanted, offered, np.zeros(len(page) + 1, np.int32))
    ends = sorted(_smallest(distances), key=lambda end: not _is_edge(page, end))[:TIES]
    places = [_ending_at(end, wanted, offered, page) for end in ends]
    return tuple(sorted(places, key=lambda place: not _is_whole(page, place)))


def _ending_at(end: int, wanted: Numbers, offered: Numbers, page: Signs) -> Place:
    # More than twice the line's length cannot be among the best.
    first = max(0, end - 2 * len(wanted))
    before = offered[first:end][::-1]
    paid = np.arange(len(before) + 1, dtype=np.int32)
    distances = _distances(wanted[::-1], before, paid)
    starts = [end - length for length in _smallest(distances)]
    start = next((start for start in starts if _is_edge(page, start - 1)), starts[0])
    return Place(start=start, end=end, distance=int(distances.min()))


def _distances(wanted: Numbers, offered: Numbers, row: Numbers) -> Numbers:
    """The last row of the edit matrix whose first is ``row``: one number for each end."""
    steps = np.arange(len(row), dtype=np.int32)
    for code in wanted:
        below = row + 1
        np.minimum(below[1:], row[:-1] + (offered != code), out=below[1:])
        # Steps along the row cost 1 each, so a running minimum settles them all at once.
        row = np.minimum.accumulate(below - steps) + steps
    return row


def _smallest(distances: Numbers) -> list[int]:
    return [int(found) for found in np.flatnonzero(distances == distances.min())]


def _is_edge(page: Signs, number: int) -> bool:
    return not 0 <= number < len(page) or page[number] == BLANK


def _is_whole(page: Signs, place: Place) -> bool:
    return _is_edge(page, place.start - 1) and _is_edge(page, place.end)
