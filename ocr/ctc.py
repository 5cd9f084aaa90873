"""What a line recogniser's frames say: the likeliest text, and how likely given texts are; pure.

The recogniser tells for each narrow frame of a line how likely each character stands there, or
none (the blank). Several frames make one character (connectionist temporal classification, Graves
and others 2006).
"""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float32]
"""``(frames, characters)`` natural logarithms of chances; character 0 is the blank."""
BLANK = 0
IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character read greedily: index, best chance, and its frames ``start`` to ``end``."""

    index: int
    chance: float
    start: int
    end: int


def greedy(frames: Frames) -> tuple[Glyph, ...]:
    """The likeliest character of each frame, equal neighbours as one, blanks left out."""
    best = frames.argmax(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for index, run in groupby(best.tolist()):
        end = start + len(list(run))
        if index != BLANK:
            chance = float(np.exp(frames[start:end, index].max()))
            glyphs.append(Glyph(index=index, chance=min(1.0, chance), start=start, end=end))
        start = end
    return tuple(glyphs)


def likelihoods(frames: Frames, texts: tuple[tuple[int, ...], ...]) -> NDArray[np.float64]:
    """The logarithm of each text's chance, over all ways its characters may lie on the frames.

    ``texts`` are character indices, none of them empty; a text longer than the frames is
    ``IMPOSSIBLE`` or near it.
    """
    states, lengths = _states(texts)
    may_skip = np.zeros(states.shape, dtype=bool)
    may_skip[:, 2:] = (states[:, 2:] != BLANK) & (states[:, 2:] != states[:, :-2])
    chance = np.full(states.shape, IMPOSSIBLE)
    chance[:, 0] = frames[0, BLANK]
    chance[:, 1] = frames[0, states[:, 1]]
    for frame in frames[1:]:
        stay = chance
        step = np.full_like(chance, IMPOSSIBLE)
        step[:, 1:] = chance[:, :-1]
        leap = np.full_like(chance, IMPOSSIBLE)
        leap[:, 2:] = np.where(may_skip[:, 2:], chance[:, :-2], IMPOSSIBLE)
        chance = np.logaddexp(np.logaddexp(stay, step), leap) + frame[states]
    rows = np.arange(len(texts))
    ends = 2 * lengths
    total = np.logaddexp(chance[rows, ends], chance[rows, ends - 1])
    return np.asarray(total, dtype=np.float64)


def _states(texts: tuple[tuple[int, ...], ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each text with blanks before, between and after, filled up with blanks; and the lengths."""
    lengths = np.array([len(text) for text in texts], dtype=np.intp)
    states = np.full((len(texts), 2 * int(lengths.max()) + 1), BLANK, dtype=np.intp)
    for row, text in enumerate(texts):
        states[row, 1 : 2 * len(text) : 2] = text
    return states, lengths
