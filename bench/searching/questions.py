"""The same questions for every engine, drawn from pages of the corpus."""

import random
from collections import Counter
from dataclasses import dataclass

from bench.searching.corpus import (
    FIRST_YEAR,
    FONDS,
    LAST_YEAR,
    PAGES_PER_DOSSIER,
    TYPES,
    Corpus,
)
from records.hit import Sort
from search.analyser import syllables

SAMPLED_DOSSIERS = 50
COMMON = 40
LEAST = 4
"""Syllables of fewer letters are no question of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: folded syllables, that stand side by side or not, within a fonds or not.

    Only ours is asked for a ``document_type`` and a ``year``, and for another order.
    """

    kind: str
    folds: tuple[str, ...]
    is_phrase: bool = False
    is_prefix: bool = False
    fonds: str | None = None
    years: tuple[int, int] | None = None
    document_type: str | None = None
    year: int | None = None
    sort: Sort = Sort.RELEVANCE

    @property
    def words(self) -> str:
        """As a reader types it."""
        typed = " ".join(self.folds)
        if self.is_phrase:
            typed = f'"{typed}"'
        if self.is_prefix:
            typed += "*"
        if self.years:
            typed += f" năm:{self.years[0]}-{self.years[1]}"
        return typed


def questions(corpus: Corpus, each: int, seed: int = 11) -> list[Asked]:
    """``each`` questions of every kind."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    pages = _pages(corpus, chance)
    seen = Counter(fold for page in pages for fold in set(page))
    common = [fold for fold, _ in seen.most_common(COMMON)]
    rare = [fold for fold, count in seen.items() if count == 1 and len(fold) >= LEAST]
    middle = {fold for fold, count in seen.items() if len(pages) // 100 < count < len(pages) // 4}
    asked = [Asked(kind="rare", folds=(fold,)) for fold in chance.sample(sorted(rare), each)]
    asked += [Asked(kind="common", folds=(chance.choice(common),)) for _ in range(each)]
    for _ in range(each):
        page = chance.choice(pages)
        some = [fold for fold in page if fold in middle] or page
        asked.append(Asked(kind="AND of 3", folds=tuple(chance.choices(some, k=3))))
        asked += [_phrase(corpus, length, chance) for length in (2, 4)]
        asked.append(Asked(kind="prefix", folds=(chance.choice(common)[:3],), is_prefix=True))
        year = chance.randint(1954, 2017)
        asked.append(
            Asked(
                kind="filter", folds=tuple(chance.sample(common, 2)),
                fonds=chance.choice(FONDS), years=(year, year + 7),
            )
        )  # fmt: skip
    return asked


def narrowed(corpus: Corpus, each: int, seed: int = 13) -> list[Asked]:
    """``each`` questions of every kind of filters and orders, with a common word or without."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    seen = Counter(fold for page in _pages(corpus, chance) for fold in set(page))
    common = [fold for fold, _ in seen.most_common(COMMON)]
    asked = []
    for _ in range(each):
        folds, first = (chance.choice(common),), chance.randint(1954, 2017)
        kind, year = chance.choice(TYPES), chance.randint(FIRST_YEAR, LAST_YEAR)
        asked += [
            Asked(kind="period", folds=folds, years=(first, first + 7)),
            Asked(kind="facets", folds=folds, document_type=kind, year=year),
            Asked(kind="newest", folds=folds, sort=Sort.NEWEST),
            Asked(kind="type only", folds=(), document_type=kind),
        ]
    return asked


def _pages(corpus: Corpus, chance: random.Random) -> list[list[str]]:
    dossiers = corpus.pages // PAGES_PER_DOSSIER
    chosen = chance.sample(range(dossiers), min(SAMPLED_DOSSIERS, dossiers))
    return [
        [each.fold for line in page.lines for each in syllables(line.text)]
        for number in chosen
        for page in corpus.dossier(number, "")
    ]


def _phrase(corpus: Corpus, length: int, chance: random.Random) -> Asked:
    sentence = [each.fold for each in syllables(" ".join(chance.choice(corpus.sentences)))]
    start = chance.randrange(len(sentence) - length)
    return Asked(
        kind=f"phrase of {length}", folds=tuple(sentence[start : start + length]), is_phrase=True
    )
