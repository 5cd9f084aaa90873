"""Marks that the engine lost on headings, put back where official prose leaves no choice.

Only a mark changes, never a letter; a word read with confidence in mixed case stays as read, since
a paper's own misspelling belongs to the record; numbers, notations and names are never given here.
"""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from records.page import Word
from records.vietnamese import unify_tone, without_marks

SURE = 0.9
RESTORED_CONFIDENCE = 0.8
"""A restored word is a second reading: it keeps its field under 0.9."""
LETTERS = re.compile(r"[^\W\d_]+")


@cache
def marked_pairs() -> dict[str, tuple[str, str]]:
    """The pairs of ``metadata/data/marked_pairs.txt`` by their letters without marks."""
    source = files("metadata").joinpath("data", "marked_pairs.txt").read_text(encoding="utf-8")
    rows = (line for line in source.splitlines() if line and not line.startswith("#"))
    pairs = (tuple(row.split()) for row in rows)
    return {without_marks(f"{left} {right}"): (left, right) for left, right in pairs}


def restore_marks(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """``words`` with the marks of certain neighbours put right; order and boxes unchanged."""
    votes: list[set[str]] = [set() for _ in words]
    spoken = [unify_tone(_letters(word)) for word in words]
    for place in range(len(words) - 1):
        pair = marked_pairs().get(without_marks(f"{spoken[place]} {spoken[place + 1]}"))
        if pair is not None:
            votes[place].add(pair[0])
            votes[place + 1].add(pair[1])
    return tuple(
        _marked(word, next(iter(voted))) if len(voted) == 1 else word
        for word, voted in zip(words, votes, strict=True)
    )


def has_other_marks(words: tuple[Word, ...]) -> bool:
    """Whether neighbours among ``words`` nearly always bear other marks, however well read."""
    doubted = tuple(replace(word, confidence=0.0) for word in words)
    return any(a.text != b.text for a, b in zip(words, restore_marks(doubted), strict=True))


def _letters(word: Word) -> str:
    found = LETTERS.search(word.text)
    return found.group() if found else ""


def _marked(word: Word, told: str) -> Word:
    written = _letters(word)
    if unify_tone(written) == told or not (written.isupper() or word.confidence < SURE):
        return word
    put = told.upper() if written.isupper() else told
    put = put.capitalize() if written[:1].isupper() and not written.isupper() else put
    return Word(
        text=word.text.replace(written, put, 1),
        box=word.box,
        confidence=min(word.confidence, RESTORED_CONFIDENCE),
    )
