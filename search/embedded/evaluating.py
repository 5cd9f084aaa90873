"""A parsed query → which pages of an open index answer it; whole arrays at once.

A quotation is looked up place by place, so that what is found really stands side by side.
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from search.embedded.postings import Array, Postings
from search.embedded.reading import Mask, OpenIndex
from search.filters import Filters
from search.query import Clause, ParsedQuery, Reading, Run, Way

_PLACE_BITS = 32


class Evaluation:
    """Evaluates queries on one open index."""

    def __init__(self, index: OpenIndex) -> None:
        self.index = index
        self._phrases: dict[tuple[str, ...], Postings] = {}

    def answering(self, query: ParsedQuery, filters: Filters) -> Mask:
        """Which pages are there, pass ``filters``, and answer ``query``."""
        mask = self._allowed(filters)
        if mask.any():
            mask &= self._any(self._reading(reading) for reading in query.readings)
        if query.unwanted and mask.any():
            mask &= ~self._any(self._clause(clause) for clause in query.unwanted)
        return mask

    def of_run(self, run: Run) -> Postings:
        """The list of something that is looked for."""
        if run.code is not None:
            return self.index.postings("codes", run.code)
        if run.fact is not None:
            return self.index.postings("facts", run.fact)
        folds = run.folds if run.beginning is None else (run.beginning,)
        return self.index.postings("fold", folds[0]) if len(folds) == 1 else self.phrase(folds)

    def _allowed(self, filters: Filters) -> Mask:
        """Never all pages because nothing is asked: the class is always asked."""
        mask = self.index.of_class(filters.level)
        for fact in filters.facts:
            mask &= self._mask(self.index.postings("facts", fact))
        if filters.issued is not None:
            issued = self.index.numbers("issued")
            mask &= (issued >= filters.issued[0]) & (issued <= filters.issued[1])
        return mask

    def _reading(self, reading: Reading) -> Mask:
        return self._all(self._clause(clause) for clause in reading)

    def _clause(self, clause: Clause) -> Mask:
        """Most ways are one run: their pages are set one list after the other."""
        mask = self._any(self._way(way) for way in clause.ways if len(way) > 1)
        for (run,) in (way for way in clause.ways if len(way) == 1):
            mask[self.of_run(run).pages] = True
        return mask

    def _way(self, way: Way) -> Mask:
        return self._all(self._mask(self.of_run(run)) for run in way)

    def _mask(self, postings: Postings) -> Mask:
        mask = np.zeros(self.index.size, dtype=bool)
        mask[postings.pages] = True
        return mask

    def _all(self, masks: Iterable[Mask]) -> Mask:
        return reduce(np.logical_and, masks, np.ones(self.index.size, dtype=bool))

    def _any(self, masks: Iterable[Mask]) -> Mask:
        return reduce(np.logical_or, masks, np.zeros(self.index.size, dtype=bool))

    def phrase(self, folds: tuple[str, ...]) -> Postings:
        """The list of syllables side by side; ``places`` are those of the first of them."""
        if folds not in self._phrases:
            self._phrases[folds] = self._phrase(folds)
        return self._phrases[folds]

    def _phrase(self, folds: tuple[str, ...]) -> Postings:
        lists = [self.index.postings("fold", fold, with_places=True) for fold in folds]
        common = self._all(map(self._mask, lists))
        begins = [_begins(each, common, at) for at, each in enumerate(lists)]
        found = reduce(_in_both, sorted(begins, key=len))
        pages, counts = np.unique(found >> _PLACE_BITS, return_counts=True)
        return Postings(pages, counts, found & ((1 << _PLACE_BITS) - 1))


def _begins(postings: Postings, common: Mask, at: int) -> Array:
    """Where a quotation would begin of which this is number ``at``, as page and place in one."""
    there = common[postings.pages]
    counts = postings.counts[there]
    places = postings.places[np.repeat(there, postings.counts)] - at
    begins = (np.repeat(postings.pages[there], counts) << _PLACE_BITS) + places
    return np.asarray(begins[places >= 0])


def _in_both(fewer: Array, more: Array) -> Array:
    if not len(fewer) or not len(more):
        return fewer[:0]
    at = np.minimum(np.searchsorted(more, fewer), len(more) - 1)
    return np.asarray(fewer[more[at] == fewer])
