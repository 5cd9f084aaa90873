"""The judged queries, asked of an index."""

from itertools import groupby
from operator import attrgetter

from records.access import PUBLIC_READER
from records.hit import Question
from search import SearchIndex
from tests.search.relevance.corpus import corpus
from tests.search.relevance.judged import (
    AT,
    JudgedQuery,
    Measured,
    judged_queries,
    measure,
    together,
)

ALL = "all"


def fill(index: SearchIndex) -> None:
    """Bring the whole invented archive into ``index``."""
    index.add(written.page for written in corpus())


def ask(index: SearchIndex, query: JudgedQuery) -> list[str]:
    """The ids of the pages that are shown first."""
    hits = index.search(Question(words=query.words, limit=AT), PUBLIC_READER).hits
    return [f"{hit.document_code}/{hit.page:04d}" for hit in hits]


def measured_by_kind(index: SearchIndex) -> dict[str, Measured]:
    """How well each kind of query is answered, and all of them."""
    every = sorted(judged_queries(), key=attrgetter("kind"))
    single = {
        kind: [measure(query, ask(index, query)) for query in queries]
        for kind, queries in groupby(every, attrgetter("kind"))
    }
    told = {kind: together(each) for kind, each in single.items()}
    return told | {ALL: together(one for each in single.values() for one in each)}
