"""Terms as lexemes, and a page as a ``tsvector`` literal; pure.

All fields share one vector. A folded syllable stands as it is; ``=`` marks an exact one, ``_`` is
within every pair, ``-`` within every code, ``=`` or ``~`` within every fact, and none of them is
ever within a syllable. Positions are no places: a lexeme that a page has n times has the positions
1 to n.
"""

import re
from collections import Counter
from collections.abc import Iterable

from search.entry import PageTerms

EXACT = "="
STRONG = ("+", "*")
OFTEN = (4, 10)
"""From so many times on a page, a folded syllable has the first and the second strong lexeme."""
_OTHERS = re.compile(r"^[+*]|[=~_-]")
MOST_TIMES = 8
LONGEST_LEXEME = 2_000
"""Bytes; PostgreSQL refuses 2,047 and more (PostgreSQL 15 manual, 12.11)."""
LARGEST_VECTOR = 900_000
"""Bytes; PostgreSQL refuses 1 MB. A page of so many different terms loses its last ones."""


def lexemes_of(terms: PageTerms) -> Counter[str]:
    """Every lexeme of a page and how often, the indispensable ones first."""
    found: Counter[str] = Counter()
    folds = Counter(terms.fold)
    for written in (folds, Counter(terms.codes), Counter(terms.pairs)):
        found.update({cut(term): count for term, count in written.items()})
    found.update({exact(term): n for term, n in Counter(terms.exact).items()})
    found.update({cut(fact): 1 for fact in terms.facts})
    for sign, least in zip(STRONG, OFTEN, strict=True):
        found.update({cut(sign + fold): 1 for fold, count in folds.items() if count >= least})
    return found


def vector_of(lexemes: Counter[str]) -> str:
    """A ``tsvector`` literal of a page's lexemes."""
    written, size = [], 0
    for lexeme, count in lexemes.items():
        size += len(lexeme.encode()) + 4 * MOST_TIMES
        if size > LARGEST_VECTOR:
            break
        times = ",".join(str(at + 1) for at in range(min(count, MOST_TIMES)))
        written.append(f"{quoted(lexeme)}:{times}" if count > 1 else quoted(lexeme))
    return " ".join(written)


def folds_of(lexemes: Iterable[str]) -> list[str]:
    """The folded syllables among lexemes."""
    return [
        lexeme
        for lexeme in lexemes
        if not lexeme.startswith(STRONG) and not set("=~_-") & {*lexeme}
    ]


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
