"""The order of what Whoosh found: its own has equals in the order of their storing."""

from collections.abc import Sequence
from heapq import nsmallest
from itertools import takewhile

from whoosh.reading import IndexReader

from records.hit import Sort

Place = tuple[float, int]
"""A score, and the number of the page in the index."""
DIGITS = 6
"""Scores that differ beyond were only added in another order."""


def ranked(reader: IndexReader, found: Sequence[Place], sort: Sort, most: int) -> list[Place]:
    """The first ``most`` in the order ``sort``, equals by their id; ``found`` is best first."""
    if not found or most <= 0:
        return []
    ids = reader.column_reader("id")
    if sort is Sort.RELEVANCE:
        last = found[min(most, len(found)) - 1]
        # Those behind the last that count as its equals may have to come before it.
        ahead = [_rounded(each) for each in takewhile(lambda one: not _is_less(one, last), found)]
        return nsmallest(most, ahead, key=lambda place: (-place[0], ids[place[1]]))
    issued = reader.column_reader("issued")

    def by_date(place: Place) -> tuple[bool, int, str]:
        day = issued[place[1]]
        return not day, day if sort is Sort.OLDEST else -day, ids[place[1]]

    return nsmallest(most, found, key=by_date)


def _rounded(place: Place) -> Place:
    return round(place[0], DIGITS), place[1]


def _is_less(one: Place, other: Place) -> bool:
    return _rounded(one)[0] < _rounded(other)[0]
