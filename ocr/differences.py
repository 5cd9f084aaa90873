"""A true line beside its best place in what was read: the same, missing, surplus; pure."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.best_place import BLANK, Place, best_places

Signs = tuple[str, ...]


class Difference(StrEnum):
    """How a piece of text stands to the truth."""

    SAME = "same"
    MISSING = "missing"
    """It is on the page, and was not read."""
    SURPLUS = "surplus"
    """It was read, and is not on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """Grapheme clusters of a page as read; ``owners`` number the word of each (blanks: none)."""

    signs: Signs
    owners: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of one kind; ``word`` is the read word it belongs to, ``None`` for what is missing."""

    kind: Difference
    text: str
    word: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDifferences:
    """A true line of ``characters`` clusters and its ``errors`` (edits) at its best place.

    Of the read words at that place (``touched``) those in ``right`` equal the truth's.
    """

    characters: int
    errors: int
    pieces: tuple[Piece, ...]
    touched: frozenset[int]
    right: frozenset[int]


def compare_line(line: Signs, read: ReadText, taken: Set[int]) -> LineDifferences:
    """``line`` at its best place in ``read``; of equals one without ``taken`` words, if any."""
    place = _choose(best_places(line, read.signs), read, taken)
    here = read.signs[place.start : place.end]
    owners = read.owners[place.start : place.end]
    edits = Levenshtein.opcodes(line, here)
    pairs = {
        edit.dest_start + n: edit.src_start + n
        for edit in edits
        if edit.tag == "equal"
        for n in range(edit.src_end - edit.src_start)
    }
    pieces: list[Piece] = []
    for edit in edits:
        if edit.tag in {"delete", "replace"}:
            text = "".join(line[edit.src_start : edit.src_end])
            pieces.append(Piece(kind=Difference.MISSING, text=text))
        kind = Difference.SAME if edit.tag == "equal" else Difference.SURPLUS
        spans = _by_word(owners, edit.dest_start, edit.dest_end)
        pieces += [Piece(kind=kind, text="".join(here[a:b]), word=owners[a]) for a, b in spans]
    words = [(owners[a], a, b) for a, b in _by_word(owners, 0, len(here))]
    outside = {*read.owners[: place.start][-1:], *read.owners[place.end :][:1]}
    return LineDifferences(
        characters=len(line),
        errors=place.distance,
        pieces=tuple(pieces),
        touched=frozenset(word for word, _, _ in words if word is not None),
        right=frozenset(
            word
            for word, a, b in words
            if word is not None and word not in outside and _is_whole(line, pairs, a, b)
        ),
    )


def _choose(places: tuple[Place, ...], read: ReadText, taken: Set[int]) -> Place:
    free = (p for p in places if taken.isdisjoint(read.owners[p.start : p.end]))
    return next(free, places[0])


def _by_word(owners: tuple[int | None, ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    """``start`` to ``end`` cut wherever another word, or a blank, begins."""
    cuts = [n for n in range(start + 1, end) if owners[n] != owners[n - 1]]
    edges = [start, *cuts, end]
    return ((a, b) for a, b in pairwise(edges) if a < b)


def _is_whole(line: Signs, pairs: dict[int, int], start: int, end: int) -> bool:
    """Whether the read signs ``start`` to ``end`` are one undivided word of the true line."""
    first = pairs.get(start)
    if first is None or any(pairs.get(start + n) != first + n for n in range(end - start)):
        return False
    last = first + end - start
    return (first == 0 or line[first - 1] == BLANK) and (last == len(line) or line[last] == BLANK)
