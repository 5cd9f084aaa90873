"""Beginnings of syllables (``quy*``) become the syllables that are there; pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, product

from search.analyser import syllables
from search.query import Clause, ParsedQuery, Run, Way

MOST_WORDS = 48
"""For all beginnings of a query together: every word costs the engine a list of pages."""
MOST_WAYS = 2 * MOST_WORDS

Begun = Callable[[str, int], tuple[str, ...]]
"""Letters, and how many at most → the most frequent syllables that begin so."""


def with_words(query: ParsedQuery, begun: Begun) -> ParsedQuery:
    """``query`` with every beginning replaced by syllables; by its own letters where none is."""
    unwanted = (run for clause in query.unwanted for way in clause.ways for run in way)
    letters = {run.beginning for run in (*query.runs, *unwanted) if run.beginning is not None}
    if not letters:
        return query
    most = max(1, MOST_WORDS // len(letters))
    words = {each: _begun(each, most, begun) for each in sorted(letters)}
    return replace(
        query,
        readings=tuple(
            tuple(_clause(clause, words) for clause in reading) for reading in query.readings
        ),
        unwanted=tuple(_clause(clause, words) for clause in query.unwanted),
    )


def _begun(letters: str, most: int, begun: Begun) -> tuple[str, ...]:
    """Also of the letters as a whole syllable: ``quy`` alone is indexed as ``qui``."""
    forms = dict.fromkeys((letters, *(each.fold for each in syllables(letters))))
    found = dict.fromkeys(word for form in forms for word in begun(form, most))
    return tuple(found)[:most] or tuple(forms)


def _clause(clause: Clause, words: dict[str, tuple[str, ...]]) -> Clause:
    ways = tuple(dict.fromkeys(way for each in clause.ways for way in _ways(each, words)))
    return Clause(ways=ways[:MOST_WAYS])


def _ways(way: Way, words: dict[str, tuple[str, ...]]) -> Iterator[Way]:
    choices = [
        (run,) if run.beginning is None else [Run(folds=(word,)) for word in words[run.beginning]]
        for run in way
    ]
    # Two beginnings in one way multiply.
    yield from islice(product(*choices), MOST_WAYS)
