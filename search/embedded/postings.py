"""Which pages have a term, how often, and where: as arrays, and as the bytes of a posting file.

Numbers are kept as the distance from the one before, in as many bytes as the longest of them needs.
"""

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]
_HEAD = Struct("<BI")
_WIDTHS = tuple(np.dtype(name) for name in ("<u1", "<u2", "<u4"))
_BOUNDS = np.array([1 << 8, 1 << 16])
_ONCE, _NOWHERE = 3, 3
"""Instead of a width: the term stands once on each page; its places are not kept."""


class Postings(NamedTuple):
    """``pages`` rise, shape (pages,); ``counts`` is how often each has the term, shape (pages,).

    ``places`` are the numbers of the syllables within their page, page by page and rising within
    each, shape (sum of counts,); none in fields where places are not kept.
    """

    pages: Array
    counts: Array
    places: Array

    def moved(self, by: int) -> "Postings":
        """The same with ``by`` added to the number of every page."""
        return self._replace(pages=self.pages + by) if by else self


def packed(postings: Postings) -> bytes:
    """``postings`` as bytes."""
    bounds = np.array([0, len(postings.pages)])
    starts = np.array([0, int(postings.counts.sum())])
    ((_, written),) = packed_lists(postings, bounds, starts)
    return written


def packed_lists(all_of: Postings, bounds: Array, starts: Array) -> Iterator[tuple[int, bytes]]:
    """The lists of many terms behind one another → for each how many pages, and its bytes.

    Term ``t`` has the pages ``bounds[t]:bounds[t + 1]`` and the places ``starts[t]:starts[t + 1]``.
    No list is empty.
    """
    first = bounds[:-1]
    steps = np.diff(all_of.pages, prepend=0)
    steps[first] = all_of.pages[first]
    page_widths, in_widths = _widths(steps, first), _in_widths(steps)
    counts = all_of.counts
    once = np.maximum.reduceat(counts, first) == 1
    count_widths = np.where(once, _ONCE, _widths(counts, first))
    counts_in = _in_widths(counts)
    places_in = _in_widths(all_of.places)
    is_placed = len(all_of.places) > 0
    place_widths = _widths(all_of.places, starts[:-1]) if is_placed else _NOWHERE
    shapes = (page_widths | count_widths << 2 | place_widths << 4).tolist()
    begins, ends = bounds.tolist(), starts.tolist()
    for at, shape in enumerate(shapes):
        begin, end = begins[at], begins[at + 1]
        parts = [_HEAD.pack(shape, end - begin), in_widths[shape & 3][begin:end].tobytes()]
        if shape >> 2 & 3 != _ONCE:
            parts.append(counts_in[shape >> 2 & 3][begin:end].tobytes())
        if shape >> 4 != _NOWHERE:
            parts.append(places_in[shape >> 4][ends[at] : ends[at + 1]].tobytes())
        yield end - begin, b"".join(parts)


def unpacked(written: bytes) -> Postings:
    """What ``packed`` wrote.

    Raises:
        ValueError: these bytes are no list.
    """
    shape, pages = _HEAD.unpack_from(written)
    at = _HEAD.size
    steps = np.frombuffer(written, _WIDTHS[shape & 3], pages, at)
    at += steps.nbytes
    counts = np.ones(pages, dtype=np.int64)
    if shape >> 2 & 3 != _ONCE:
        kept = np.frombuffer(written, _WIDTHS[shape >> 2 & 3], pages, at)
        at += kept.nbytes
        counts = kept.astype(np.int64)
    places = counts[:0]
    if shape >> 4 != _NOWHERE:
        width = _WIDTHS[shape >> 4]
        places = np.frombuffer(written, width, int(counts.sum()), at).astype(np.int64)
    return Postings(np.cumsum(steps, dtype=np.int64), counts, places)


def joined(lists: list[Postings]) -> Postings:
    """Lists of pages that follow one another, as one."""
    if len(lists) == 1:
        return lists[0]
    return Postings(*(np.concatenate(parts) for parts in zip(*lists, strict=True)))


def _widths(numbers: Array, first: Array) -> Array:
    longest = np.maximum.reduceat(numbers, first)
    return np.searchsorted(_BOUNDS, longest, side="right")


def _in_widths(numbers: Array) -> tuple[NDArray[np.uint32], ...]:
    return tuple(numbers.astype(width) for width in _WIDTHS)
