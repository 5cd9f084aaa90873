"""Judged queries: what is asked, and which pages answer by what is known of them.

No engine is asked for the judgement: it follows from the facts and sentences that a page was
written with, whatever the reading made of them.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

from tests.search.relevance.corpus import Written, corpus

AT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """A question of one kind, and the ids of all pages that answer it."""

    kind: str
    words: str
    judged: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Of the queries of one kind: how much is found among the first ten, and how early."""

    queries: int
    recall: float
    reciprocal_rank: float


@cache
def judged_queries() -> tuple[JudgedQuery, ...]:
    """Every query of ``queries.toml``; ``has`` and the rest of its keys say what a page needs."""
    written = (Path(__file__).parent / "queries.toml").read_text(encoding="utf-8")
    return tuple(
        JudgedQuery(
            kind=each["kind"],
            words=each["words"],
            judged=frozenset(one.page.page_id for one in corpus() if _answers(one, **each)),
        )
        for each in tomllib.loads(written)["query"]
    )


def measure(query: JudgedQuery, found: Iterable[str]) -> Measured:
    """How well the ids ``found``, best first, answer one query."""
    first = list(found)[:AT]
    hits = [place for place, page in enumerate(first, 1) if page in query.judged]
    return Measured(
        queries=1,
        recall=len(hits) / min(AT, len(query.judged)),
        reciprocal_rank=1 / hits[0] if hits else 0.0,
    )


def together(measured: Iterable[Measured]) -> Measured:
    """The means over single queries."""
    every = list(measured)
    return Measured(
        queries=len(every),
        recall=mean(each.recall for each in every),
        reciprocal_rank=mean(each.reciprocal_rank for each in every),
    )


def _answers(
    written: Written,
    *,
    has: Iterable[str] = (),
    text: Iterable[str] = (),
    without: Iterable[str] = (),
    **described: object,
) -> bool:
    page = written.page
    sentences = " ".join(written.sentences).lower()
    facts = {"year": page.year, "type": page.document_type, "fonds": page.fonds,
             "dossier": page.dossier_code, "issued": page.issued and page.issued.iso}  # fmt: skip
    return (
        written.facts.issuperset(has)
        and all(each.lower() in sentences for each in text)
        and not any(each.lower() in sentences for each in without)
        and all(facts[name] == value for name, value in described.items() if name in facts)
    )
