"""Whatever is typed has an answer or a clear message, for bounded work, on every engine."""

import re
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from records.access import ARCHIVIST, PUBLIC_READER
from records.hit import IndexedPage, Question
from search.links import from_link, to_link
from search.parsing import LONGEST_TEXT, MOST_CLAUSES, parse
from search.query import ParsedQuery
from search.tolerance import loosened
from tests.search.conftest import Place

MakePage = Callable[..., IndexedPage]
MOST_TERMS, MOST_READINGS, MOST_WIDER_TERMS = 300, 24, 1_500


def bad_queries() -> list[dict[str, Any]]:
    written = (Path(__file__).parent / "bad_queries.toml").read_text(encoding="utf-8")
    told = tomllib.loads(written)["query"]
    for each in told:
        half = re.compile("<(D[8-F][0-9A-F]{2})>")
        typed = half.sub(lambda found: chr(int(found[1], 16)), each["typed"])
        each["words"] = typed * each.get("repeat", 1)
    return told


def terms_of(query: ParsedQuery) -> int:
    clauses = [clause for reading in query.readings for clause in reading] + list(query.unwanted)
    asked = sum(len(run.terms) for clause in clauses for way in clause.ways for run in way)
    return asked + len(query.facts) + len(query.exacts) + len(query.pairs)


@pytest.mark.parametrize("query", bad_queries(), ids=lambda query: str(query["name"]))
def test_what_is_asked_of_an_engine_is_bounded(query: dict[str, Any]) -> None:
    def near(fold: str, most: int) -> tuple[str, ...]:
        return tuple(f"{fold}{number}" for number in range(most))

    parsed = parse(query["words"])
    assert len(parsed.readings[0]) + len(parsed.unwanted) + len(parsed.facts) <= MOST_CLAUSES
    assert terms_of(parsed) <= MOST_TERMS
    wider = list(loosened(parsed, near))
    assert all(len(each.readings) <= MOST_READINGS for each in wider)
    assert all(terms_of(each) <= MOST_WIDER_TERMS for each in wider)
    assert all(len(one.readings) < len(other.readings) for one, other in pairwise(wider))
    told = [each.value for each in parsed.understood] + [each.subject for each in parsed.problems]
    assert all(value.isprintable() and value.encode() for value in told)
    assert sum(map(len, told)) <= 2 * LONGEST_TEXT
    assert parse(from_link(to_link(Question(words=query["words"][:500]))).words) == parse(
        query["words"][:500]
    )


def test_every_bad_query_has_its_answer(place: Place, page: MakePage) -> None:
    index = place.open()
    index.add([page("c.1", "giao đất tại xã"), *(page(f"d.{n}", "giao rừng") for n in range(6))])
    wrong = {}
    for query in bad_queries():
        answer = index.search(Question(words=query["words"]), ARCHIVIST)
        codes = {problem.code for problem in answer.problems}
        finds = "c.1" in {hit.document_code for hit in answer.hits if not hit.is_approximate}
        if codes != set(query.get("problems", ())) or finds < query.get("finds", False):
            wrong[query["name"]] = (sorted(codes), finds)
        public = index.search(Question(words=query["words"]), PUBLIC_READER)
        assert (public.total, public.problems) == (answer.total, answer.problems)
    assert wrong == {}
