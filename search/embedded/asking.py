"""Whoosh, the asking half: a parsed query → the pages of one access class that answer it."""

from collections import Counter
from heapq import nsmallest

import numpy as np

from records.access import AccessLevel
from records.hit import Sort
from search.embedded.evaluating import Evaluation
from search.embedded.postings import Array
from search.embedded.ranking import best
from search.embedded.reading import OpenIndex
from search.engine import ENOUGH_PAGES, MOST_NEIGHBOURS, Found, Neighbour
from search.facets import FACETS
from search.filters import Filters
from search.query import ParsedQuery


def find(index: OpenIndex, query: ParsedQuery, filters: Filters, sort: Sort, most: int) -> Found:
    """The pages of ``index`` that pass ``filters`` and answer ``query``.

    At most ``most`` pages come with their content; ``total`` and ``facets`` count all of them. Who
    wants no page wants the total only.
    """
    evaluation = Evaluation(index)
    answering = evaluation.answering(query, filters)
    found = np.flatnonzero(answering)
    first = best(evaluation, query, found, sort, most)
    return Found(
        total=len(found),
        best=tuple(index.page(number, score) for number, score in first),
        facets=_facets(index, filters.level, found) if most else {},
    )


def _facets(index: OpenIndex, level: AccessLevel, found: Array) -> dict[str, Counter[str]]:
    counted = {name: index.counted(name, found) for name in FACETS if name != "access"}
    # All that is found is of the class that was asked.
    return {**counted, "access": Counter({level.value: len(found)} if len(found) else {})}


def near(index: OpenIndex, fold: str, most: int) -> tuple[str, ...]:
    """Syllables of the word list one edit away from ``fold``, the most frequent first."""
    counted: Counter[str] = Counter()
    for words in index.word_lists():
        counted.update(words.near(fold))
    return _most_frequent(counted, most)


def begun(index: OpenIndex, letters: str, most: int) -> tuple[str, ...]:
    """Syllables of the word list that begin with ``letters``, the most frequent first."""
    counted: Counter[str] = Counter()
    for words in index.word_lists():
        counted.update(words.begun(letters, most))
    return _most_frequent(counted, most)


def neighbour(index: OpenIndex, fold: str, level: AccessLevel) -> Neighbour | None:
    """The most frequent syllable one edit away from the rare ``fold``, if it is frequent enough.

    Counts pages that are there now: the word list still has the words of pages taken out.
    """
    if len(index.postings("fold", fold).pages) >= ENOUGH_PAGES:
        return None
    of_class = index.of_class(level)
    for other in near(index, fold, MOST_NEIGHBOURS):
        postings = index.postings("fold", other)
        pages = postings.pages[of_class[postings.pages]]
        if len(pages) >= ENOUGH_PAGES:
            samples = tuple(index.page(number, 0.0) for number in pages[:ENOUGH_PAGES].tolist())
            return Neighbour(fold=other, samples=samples)
    return None


def entry_ids(index: OpenIndex) -> list[str]:
    """The id of every entry, in no order; an id that is there twice is listed twice."""
    return index.ids(np.flatnonzero(index.there))


def _most_frequent(counted: Counter[str], most: int) -> tuple[str, ...]:
    return tuple(nsmallest(most, counted, key=lambda word: (-counted[word], word)))
