"""Makes ``ocr/data/syllables-v1.npz`` from counted runs of syllables; equal counts, equal bytes.

Usage: python docs/make_language_model.py FOLDER, which holds ``official_unigrams.tsv.gz``,
``official_bigrams.tsv.gz`` and ``official_trigrams.tsv.gz`` (run, tab, count). Interpolated
absolute discounting (Ney, Essen and Kneser 1994), turned into back-off form.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.vietnamese import without_marks

Counts = dict[tuple[str, ...], int]
TARGET = Path(__file__).resolve().parent.parent / "ocr" / "data" / "syllables-v1.npz"
DISCOUNT = 0.75
START, END, STRANGER = "<s>", "</s>", "<?>"
STRANGER_COUNT = 2.0
"""What a syllable below the counting floor is taken to have been seen; it shares one place."""
LOG_SCALE = 1000
ID_BITS = 13


def counts_of(path: Path) -> Counts:
    """The runs of syllables in ``path``; only letters, and the marks of a clause's borders."""
    with gzip.open(path, "rt", encoding="utf-8") as table:
        rows = (row.rstrip("\n").split("\t") for row in table)
        counted = {tuple(run.split(" ")): int(count) for run, count in rows}
    return {run: count for run, count in counted.items() if all(map(_is_syllable, run))}


def arrays_of(singles: Counts, doubles: Counts, triples: Counts) -> dict[str, NDArray[np.generic]]:
    """The model as arrays; ``ocr.language_model`` says what each holds."""
    spelt = sorted(word for (word,) in singles if word not in (START, END))
    words = [START, END, STRANGER, *spelt]
    if len(words) >= 1 << ID_BITS:
        raise ValueError(f"{len(words)} syllables do not fit in {ID_BITS} bits")
    places = {word: place for place, word in enumerate(words)}
    single = _singles(words, singles)
    double, rest_of_one = _longer(doubles, singles, single)
    triple, rest_of_two = _longer(triples, doubles, double)
    table = "\n".join(f"{word}\t{without_marks(word)}" for word in words)
    return {
        "words": np.frombuffer(table.encode(), dtype=np.uint8),
        "single": _logs([single[(word,)] for word in words]),
        "single_rest": _logs([rest_of_one.get((word,), 1.0) for word in words]),
        **_packed("double", double, places),
        "double_rest": _logs([rest_of_two.get(run, 1.0) for run in _in_order(double, places)]),
        **_packed("triple", triple, places),
    }


def _is_syllable(written: str) -> bool:
    return written in (START, END) or written.isalpha()


def _singles(words: list[str], singles: Counts) -> dict[tuple[str, ...], float]:
    seen = {(word,): float(singles.get((word,), STRANGER_COUNT)) for word in words}
    seen[(START,)] = STRANGER_COUNT
    total = sum(seen.values())
    return {run: count / total for run, count in seen.items()}


def _longer(
    counts: Counts, shorter: Counts, known: dict[tuple[str, ...], float]
) -> tuple[dict[tuple[str, ...], float], dict[tuple[str, ...], float]]:
    """Probabilities of the runs in ``counts``, and what is left of each run's beginning."""
    usable = {
        run: count for run, count in counts.items() if run[:-1] in shorter and run[1:] in known
    }
    taken: dict[tuple[str, ...], float] = {}
    for run, count in usable.items():
        taken[run[:-1]] = taken.get(run[:-1], 0.0) + (count - DISCOUNT) / shorter[run[:-1]]
    rest = {start: max(1.0 - share, 1e-4) for start, share in taken.items()}
    seen = {
        run: (count - DISCOUNT) / shorter[run[:-1]] + rest[run[:-1]] * known[run[1:]]
        for run, count in usable.items()
    }
    return seen, rest


def _key(run: tuple[str, ...], places: dict[str, int]) -> int:
    key = 0
    for word in run:
        key = key << ID_BITS | places[word]
    return key


def _in_order(seen: dict[tuple[str, ...], float], places: dict[str, int]) -> list[tuple[str, ...]]:
    return sorted(seen, key=lambda run: _key(run, places))


def _packed(
    name: str, seen: dict[tuple[str, ...], float], places: dict[str, int]
) -> dict[str, NDArray[np.generic]]:
    runs = _in_order(seen, places)
    keys = np.array([_key(run, places) for run in runs], dtype=np.int64)
    steps = np.diff(keys, prepend=0).astype(np.uint32)
    return {f"{name}_steps": steps, name: _logs([seen[run] for run in runs])}


def _logs(shares: list[float]) -> NDArray[np.generic]:
    return np.round(np.log(np.array(shares)) * LOG_SCALE).astype(np.int16)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    counted = [
        counts_of(folder / f"official_{name}.tsv.gz")
        for name in ("unigrams", "bigrams", "trigrams")
    ]
    np.savez_compressed(TARGET, **arrays_of(*counted))
