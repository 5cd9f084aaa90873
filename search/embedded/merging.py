"""Segments into one: which are merged when pages are added, and how their lists are.

Whoosh's own merging takes every posting through its sorting files.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from search.embedded.codec import TermList, read_list
from search.embedded.postings import Array, Postings, joined, packed, unpacked

SMALL, MIDDLE = 500, 5_000
"""Pages of a segment below which it is small, or middling; larger ones are left alone."""
MOST_ALIKE = 8
"""So many segments of one size are merged into one."""
LARGEST_MERGED = 10_000
"""Pages; merging more at once would let who adds a page wait."""


def to_merge(segments: Sequence[Any]) -> list[Any]:
    """The segments that are due to become one: many of one size."""
    for least, most in ((0, SMALL), (SMALL, MIDDLE)):
        alike = [each for each in segments if least <= each.doc_count() < most]
        if len(alike) >= MOST_ALIKE:
            return _up_to(alike, LARGEST_MERGED)
    return []


def left_by_pages(segments: Sequence[Any]) -> list[Any]:
    """The segments that still have the text of pages that were taken out."""
    return [each for each in segments if each.has_deletions()]


def _up_to(segments: Iterable[Any], most: int) -> list[Any]:
    taken, pages = [], 0
    for each in sorted(segments, key=lambda one: one.doc_count()):
        pages += each.doc_count()
        if pages > most:
            break
        taken.append(each)
    return taken


class MergedSegment:
    """An old segment whose pages that are still there get the numbers ``first`` and following."""

    def __init__(self, reader: SegmentReader, first: int) -> None:
        self._reader = reader
        there = np.ones(reader.doc_count_all(), dtype=bool)
        there[[*reader.segment().deleted_docs()]] = False
        self.kept: Array = np.flatnonzero(there)
        self._numbers = np.where(there, first + np.cumsum(there) - 1, -1)

    def lists(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Its lists with the new numbers, those without a page left out."""
        file = self._reader.segment().open_file(
            self._reader.storage(), self._reader.codec().POSTS_EXT
        )
        try:
            for (field, term), told in self._reader:
                moved = self._moved(read_list(file, told))
                if len(moved.pages):
                    yield field, term, moved
        finally:
            file.close()

    def _moved(self, old: Postings) -> Postings:
        numbers = self._numbers[old.pages]
        there = numbers >= 0
        if there.all():
            return old._replace(pages=numbers)
        places = old.places
        if len(places):
            places = places[np.repeat(there, old.counts)]
        return Postings(numbers[there], old.counts[there], places)


def merged_lists(
    segments: Sequence[MergedSegment], added: Iterator[TermList]
) -> Iterator[TermList]:
    """The lists of what is ``added`` and of ``segments``, whose pages come behind in this order."""
    if not segments:
        yield from added
        return
    fresh = ((each.field, each.term, unpacked(each.packed)) for each in added)
    sources = [each.lists() for each in segments]
    term = itemgetter(0, 1)
    for (field, word), lists in groupby(heapq.merge(fresh, *sources, key=term), term):
        whole = joined([postings for _, _, postings in lists])
        total = int(whole.counts.sum())
        yield TermList(field, word, len(whole.pages), total, packed(whole))
