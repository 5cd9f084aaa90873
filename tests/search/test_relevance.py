"""How well pages are found: judged queries, asked of every engine, with floors by kind.

``python -m bench.relevance`` prints the same figures, and the queries that fall short.
"""

from tests.search.conftest import Place
from tests.search.relevance.asked import ALL, fill, measured_by_kind
from tests.search.relevance.corpus import corpus
from tests.search.relevance.judged import AT, judged_queries

FLOORS = {ALL: (0.94, 0.91)}
"""Least recall@10 and mean reciprocal rank, all queries together; of a kind it is the next."""
FLOOR_OF_A_KIND = (0.85, 0.70)


def test_the_archive_and_its_queries_are_large_and_judged() -> None:
    queries = judged_queries()
    assert len(corpus()) >= 400
    assert len(queries) >= 100
    assert len({query.words for query in queries}) == len(queries)
    assert len({query.kind for query in queries}) >= 10
    assert all(1 <= len(query.judged) <= AT for query in queries)
    assert sum(bool(written.unread) for written in corpus()) >= 100


def test_pages_are_found_early_and_all(place: Place) -> None:
    index = place.open()
    fill(index)
    for kind, measured in measured_by_kind(index).items():
        recall, rank = FLOORS.get(kind, FLOOR_OF_A_KIND)
        assert (measured.recall >= recall, measured.reciprocal_rank >= rank) == (True, True), (
            f"{kind}: {measured}"
        )
