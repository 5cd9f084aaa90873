"""The words of a signer's office on one line, among strokes of the pen and the rings of seals."""

import re
from dataclasses import replace

from records.page import Line, Word

LEGIBLE = 0.35
"""Seals and flourishes read below this."""
OFFICE_END = re.compile(r"[^\W\d_]{2}|[A-E]")
"""A word of two letters, or the party of a contract ("BÊN A")."""
FIRST_OF_OFFICE = re.compile(r"(CHI|PHÓ|TỔNG|QUYỀN)$")
"""What a seal often crosses: these capitals can only begin an office, whatever is before them."""


def legible_words(line: Line) -> tuple[Word, ...]:
    """The words with letters that were read, not guessed."""
    return tuple(
        word
        for word in line.words
        if re.search(r"[^\W\d_]", word.text) and word.confidence > LEGIBLE
    )


def office_words(line: Line) -> tuple[Word, ...]:
    """Office lines are capitals; small or lone letters at their end are strokes of the pen."""
    words = tuple(
        word
        for word in map(_without_ring, line.words)
        if re.search(r"[^\W\d_]", word.text)
        and (word.confidence > LEGIBLE or FIRST_OF_OFFICE.fullmatch(word.text))
    )
    while len(words) > 1 and not OFFICE_END.search(words[-1].text):
        words = words[:-1]
    return words


def has_lost_words(line: Line) -> bool:
    """Whether letters stand there that could not be read: the office may say more."""
    return any(
        word.confidence <= LEGIBLE and re.search(r"[^\W\d_]{2}", word.text) for word in line.words
    )


def _without_ring(word: Word) -> Word:
    found = FIRST_OF_OFFICE.search(word.text)
    if word.confidence > LEGIBLE or found is None:
        return word
    return replace(word, text=found[0])
