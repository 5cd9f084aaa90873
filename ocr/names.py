"""Whether a line ends with a person's name, by its form alone; pure.

Knows no surnames: that two to five known syllables with capitals stand alone under an office is
told by the caller.
"""

from dataclasses import replace

from ocr.language_model import load_model
from records.page import Line, Word

NAME_WORDS = range(2, 6)
FEWEST_BESIDE_SPECKS = 3
"""A name of two words is believed only where nothing else was read on its line."""
SUREST, LEAST_SURE = 0.75, 0.5
"""Mean and least confidence of a name's words; pen strokes and seals read below."""


def name_in(line: Line) -> tuple[Word, ...]:
    """The words of the person's name that ends the line, bare of signs; none if it is no name."""
    bare = [replace(word, text=_letters(word.text)) for word in line.words]
    spoken = [word for word in bare if word.text]
    name: list[Word] = []
    while spoken and _is_of_name(spoken[-1]):
        name.insert(0, spoken.pop())
    # An academic title keeps its dot, see _letters.
    beside = [word for word in spoken if not word.text.endswith(".")]
    words = tuple(name)
    specks_only = all(len(word.text) == 1 for word in beside)
    enough = FEWEST_BESIDE_SPECKS if beside else NAME_WORDS.start
    fits = specks_only and enough <= len(words) < NAME_WORDS.stop
    return words if fits and sureness(words) >= SUREST else ()


def _letters(written: str) -> str:
    bare = "".join(sign for sign in written if sign.isalpha())
    return bare + "." * (written.endswith(".") and len(bare) > 1)


def _is_of_name(word: Word) -> bool:
    known = word.text.lower() in load_model().places
    return word.text.istitle() and known and word.confidence >= LEAST_SURE


def sureness(words: tuple[Word, ...]) -> float:
    """The mean confidence of at least one word."""
    return sum(word.confidence for word in words) / len(words)
