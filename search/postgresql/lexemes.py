"""Terms as lexemes, and a page as a ``tsvector`` literal; pure.

All fields share one vector. A folded syllable stands as it is; ``=`` marks an exact one, ``_`` is
within every pair, ``-`` within every code, ``=`` or ``~`` within every fact, and none of them is
ever within a syllable. Positions are no places: a lexeme that a page has n times has the positions
1 to n.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import accumulate

from search.entry import PageTerms

EXACT = "="
STRONG = ("+", "*")
OFTEN = (4, 10)
"""From so many times on a page, a folded syllable has the first and the second strong lexeme."""
_OTHERS = re.compile(r"^[+*]|[=~_-]")
MOST_TIMES = 8
_TIMES = (
    "",
    "",
    *(":" + ",".join(str(at + 1) for at in range(times)) for times in range(2, MOST_TIMES + 1)),
)
LONGEST_LEXEME = 2_000
"""Bytes; PostgreSQL refuses 2,047 and more (PostgreSQL 15 manual, 12.11)."""
MOST_BYTES = 4
"""Of one letter."""
SURELY_SHORT = LONGEST_LEXEME // MOST_BYTES
LARGEST_VECTOR = 900_000
"""Bytes; PostgreSQL refuses 1 MB. A page of so many different terms loses its last ones."""


def lexemes_of(terms: PageTerms) -> Counter[str]:
    """Every lexeme of a page and how often, the indispensable ones first."""
    folds = Counter(terms.fold)
    strong = {
        sign + fold: 1
        for sign, least in zip(STRONG, OFTEN, strict=True)
        for fold, count in folds.items()
        if count >= least
    }
    exacts = {EXACT + term: count for term, count in Counter(terms.exact).items()}
    found = folds.copy()
    # No kind has a lexeme of another: nothing has to be added up, which would take longer.
    for kind in (
        Counter(terms.codes), Counter(terms.pairs), exacts,
        dict.fromkeys(terms.facts, 1), strong,
    ):  # fmt: skip
        dict.update(found, kind)
    if len(max(found, key=len, default="")) <= SURELY_SHORT:
        return found
    short: Counter[str] = Counter()
    for lexeme, count in found.items():
        short[cut(lexeme)] += count
    return short


def vector_of(lexemes: Counter[str]) -> str:
    """A ``tsvector`` literal of a page's lexemes."""
    joined = " ".join(lexemes)
    kept: Mapping[str, int] = lexemes
    if MOST_BYTES * len(joined) + 4 * MOST_TIMES * len(lexemes) > LARGEST_VECTOR:
        kept = _first_of(lexemes)
    if "'" in joined or "\\" in joined:
        return " ".join(quoted(each) + _times(count) for each, count in kept.items())
    # A page has a thousand: what follows is done for each of them, and nothing else.
    plain = [f"'{each}'" if n == 1 else f"'{each}'{_times(n)}" for each, n in kept.items()]
    return " ".join(plain)


def folds_of(lexemes: Iterable[str]) -> list[str]:
    """The folded syllables among lexemes."""
    is_other = _OTHERS.search
    return [lexeme for lexeme in lexemes if not is_other(lexeme)]


def exact(syllable: str) -> str:
    """The lexeme of a syllable with its marks."""
    return cut(EXACT + syllable)


def quoted(lexeme: str) -> str:
    """A lexeme as literals have it; nothing in it is an operator any more."""
    doubled = cut(lexeme).replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def cut(lexeme: str) -> str:
    """A lexeme as long as PostgreSQL takes it."""
    return lexeme.encode()[:LONGEST_LEXEME].decode(errors="ignore")


def _first_of(lexemes: Mapping[str, int]) -> dict[str, int]:
    """As many lexemes as a vector takes."""
    sizes = accumulate(len(lexeme.encode()) + 4 * MOST_TIMES for lexeme in lexemes)
    return {
        lexeme: count
        for (lexeme, count), size in zip(lexemes.items(), sizes, strict=True)
        if size <= LARGEST_VECTOR
    }


def _times(count: int) -> str:
    return _TIMES[min(count, MOST_TIMES)]
