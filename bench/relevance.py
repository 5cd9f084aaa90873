"""How well search finds: recall@10 and mean reciprocal rank of judged queries, by kind.

``python -m bench.relevance [--engine whoosh|postgres] [--misses]``: an invented archive of which it
is known what stands on each page (``tests/search/relevance``); half of its documents are read with
errors in three of a hundred syllables. ``--misses`` lists the queries that fall short. PostgreSQL
is a server of its own, that is stopped at the end.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_store import open_database
from search import SearchIndex
from search.engines import POSTGRES, WHOOSH
from tests import postgres_server
from tests.search.access_now import as_indexed
from tests.search.relevance.asked import ask, fill, measured_by_kind
from tests.search.relevance.judged import judged_queries, measure


@contextmanager
def opened(engine: str) -> Iterator[SearchIndex]:
    """An empty index of the engine."""
    with tempfile.TemporaryDirectory() as folder:
        if engine == WHOOSH:
            yield SearchIndex(Path(folder) / "index", access_now=as_indexed)
            return
        with postgres_server.running_server() as server:
            server.ask(f"CREATE DATABASE relevance OWNER {server.role}")
            database = open_database(server.address("relevance"))
            yield SearchIndex(
                Path(folder) / "index",
                access_now=as_indexed,
                database=database,
                wanted=lambda: POSTGRES,
            )
            database.dispose()


def main() -> None:
    """Print the figures of each engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=[WHOOSH, POSTGRES])
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    for engine in [asked.engine] if asked.engine else [WHOOSH, POSTGRES]:
        with opened(engine) as index:
            fill(index)
            print(f"{engine:16} queries  recall@10    MRR")
            for kind, measured in measured_by_kind(index).items():
                print(
                    f"{kind:16} {measured.queries:7}  {measured.recall:9.3f}"
                    f"  {measured.reciprocal_rank:5.3f}"
                )
            if asked.misses:
                print_misses(index)


def print_misses(index: SearchIndex) -> None:
    """Print each query that does not find everything, or not first."""
    for query in judged_queries():
        found = ask(index, query)
        told = measure(query, found)
        if min(told.recall, told.reciprocal_rank) < 1:
            print(
                f"  {query.kind}: {query.words}  recall {told.recall:.2f},"
                f" first at {told.reciprocal_rank:.2f}; lost: {sorted(query.judged - {*found})}"
            )


if __name__ == "__main__":
    main()
