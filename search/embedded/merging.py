"""Segments into one: which are merged when pages are added, and how their lists are.

Whoosh's own merging takes every posting through its sorting files.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from search.embedded.codec import ListCodec, TermList, read_packed
from search.embedded.mapped import forget
from search.embedded.postings import (
    Array,
    Postings,
    joined,
    moved,
    packed,
    packed_lists,
    unpacked,
)

SMALL, MIDDLE = 500, 5_000
"""Pages of a segment below which it is small, or middling; larger ones are left alone."""
MOST_ALIKE = 8
"""So many segments of one size are merged into one."""
LISTS_AT_ONCE = 500
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
        self._reader, self._first = reader, first
        there = np.ones(reader.doc_count_all(), dtype=bool)
        there[[*reader.segment().deleted_docs()]] = False
        self.kept: Array = np.flatnonzero(there)
        self._numbers = None if there.all() else np.where(there, first + there.cumsum() - 1, -1)

    def lists(self) -> Iterator[TermList]:
        """Its lists with the new numbers, those without a page left out."""
        segment = self._reader.segment()
        file = segment.open_file(self._reader.storage(), ListCodec.POSTS_EXT)
        with closing(file):
            for number, ((field, term), told) in enumerate(self._reader):
                if not number % LISTS_AT_ONCE:
                    # All that was ever read would count as memory of this process.
                    forget(self._reader.storage())
                written = bytes(read_packed(file, told))
                if self._numbers is None:
                    pages, total = told.doc_frequency(), int(told.weight())
                    yield TermList(field, term, pages, total, moved(written, self._first))
                elif len((left := _left(unpacked(written), self._numbers)).pages):
                    yield _listed(field, term, left)


def _left(old: Postings, numbers: Array) -> Postings:
    renumbered = numbers[old.pages]
    there = renumbered >= 0
    places = old.places[np.repeat(there, old.counts)] if len(old.places) else old.places
    return Postings(renumbered[there], old.counts[there], places)


def _listed(field: str, term: bytes, postings: Postings) -> TermList:
    total = int(postings.counts.sum())
    return TermList(field, term, len(postings.pages), total, packed(postings))


def merged_lists(
    segments: Sequence[MergedSegment], added: Iterator[TermList]
) -> Iterator[TermList]:
    """The lists of what is ``added`` and of ``segments``, whose pages come behind in this order."""
    if not segments:
        yield from added
        return
    term = itemgetter(0, 1)
    sources = heapq.merge(added, *(each.lists() for each in segments), key=term)
    grouped = ([*lists] for _, lists in groupby(sources, term))
    for field, of_field in groupby(grouped, lambda lists: lists[0].field):
        # Packing some thousand lists at once takes hardly longer than packing one.
        while some := [*islice(of_field, LISTS_AT_ONCE)]:
            yield from _joined(field, some)


def _joined(field: str, lists: Sequence[list[TermList]]) -> Iterator[TermList]:
    several = [joined([unpacked(one.packed) for one in each]) for each in lists if len(each) > 1]
    written = packed_lists(several) if several else iter(())
    for each in lists:
        if len(each) == 1:
            yield each[0]
        else:
            pages, bytes_ = next(written)
            yield TermList(field, each[0].term, pages, sum(one.total for one in each), bytes_)
