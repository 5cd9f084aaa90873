"""The order of what was found: BM25 over syllables with and without marks, pairs and codes.

Constants as measured on official documents: pages are of one length, so their length says little.
"""

import math

import numpy as np
from numpy.typing import NDArray

from records.hit import Sort
from search.embedded.evaluating import Evaluation
from search.embedded.postings import Array, Postings
from search.engine import CODE_WEIGHT, EXACT_WEIGHT, PAIR_WEIGHT
from search.query import ParsedQuery

B, K1 = 0.45, 1.2
DIGITS, EQUAL = 6, 2e-6
"""Scores that differ beyond were only added in another order; those may be equal when rounded."""
Scores = NDArray[np.float64]


def best(
    evaluation: Evaluation, query: ParsedQuery, found: Array, sort: Sort, most: int
) -> list[tuple[int, float]]:
    """The first ``most`` of the pages ``found`` in the order ``sort`` with their scores.

    Equals come by their id, pages without a date last where dates decide.
    """
    if not len(found) or most <= 0:
        return []
    scores = _scores(evaluation, query)[found]
    margin: float = 0
    if sort is Sort.RELEVANCE:
        primary, margin = -scores, EQUAL
    else:
        issued = evaluation.index.numbers("issued")[found].astype(np.int64)
        signed = issued if sort is Sort.OLDEST else -issued
        primary = np.where(issued == 0, np.iinfo(np.int64).max, signed)
    if len(found) > most:
        # Those that count as equals of the last may have to come before it.
        last = np.partition(primary, most - 1)[most - 1]
        ahead = primary <= last + margin
        found, scores, primary = found[ahead], scores[ahead], primary[ahead]
    if sort is Sort.RELEVANCE:
        primary = np.round(primary, DIGITS)
    scores = np.round(scores, DIGITS)
    ids = evaluation.index.ids(found)
    listed = sorted(zip(primary.tolist(), ids, found.tolist(), scores.tolist(), strict=True))
    return [(number, score) for _, _, number, score in listed[:most]]


def _scores(evaluation: Evaluation, query: ParsedQuery) -> Scores:
    """The score of every page."""
    index = evaluation.index
    scores = np.zeros(index.size)

    def add(postings: Postings, weight: float) -> None:
        """Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009)."""
        pages, counts = postings.pages, postings.counts
        rarity = math.log(1 + index.size / (len(pages) + 1))
        norms = K1 * (1 - B) + K1 * B / index.mean_length * index.lengths[pages]
        scores[pages] += weight * rarity * (K1 + 1) * counts / (counts + norms)

    for run in query.runs:
        weight = CODE_WEIGHT if run.code is not None else 1.0
        if run.fact is None:
            add(evaluation.of_run(run), weight)
    for exact in dict.fromkeys(query.exacts):
        add(index.postings("exact", exact), EXACT_WEIGHT)
    for pair in dict.fromkeys(query.pairs):
        folds = tuple(pair.split("_"))
        add(evaluation.phrase(folds), PAIR_WEIGHT)
    return scores
