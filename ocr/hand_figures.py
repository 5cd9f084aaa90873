"""Weighs every number or day that could stand in a line of handwriting and print; pure.

The recogniser may take a hurried 0 for a C. Where only figures can stand, the question is not what
it reads but which of all possible figures fits its frames best, and by how much.
"""

import re
from dataclasses import dataclass

import numpy as np

from ocr.ctc import IMPOSSIBLE, Frames, greedy, likelihoods
from ocr.hand_candidates import Candidate, days, numbers
from records.vietnamese import without_marks

SYMBOLS = " 0123456789/abcdefghijklmnopqrstuvwxyz"
"""What is told apart when figures are weighed; the blank stands for stops and leaders as well."""
LOOKALIKES = {
    "0": "ocqdu", "1": "iljam", "2": "z", "4": "u", "5": "s", "6": "bg", "7": "t", "8": "&",
    "9": "gqp",
}  # fmt: skip
"""Letters that a figure written by hand is taken for."""
LOOKALIKE_SHARE = 0.3
LABEL = re.compile("s[oc0]?")
SLOT = re.compile(r"(?P<slot>.*?)(?P<slash>/*)(?P<tail>[a-z]{2}[a-z0-9/]*)$")
DAY_WORD = re.compile("nga[yi]")
LONG_SLOT = 4
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The likeliest text and its chance among all that could stand, 0 to 1."""

    text: str
    chance: float


class Folding:
    """Brings the recogniser's characters to ``SYMBOLS``: without case, marks and stops."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self._map = np.zeros((len(characters), len(SYMBOLS)))
        for index, character in enumerate(characters):
            self._map[index, _symbol(character)] = 1.0
            for figure, letters in LOOKALIKES.items():
                if character and without_marks(character).lower() in letters:
                    self._map[index, SYMBOLS.index(figure)] = LOOKALIKE_SHARE

    def fold(self, frames: Frames) -> Frames:
        """``(frames, symbols)`` natural logarithms; with lookalikes they may exceed a sum of 1."""
        return np.log(np.exp(frames) @ self._map + 1e-9).astype(np.float32)


def weigh_number(readings: tuple[Frames, ...]) -> Weighed | None:
    """The number between its label and the notation, from folded frames of the same line."""
    told = []
    for frames in readings:
        slot = _number_slot(frames)
        if slot is not None:
            rest, length, ending = slot
            told.append(_weights(rest, numbers(is_long=length >= LONG_SLOT), ending))
    return _best(told)


def weigh_day(readings: tuple[Frames, ...], printed: str) -> Weighed | None:
    """The day of issue as ``yyyy-mm-dd``, a day of the calendar.

    ``printed`` is the line as the engine for print read it. A year that neither it nor the
    recogniser read in four figures is never guessed.
    """
    said = [printed, *(_greedy_text(frames) for frames in readings)]
    years = tuple(sorted({int(year) for text in said for year in YEAR.findall(text)}))
    candidates = days(years)
    starts = [(frames, _after(frames, DAY_WORD)) for frames in readings] if candidates else []
    told = [
        _weights(frames[start:], candidates, "") for frames, start in starts if start is not None
    ]
    return _best(told)


def _symbol(character: str) -> int:
    if len(character) != 1:
        return 0
    return max(0, SYMBOLS.find(without_marks(character).lower()))


def _indices(text: str) -> tuple[int, ...]:
    return tuple(SYMBOLS.index(letter) for letter in text)


def _greedy_text(frames: Frames) -> str:
    return "".join(SYMBOLS[glyph.index] for glyph in greedy(frames))


def _after(frames: Frames, word: re.Pattern[str]) -> int | None:
    glyphs = greedy(frames)
    found = word.search(_greedy_text(frames))
    return glyphs[found.end() - 1].end if found is not None and found.end() else None


def _number_slot(frames: Frames) -> tuple[Frames, int, str] | None:
    """The frames behind the label, how many signs stand in the slot, and the notation read."""
    start = _after(frames, LABEL)
    if start is None:
        return None
    rest = frames[start:]
    found = SLOT.match(_greedy_text(rest))
    return (rest, len(found["slot"]), "/" + found["tail"]) if found is not None else None


def _weights(frames: Frames, candidates: tuple[Candidate, ...], ending: str) -> dict[str, float]:
    """The logarithm of each value's chance; the ways of writing it add up."""
    texts = tuple(_indices(candidate.written + ending) for candidate in candidates)
    weights: dict[str, float] = {}
    for candidate, score in zip(candidates, likelihoods(frames, texts).tolist(), strict=True):
        before = weights.get(candidate.value, IMPOSSIBLE)
        weights[candidate.value] = float(np.logaddexp(before, score + candidate.usual))
    return weights


def _best(readings: list[dict[str, float]]) -> Weighed | None:
    if not readings:
        return None
    values = sorted({value for weights in readings for value in weights})
    table = np.array([[weights.get(value, IMPOSSIBLE) for value in values] for weights in readings])
    # The readings are of the same ink, so they count as one, not as independent witnesses.
    told = table.mean(axis=0)
    chances = np.exp(told - told.max())
    best = int(told.argmax())
    return Weighed(text=values[best], chance=float(chances[best] / chances.sum()))
