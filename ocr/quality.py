"""How well a page was read: its text against the truth that a person typed; pure.

Characters are grapheme clusters of NFC text; quotes and dashes of one kind are one character.
What is marked ``⟦…⟧`` in the truth is not scored, and ``|`` parts the cells of a table.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

from rapidfuzz.distance import Levenshtein

from ocr.differences import LineDifferences, ReadText, compare_line
from records.vietnamese import normal

_SAME_SIGN = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "|": " ",
        "\u00ad": None,
    }
)  # fmt: skip
_UNSCORED = re.compile("⟦.*?⟧")
_BETWEEN_CELLS = re.compile(r"\t|\s{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one page, or the sum of many; every rate is a share of what the truth holds.

    ``line_errors`` are edits from each true line to its best place, so that the order of reading
    does not count; ``page_errors`` and ``word_errors`` are edits from the whole text in order,
    whose ``characters_in_order`` include a blank between lines.
    """

    characters: int = 0
    characters_in_order: int = 0
    words: int = 0
    words_read: int = 0
    line_errors: int = 0
    page_errors: int = 0
    word_errors: int = 0
    words_in_common: int = 0

    def __add__(self, other: Self) -> "Tally":
        names = [each.name for each in fields(self)]
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def cer(self) -> float:
        """Character error rate, whatever the order of the lines."""
        return _share(self.line_errors, self.characters)

    @property
    def cer_in_order(self) -> float:
        """Character error rate of the whole page in order; what is read too much counts."""
        return _share(self.page_errors, self.characters_in_order)

    @property
    def wer_in_order(self) -> float:
        """Word error rate of the whole page in order."""
        return _share(self.word_errors, self.words)

    @property
    def wer(self) -> float:
        """1 - F1 of the words as a bag, so that their order does not count."""
        return _share(
            self.words + self.words_read - 2 * self.words_in_common, self.words + self.words_read
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuality:
    """What was counted on a page, and where: ``wrong`` and ``surplus`` are numbers of read words.

    ``wrong`` words differ from the truth; ``surplus`` words belong to no true line (a seal,
    handwriting that the truth leaves out, dirt).
    """

    tally: Tally
    lines: tuple[LineDifferences, ...]
    wrong: frozenset[int]
    surplus: frozenset[int]


def measure_page(truth: str, words: Sequence[str]) -> PageQuality:
    """Compare the ``words`` of a page, in the order they were read, with its true text."""
    true_lines = [graphemes(line) for line in _segments(truth)]
    read = _read_text(words)
    found = _compare_lines(true_lines, read)
    whole = tuple(sign for line in true_lines for sign in (*line, " "))[:-1]
    true_words, read_words = ("".join(signs).split() for signs in (whole, read.signs))
    common = Counter(true_words) & Counter(read_words)
    right = frozenset[int]().union(*(line.right for line in found))
    touched = frozenset[int]().union(*(line.touched for line in found))
    tally = Tally(
        characters=sum(map(len, true_lines)),
        words=len(true_words),
        words_read=len(read_words),
        characters_in_order=len(whole),
        line_errors=sum(line.errors for line in found),
        page_errors=Levenshtein.distance(whole, read.signs),
        word_errors=Levenshtein.distance(true_words, read_words),
        words_in_common=common.total(),
    )
    return PageQuality(
        tally=tally,
        lines=found,
        wrong=touched - right,
        surplus=frozenset(owner for owner in read.owners if owner is not None) - touched,
    )


def graphemes(text: str) -> tuple[str, ...]:
    """Letters with the marks that stand on them; in NFC only rare letters have loose marks."""
    clusters: list[str] = []
    for sign in text:
        if clusters and unicodedata.category(sign).startswith("M"):
            clusters[-1] += sign
        else:
            clusters.append(sign)
    return tuple(clusters)


def _compare_lines(lines: Sequence[tuple[str, ...]], read: ReadText) -> tuple[LineDifferences, ...]:
    """Each line, the longest first, so that no shorter one takes a place from it."""
    found: dict[int, LineDifferences] = {}
    taken: set[int] = set()
    for number in sorted(range(len(lines)), key=lambda number: -len(lines[number])):
        found[number] = compare_line(lines[number], read, taken)
        taken |= found[number].touched
    return tuple(found[number] for number in range(len(lines)))


def _segments(text: str) -> list[str]:
    scored = _UNSCORED.sub("", normal(text).translate(_SAME_SIGN))
    parts = (part for line in scored.splitlines() for part in _BETWEEN_CELLS.split(line))
    return [" ".join(part.split()) for part in parts if part.strip()]


def _read_text(words: Sequence[str]) -> ReadText:
    signs: list[str] = []
    owners: list[int | None] = []
    for number, word in enumerate(words):
        for part in normal(word).translate(_SAME_SIGN).split():
            clusters = graphemes(part)
            between = [" "] if signs else []
            signs += [*between, *clusters]
            owners += [*(None for _ in between), *(number for _ in clusters)]
    return ReadText(signs=tuple(signs), owners=tuple(owners))


def _share(part: int, whole: int) -> float:
    if not whole:
        return float(part > 0)
    return part / whole
