"""Whoosh, the asking half: a parsed query → the pages of one access class that answer it.

A filter is never empty, because Whoosh takes an empty filter for none and shows everything.
"""

from collections import Counter
from heapq import nsmallest
from pathlib import Path

from whoosh.query import Term
from whoosh.reading import IndexReader
from whoosh.scoring import BM25F
from whoosh.searching import Results, Searcher
from whoosh.sorting import Count, Facets

from records.access import AccessLevel
from records.hit import Sort
from search.edits import one_edit_away
from search.embedded.ranking import ranked
from search.embedded.tree import allowed, wanted
from search.embedded.writing import open_reader
from search.engine import ENOUGH_PAGES, MOST_NEIGHBOURS, Found, Neighbour
from search.entry import FoundPage
from search.facets import FACETS
from search.filters import Filters
from search.query import ParsedQuery

# Pages are of one length, so their length says little about them.
_WEIGHTING = BM25F(B=0.45, K1=1.2)


def find(folder: Path, query: ParsedQuery, filters: Filters, sort: Sort, most: int) -> Found:
    """The pages in the index ``folder`` that pass ``filters`` and answer ``query``.

    At most ``most`` pages come with their content; ``total`` and ``facets`` count all of them.
    """
    with open_reader(folder) as reader:
        searcher = Searcher(reader, weighting=_WEIGHTING)
        facets = Facets()
        for name in FACETS:
            facets.add_field(name)
        results = searcher.search(
            wanted(query), limit=None, filter=allowed(filters), groupedby=facets, maptype=Count
        )
        places = ranked(reader, results.top_n, sort, most)
        best = tuple(_page(reader.stored_fields(number), score) for score, number in places)
        counted = {name: Counter(_counts(results, name)) for name in FACETS}
        return Found(total=len(results), best=best, facets=counted)


def near(folder: Path, fold: str, most: int) -> tuple[str, ...]:
    """Syllables of the word list one edit away from ``fold``, the most frequent first."""
    with open_reader(folder) as reader:
        return _near(reader, fold)[:most]


def begun(folder: Path, letters: str, most: int) -> tuple[str, ...]:
    """Syllables of the word list that begin with ``letters``, the most frequent first."""
    with open_reader(folder) as reader:
        counted = (
            (-info.doc_frequency(), term.decode())
            for term, info in reader.iter_prefix("fold", letters)
        )
        return tuple(term for _, term in nsmallest(most, counted))


def neighbour(folder: Path, fold: str, level: AccessLevel) -> Neighbour | None:
    """The most frequent syllable one edit away from the rare ``fold``, if it is frequent enough.

    Counts pages that are there now: the word list still has the words of pages taken out.
    """
    with open_reader(folder) as reader:
        searcher = Searcher(reader, weighting=_WEIGHTING)
        if not reader.doc_count() or reader.doc_frequency("fold", fold) >= ENOUGH_PAGES:
            return None
        for other in _near(reader, fold)[:MOST_NEIGHBOURS]:
            of_class = Term("access", level.value)
            results = searcher.search(Term("fold", other), limit=ENOUGH_PAGES, filter=of_class)
            samples = tuple(_page(hit.fields(), hit.score) for hit in results)
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


def _near(reader: IndexReader, fold: str) -> tuple[str, ...]:
    if not reader.doc_count():
        return ()
    counted = ((reader.doc_frequency("fold", other), other) for other in one_edit_away(fold))
    found = sorted((-pages, other) for pages, other in counted if pages)
    return tuple(other for _, other in found)


def _counts(results: Results, facet: str) -> dict[str, int]:
    return {value: count for value, count in results.groups(facet).items() if value}


def _page(stored: dict[str, object], score: float) -> FoundPage:
    told = {name: str(stored[name]) for name in (*FACETS, "id", "dossier", "document", "title")}
    return FoundPage(
        page_id=told["id"],
        dossier_code=told["dossier"],
        document_code=told["document"],
        page=int(str(stored["page"])),
        title=told["title"],
        dossier_title=str(stored["dossier_title"]),
        access=AccessLevel(told["access"]),
        issued=int(str(stored["issued"])),
        facets={name: told[name] for name in FACETS if told[name]},
        score=score,
        packed=str(stored["content"]),
    )
