"""A question as ``tsquery`` literals; pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from math import prod

from search.postgresql.lexemes import STRONG, cut, exact, quoted
from search.query import Clause, ParsedQuery, Reading


def wanted(query: ParsedQuery, facts: Sequence[str]) -> str:
    """The ``tsquery`` literal that every page of an answer matches; empty where all do."""
    told = [" | ".join(f"({_reading(each)})" for each in query.readings if each)]
    told += [quoted(fact) for fact in facts]
    told += [f"!({_clause(clause)})" for clause in query.unwanted]
    return " & ".join(f"({each})" for each in told if each)


Way = tuple[str, ...]
Ways = tuple[Way, ...]
Demand = tuple[Ways, ...]
"""Of each part one way, and of that every lexeme."""
MOST_WAYS = 400


def required(query: ParsedQuery, facts: Sequence[str]) -> Demand | None:
    """The lexemes that decide whether a page answers, where they alone do; else ``None``.

    Several readings become one part, with every way to have all of one of them.
    """
    if query.unwanted:
        return None
    readings = [[_ways(clause) for clause in reading] for reading in query.readings]
    demanded = readings[0]
    if len(readings) > 1:
        if sum(prod(map(len, reading)) for reading in readings) > MOST_WAYS:
            return None
        every = (chain(*ways) for reading in readings for ways in product(*reading))
        demanded = [tuple(dict.fromkeys(map(tuple, every)))]
    return (*demanded, *(((cut(fact),),) for fact in facts))


def _ways(clause: Clause) -> Ways:
    return tuple(tuple(cut(term) for run in way for _, term in run.terms) for way in clause.ways)


def tiers(query: ParsedQuery, facts: Sequence[str]) -> tuple[str, ...]:
    """Narrower literals for where too many match, the best first; the last one is all of them.

    First the pages that have every syllable often: they are few. A page that has a syllable often,
    exactly or within a pair has it, so that its own long list need not be scanned.
    """
    every = wanted(query, facts)
    folds = list(dict.fromkeys(_main_folds(query)))
    if not folds:
        return (every,)
    rest = _rest(query, facts, folds)
    often = [*rest, all_of(STRONG[0] + fold for fold in folds)]
    liked = [exact(each) for each in query.exacts] + list(query.pairs)
    if not liked:
        return " & ".join(often), every
    covered = {side for pair in query.pairs for side in pair.split("_")}
    bare = () if len(query.exacts) >= len(folds) else set(folds) - covered
    near = [*rest, *map(quoted, sorted(bare)), all_of(liked)]
    return " & ".join([*often, all_of(liked)]), " & ".join(often), " & ".join(near), every


def _rest(query: ParsedQuery, facts: Sequence[str], folds: Sequence[str]) -> list[str]:
    """What a page must have besides these syllables."""
    demand = required(query, facts)
    if demand is None or any(len(ways) > 1 for ways in demand):
        return [f"({wanted(query, facts)})"]
    lexemes = dict.fromkeys(lexeme for (way,) in demand for lexeme in way)
    return [quoted(lexeme) for lexeme in lexemes if lexeme not in folds]


def _main_folds(query: ParsedQuery) -> Iterator[str]:
    for clause in query.readings[0]:
        for run in clause.ways[0]:
            yield from run.folds


def _reading(reading: Reading) -> str:
    return " & ".join(f"({_clause(clause)})" for clause in reading)


def _clause(clause: Clause) -> str:
    return " | ".join(all_of(term for run in way for _, term in run.terms) for way in clause.ways)


def all_of(lexemes: Iterable[str]) -> str:
    """The literal of pages that have each of ``lexemes``."""
    return "(" + " & ".join(map(quoted, lexemes)) + ")"
