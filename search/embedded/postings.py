"""Which pages have a term, how often, and where: as arrays, and as the bytes of a posting file.

The first page is kept as it is, so that a list is moved by changing it; the others are steps from
the one before, in as many bytes as the longest of them needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]
_HEAD = Struct("<BII")
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
    ((_, written),) = packed_lists([postings])
    return written


def packed_lists(lists: Sequence[Postings]) -> Iterator[tuple[int, bytes]]:
    """Many lists → for each how many pages, and its bytes. None is empty."""
    bounds = _ends(len(each.pages) for each in lists)
    starts = _ends(len(each.places) for each in lists)
    return packed_parts(joined(lists), bounds, starts)


def packed_parts(whole: Postings, bounds: Array, starts: Array) -> Iterator[tuple[int, bytes]]:
    """Lists behind one another → for each how many pages, and its bytes.

    List ``n`` has the pages ``bounds[n]:bounds[n + 1]`` and the places ``starts[n]:starts[n + 1]``.
    """
    first = bounds[:-1]
    steps = np.diff(whole.pages, prepend=0)
    steps[first] = 0
    once = np.maximum.reduceat(whole.counts, first) == 1
    page_widths, steps_in = _widths(steps, first), _in_widths(steps)
    count_widths, counts_in = _widths(whole.counts, first), _in_widths(whole.counts)
    is_placed = len(whole.places) > 0
    place_widths = _widths(whole.places, starts[:-1]) if is_placed else _NOWHERE
    places_in = _in_widths(whole.places)
    shapes = page_widths | np.where(once, _ONCE, count_widths) << 2 | place_widths << 4
    begins, place_begins = bounds.tolist(), starts.tolist()
    told = zip(shapes.tolist(), whole.pages[first].tolist(), strict=True)
    for at, (shape, first_page) in enumerate(told):
        begin, end = begins[at], begins[at + 1]
        parts = [_HEAD.pack(shape, end - begin, first_page)]
        parts.append(steps_in[shape & 3][begin + 1 : end].tobytes())
        if shape >> 2 & 3 != _ONCE:
            parts.append(counts_in[shape >> 2 & 3][begin:end].tobytes())
        if shape >> 4 != _NOWHERE:
            parts.append(places_in[shape >> 4][place_begins[at] : place_begins[at + 1]].tobytes())
        yield end - begin, b"".join(parts)


def unpacked(written: bytes | memoryview, *, with_places: bool = True) -> Postings:
    """What ``packed`` wrote; the places, which only quotations need, are left out on request.

    Raises:
        ValueError: these bytes are no list.
    """
    shape, count, first = _HEAD.unpack_from(written)
    at = _HEAD.size
    pages = np.empty(count, dtype=np.int64)
    pages[0] = first
    pages[1:] = np.frombuffer(written, _WIDTHS[shape & 3], count - 1, at)
    at += (count - 1) * _WIDTHS[shape & 3].itemsize
    counts = np.ones(count, dtype=np.int64)
    if shape >> 2 & 3 != _ONCE:
        counts[:] = np.frombuffer(written, _WIDTHS[shape >> 2 & 3], count, at)
        at += count * _WIDTHS[shape >> 2 & 3].itemsize
    places = counts[:0]
    if with_places and shape >> 4 != _NOWHERE:
        width = _WIDTHS[shape >> 4]
        places = np.frombuffer(written, width, int(counts.sum()), at).astype(np.int64)
    return Postings(pages.cumsum(out=pages), counts, places)


def moved(written: bytes, by: int) -> bytes:
    """A list as bytes with ``by`` added to the number of every page."""
    shape, count, first = _HEAD.unpack_from(written)
    return _HEAD.pack(shape, count, first + by) + written[_HEAD.size :]


def joined(lists: Sequence[Postings]) -> Postings:
    """Lists of pages that follow one another, as one."""
    if len(lists) == 1:
        return lists[0]
    return Postings(*(np.concatenate(parts) for parts in zip(*lists, strict=True)))


def _ends(lengths: Iterable[int]) -> Array:
    return np.cumsum([0, *lengths])


def _widths(numbers: Array, first: Array) -> Array:
    longest = np.maximum.reduceat(numbers, first)
    return np.searchsorted(_BOUNDS, longest, side="right")


def _in_widths(numbers: Array) -> tuple[NDArray[np.uint32], ...]:
    return tuple(numbers.astype(width) for width in _WIDTHS)
