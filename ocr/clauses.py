"""Lines of read words → clauses of syllables that context may judge; pure.

A clause ends at punctuation, at a figure, at a word that is no plain syllable and where the
engine's block ends: the same borders that the language model was counted with.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from records.page import Line, Word

_WORD = re.compile(r"(?P<before>[^\w]*)(?P<core>[^\W\d_]+)(?P<after>[^\w]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllable:
    """The letters ``written`` of one word, which stands at ``line`` and ``word`` on its page."""

    line: int
    word: int
    start: int
    written: str
    confidence: float

    @property
    def is_capital(self) -> bool:
        """Whether all letters are capitals."""
        return self.written.isupper()


def clauses_of(lines: tuple[Line, ...]) -> Iterator[tuple[Syllable, ...]]:
    """The clauses of a page in reading order; words that are no plain syllables are in none."""
    clause: list[Syllable] = []
    block = None
    for row, line in enumerate(lines):
        if line.block != block:
            yield from _ended(clause)
            block = line.block
        for column, word in enumerate(line.words):
            found = _WORD.fullmatch(word.text)
            if found is None or found["before"]:
                yield from _ended(clause)
            if found is not None:
                clause.append(_syllable(row, column, word, found))
                if found["after"]:
                    yield from _ended(clause)
    yield from _ended(clause)


def _syllable(row: int, column: int, word: Word, found: re.Match[str]) -> Syllable:
    return Syllable(
        line=row,
        word=column,
        start=found.start("core"),
        written=found["core"],
        confidence=word.confidence,
    )


def _ended(clause: list[Syllable]) -> Iterator[tuple[Syllable, ...]]:
    if clause:
        yield tuple(clause)
        clause.clear()
