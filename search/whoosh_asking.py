"""Whoosh, the asking half: a parsed query → the pages of one access class that answer it.

Users' text never reaches Whoosh's query parser: the tree is built here, term by term. A filter is
never empty, because Whoosh takes an empty filter for none and shows everything.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from whoosh.query import And, AndMaybe, Or, Query, Term
from whoosh.scoring import BM25F
from whoosh.searching import Hit, Results, Searcher
from whoosh.sorting import Count, Facets

from records.access import AccessLevel
from records.hit import Question
from search.analyser import pairs
from search.entry import FoundPage, StoredPage, unpack
from search.query import ParsedQuery, Run, filter_key
from search.whoosh_writing import open_reader

CODE_WEIGHT = 4.0
EXACT_WEIGHT = 2.0
PAIR_WEIGHT = 1.5
ENOUGH_PAGES = 5
"""A word on fewer pages is not proposed: most of them are reading errors."""
MOST_NEIGHBOURS = 3
FACETS = ("fonds", "year", "type", "access")
# Pages are of one length, so their length says little about them.
_WEIGHTING = BM25F(B=0.45, K1=1.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``total`` pages of one class, the best of them, and how many have which value of a facet."""

    total: int
    best: tuple[FoundPage, ...]
    facets: dict[str, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A folded syllable one edit away from another, and some pages that have it."""

    fold: str
    samples: tuple[StoredPage, ...]


def find(
    folder: Path, query: ParsedQuery, question: Question, level: AccessLevel, most: int
) -> Found:
    """The pages of ``level`` in the index ``folder`` that have every run of ``query``.

    At most ``most`` pages come with their content; ``total`` and ``facets`` count all of them.
    """
    terms = _filters(question, level)
    if terms is None:
        return Found(total=0, best=(), facets={})
    with open_reader(folder) as reader:
        searcher = Searcher(reader, weighting=_WEIGHTING)
        results = _search(searcher, _wanted(query), And(terms))
        best = tuple(_page(results[at], results.score(at)) for at in range(min(most, len(results))))
        counted = {name: Counter(_counts(results, name)) for name in FACETS}
        return Found(total=len(results), best=best, facets=counted)


def neighbour(folder: Path, fold: str, level: AccessLevel) -> Neighbour | None:
    """The most frequent syllable one edit away from the rare ``fold``, if it is frequent enough.

    Counts pages that are there now: the word list still has the words of pages taken out.
    """
    with open_reader(folder) as reader:
        searcher = Searcher(reader, weighting=_WEIGHTING)
        if not reader.doc_count() or reader.doc_frequency("fold", fold) >= ENOUGH_PAGES:
            return None
        near = set(reader.terms_within("fold", fold, 1, prefix=1)) - {fold}
        ranked = sorted(near, key=lambda other: (-reader.doc_frequency("fold", other), other))
        for other in ranked[:MOST_NEIGHBOURS]:
            wanted, allowed = Term("fold", other), Term("access", level.value)
            results = searcher.search(wanted, limit=ENOUGH_PAGES, filter=allowed)
            samples = tuple(unpack(hit["content"]) for hit in results)
            if len(samples) >= ENOUGH_PAGES:
                return Neighbour(fold=other, samples=samples)
    return None


def entry_ids(folder: Path) -> list[str]:
    """The id of every entry, in no order; an id that is there twice is listed twice."""
    with open_reader(folder) as reader:
        if not reader.doc_count():
            return []
        column = reader.column_reader("id")
        return [column[number] for number in reader.all_doc_ids()]


def _filters(question: Question, level: AccessLevel) -> list[Query] | None:
    terms = [Term("access", level.value)]
    for field, value in (("fonds_key", question.fonds), ("type_key", question.document_type)):
        if value is not None:
            terms.append(Term(field, filter_key(value)))
    if question.year is not None:
        terms.append(Term("year", f"{question.year:04d}"))
    return terms if all(term.text for term in terms) else None


def _wanted(query: ParsedQuery) -> Query:
    wanted: Query = And([_run(run) for run in query.runs])
    if query.loose_code is not None:
        wanted = Or([wanted, Term("codes", query.loose_code, boost=CODE_WEIGHT)])
    liked = [Term("exact", exact, boost=EXACT_WEIGHT) for exact in query.exacts]
    liked += [Term("pairs", pair, boost=PAIR_WEIGHT) for pair in query.pairs]
    return AndMaybe(wanted, Or(liked)) if liked else wanted


def _run(run: Run) -> Query:
    folds = run.folds
    if len(folds) == 1:
        return Term("fold", folds[0])
    beside = And([Term("pairs", pair) for pair in pairs(folds)])
    if run.code is None:
        return beside
    return Or([beside, Term("codes", run.code, boost=CODE_WEIGHT)])


def _search(searcher: Searcher, wanted: Query, allowed: Query) -> Results:
    facets = Facets()
    for name in FACETS:
        facets.add_field(name)
    return searcher.search(wanted, limit=None, filter=allowed, groupedby=facets, maptype=Count)


def _counts(results: Results, facet: str) -> dict[str, int]:
    return {value: count for value, count in results.groups(facet).items() if value}


def _page(hit: Hit, score: float) -> FoundPage:
    stored = hit.fields()
    return FoundPage(
        page_id=stored["id"],
        dossier_code=stored["dossier"],
        document_code=stored["document"],
        page=stored["page"],
        title=stored["title"],
        access=AccessLevel(stored["access"]),
        facets={name: stored[name] for name in FACETS if stored[name]},
        score=score,
        content=unpack(stored["content"]),
    )
