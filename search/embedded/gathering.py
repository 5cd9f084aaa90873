"""The terms of pages while a segment is being written, field by field; then their lists, sorted.

Whoosh gathers a tuple for every term of every page and sorts them through files. Arrays of numbers
need a tenth of the memory and of the time.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from search.embedded.columns import Numbered
from search.embedded.postings import Array, Postings, packed_parts

PASSAGE_GAP = 1
"""So many places lie empty between passages: no quotation reaches from one into the next."""


class GatheredField:
    """The terms of one field, in the order of the pages."""

    def __init__(self, *, with_places: bool) -> None:
        self._with_places = with_places
        self._known = Numbered()
        self._terms, self._pages, self._places = array("I"), array("I"), array("I")

    def add(self, page: int, passages: Iterable[Sequence[str]]) -> None:
        """Add what ``page`` has; its number is not below that of the page before."""
        place = 0
        for passage in passages:
            self._terms.extend(map(self._known.__getitem__, passage))
            if self._with_places:
                self._places.extend(range(place, place + len(passage)))
            place += len(passage) + PASSAGE_GAP
        self._pages.extend([page] * (len(self._terms) - len(self._pages)))

    def lists(self) -> Iterator[tuple[bytes, int, int, bytes]]:
        """Each term in the order of its bytes, its pages, how often in all, and its packed list."""
        if not self._terms:
            return
        words = sorted(self._known)
        rank = np.empty(len(words), dtype=np.int64)
        rank[[self._known[word] for word in words]] = np.arange(len(words))
        terms = rank[np.frombuffer(self._terms, dtype=np.uint32)]
        order = np.argsort(terms, kind="stable")
        terms, pages = terms[order], np.frombuffer(self._pages, dtype=np.uint32)[order]
        places = np.frombuffer(self._places, dtype=np.uint32)
        placed = places[order] if self._with_places else places
        grouped, bounds, starts = _grouped(terms, pages.astype(np.int64), placed.astype(np.int64))
        totals = np.diff(starts).tolist()
        lists = packed_parts(grouped, bounds, starts)
        for word, total, (count, written) in zip(words, totals, lists, strict=True):
            yield word.encode(), count, total, written


def _grouped(terms: Array, pages: Array, places: Array) -> tuple[Postings, Array, Array]:
    """Sorted terms with their pages → pages once per term, and where the terms begin in them."""
    begins_term = np.diff(terms, prepend=-1) != 0
    begins_page = begins_term | (np.diff(pages, prepend=-1) != 0)
    at = np.flatnonzero(begins_page)
    counts = np.diff(at, append=len(terms))
    bounds = np.append(np.flatnonzero(begins_term[at]), len(at))
    starts = np.append(np.flatnonzero(begins_term), len(terms))
    return Postings(pages[at], counts, places), bounds, starts
