"""Readings of a query that allow for errors in the text of pages; pure.

They are asked only where hardly any page has every word, one kind after the other. Quotes, codes,
facts and what is unwanted stay as they were typed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.query import Clause, ParsedQuery, Reading, Run

SHORTEST_FUZZY = 4
"""One letter makes another word of a shorter syllable too easily."""
MOST_FUZZY = 4
MOST_NEAR = 40
FEWEST_LEFT = 3
MOST_LEFT_OUT = 8

Near = Callable[[str, int], tuple[str, ...]]
"""A syllable, and how many at most → those one edit away."""


def loosened(query: ParsedQuery, near: Near) -> Iterator[ParsedQuery]:
    """``query`` with ever more readings: neighbours glued, one syllable misread, one word lost."""
    reading = query.readings[0]
    for more in (_glued(reading), _misread(reading, near), _lost(reading)):
        added = tuple(more)
        if added:
            query = replace(query, readings=(*query.readings, *added))
            yield query


def _glued(reading: Reading) -> Iterator[Reading]:
    """``ủy ban`` printed as ``ủyban``."""
    for at in range(len(reading) - 1):
        left, right = _word(reading[at]), _word(reading[at + 1])
        if left is not None and right is not None:
            one = Clause(ways=((Run(folds=(left + right,)),),))
            yield (*reading[:at], one, *reading[at + 2 :])


def _misread(reading: Reading, near: Near) -> Iterator[Reading]:
    """One syllable with one letter wrong, missing or too many; the longest are tried first."""
    words = [(word, at) for at, clause in enumerate(reading) if (word := _word(clause))]
    long = [each for each in words if len(each[0]) >= SHORTEST_FUZZY and each[0].isalpha()]
    for word, at in sorted(long, key=lambda each: (-len(each[0]), each[1]))[:MOST_FUZZY]:
        others = near(word, MOST_NEAR)
        if others:
            alike = Clause(ways=tuple((Run(folds=(other,)),) for other in others))
            yield (*reading[:at], alike, *reading[at + 1 :])


def _lost(reading: Reading) -> Iterator[Reading]:
    """All words but one, where enough are left to say what is meant."""
    if not FEWEST_LEFT < len(reading) <= MOST_LEFT_OUT:
        return
    for at, clause in enumerate(reading):
        if _word(clause) is not None:
            yield (*reading[:at], *reading[at + 1 :])


def _word(clause: Clause) -> str | None:
    """The syllable, where the clause is a single plain one."""
    way = clause.ways[0]
    is_plain = len(clause.ways) == 1 and len(way) == 1 and len(way[0].folds) == 1
    return way[0].folds[0] if is_plain else None
