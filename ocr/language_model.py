"""How likely Vietnamese syllables follow one another in official text; only reads its data file.

``data/syllables-v1.npz`` (made by ``docs/make_language_model.py``) holds ``words``, the UTF-8 text
of a table with one row for each syllable (syllable, tab, syllable without marks), and for runs of
one, two and three syllables natural logarithms in thousandths (int16): ``single``, ``double``,
``triple`` their probability, ``single_rest``, ``double_rest`` what is added when the run that they
begin is not in the table. ``double_steps``, ``triple_steps`` (uint32) are the differences between
the sorted keys of the runs; a key holds 13 bits for each syllable's place in ``words``.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

DATA_FILE = "syllables-v1.npz"
START, END, STRANGER = 0, 1, 2
"""The places of a clause's beginning, its end, and every syllable that the table does not know."""
ID_BITS = 13
LOG_SCALE = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SyllableModel:
    """A trigram model with back-off; syllables in lower case, by their place in ``syllables``."""

    syllables: tuple[str, ...]
    places: dict[str, int]
    alike: dict[str, tuple[int, ...]]
    """For letters without marks, the places of all syllables that are written with them."""
    near: dict[tuple[str, str], tuple[str, ...]]
    """For what stands before and behind a letter, all letters without marks that hold it."""
    single: memoryview
    single_rest: memoryview
    doubles: Sequence[int]
    double: memoryview
    double_rest: memoryview
    triples: Sequence[int]
    triple: memoryview

    def follows(self, first: int, second: int, third: int) -> float:
        """The logarithm of the probability that ``third`` comes after ``first`` and ``second``."""
        pair = first << ID_BITS | second
        run = pair << ID_BITS | third
        at = bisect_left(self.triples, run)
        if at < len(self.triples) and self.triples[at] == run:
            return float(self.triple[at]) / LOG_SCALE
        at = bisect_left(self.doubles, pair)
        known = at < len(self.doubles) and self.doubles[at] == pair
        rest = self.double_rest[at] / LOG_SCALE if known else 0.0
        return rest + self._follows_one(second, third)

    def between(self, before: int, place: int, behind: int) -> float:
        """How likely ``place`` stands between two others, by its pairs: a sum of logarithms."""
        return self._follows_one(before, place) + self._follows_one(place, behind)

    def neighbours(self, first: int, second: int) -> bool:
        """Whether the two were seen side by side, clause borders and strangers not counted."""
        pair = first << ID_BITS | second
        at = bisect_left(self.doubles, pair)
        seen = at < len(self.doubles) and self.doubles[at] == pair
        return seen and min(first, second) > STRANGER

    def _follows_one(self, first: int, second: int) -> float:
        pair = first << ID_BITS | second
        at = bisect_left(self.doubles, pair)
        if at < len(self.doubles) and self.doubles[at] == pair:
            return float(self.double[at]) / LOG_SCALE
        return float(self.single_rest[first] + self.single[second]) / LOG_SCALE


@cache
def load_model() -> SyllableModel:
    """The model of this version of the product, loaded once in a process."""
    with as_file(files("ocr") / "data" / DATA_FILE) as path, np.load(path) as stored:
        tables: dict[str, NDArray[np.generic]] = {name: stored[name] for name in stored.files}
    rows = [row.split("\t") for row in tables["words"].tobytes().decode().split("\n")]
    alike: dict[str, list[int]] = {}
    for place, (_, bare) in enumerate(rows):
        alike.setdefault(bare, []).append(place)
    logs = {name: memoryview(tables[name]) for name in ("single", "double", "triple")}  # type: ignore[arg-type]  # arrays are buffers
    return SyllableModel(
        syllables=tuple(written for written, _ in rows),
        places={written: place for place, (written, _) in enumerate(rows)},
        alike={bare: tuple(places) for bare, places in alike.items()},
        near=_near(alike),
        single_rest=memoryview(tables["single_rest"]),  # type: ignore[arg-type]  # as above
        doubles=_keys(tables["double_steps"]),
        double_rest=memoryview(tables["double_rest"]),  # type: ignore[arg-type]  # as above
        triples=_keys(tables["triple_steps"]),
        **logs,
    )


def _near(bares: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    near: dict[tuple[str, str], list[str]] = {}
    for bare in bares:
        for at in range(len(bare)):
            near.setdefault((bare[:at], bare[at + 1 :]), []).append(bare)
    return {rest: tuple(found) for rest, found in near.items()}


def _keys(steps: NDArray[np.generic]) -> Sequence[int]:
    return memoryview(np.cumsum(steps, dtype=np.int64))  # type: ignore[arg-type]  # arrays are buffers
