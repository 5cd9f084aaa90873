"""A parsed query as Whoosh's tree, built term by term: no text of a user reaches its parser."""

from collections.abc import Sequence

from whoosh.query import And, AndMaybe, AndNot, ConstantScoreQuery, Every, NumericRange, Or, Term
from whoosh.query import Query as Node

from search.engine import CODE_WEIGHT, EXACT_WEIGHT, PAIR_WEIGHT
from search.filters import Filters
from search.query import Clause, ParsedQuery, Reading, Run


def wanted(query: ParsedQuery) -> Node:
    """What has to be on a page, what lifts its rank, and what must not be there."""
    found = _any([_reading(reading) for reading in query.readings])
    liked = [Term("exact", exact, boost=EXACT_WEIGHT) for exact in query.exacts]
    liked += [Term("pairs", pair, boost=PAIR_WEIGHT) for pair in query.pairs]
    if liked:
        found = AndMaybe(found, Or(liked))
    if query.unwanted:
        found = AndNot(found, _any([_clause(clause) for clause in query.unwanted]))
    return found


def allowed(filters: Filters) -> Node:
    """The class, the facts and the days that every page must have; never empty."""
    terms = [Term("access", filters.level.value)]
    terms += [Term("facts", fact) for fact in filters.facts]
    if filters.issued is not None:
        terms.append(NumericRange("issued", *filters.issued))
    return And(terms)


def _reading(reading: Reading) -> Node:
    return _all([_clause(clause) for clause in reading]) if reading else Every()


def _clause(clause: Clause) -> Node:
    return _any([_all([_run(run) for run in way]) for way in clause.ways])


def _run(run: Run) -> Node:
    if run.code is not None:
        return Term("codes", run.code, boost=CODE_WEIGHT)
    if run.fact is not None:
        return ConstantScoreQuery(Term("facts", run.fact))
    return _all([Term(field, term) for field, term in run.terms])


def _all(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _any(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(nodes)
