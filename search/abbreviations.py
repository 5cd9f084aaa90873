"""Abbreviations and what they stand for: UBND and ủy ban nhân dân are one thing; pure."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from records.vietnamese import fold


@cache
def long_forms(*, of_types: bool = False) -> dict[str, tuple[str, ...]]:
    """Each abbreviation, folded, and the folded syllables that it stands for.

    ``of_types`` has those of document types besides.
    """
    written = files("search").joinpath("abbreviations.toml").read_text(encoding="utf-8")
    told = tomllib.loads(written)
    listed = told["words"] | (told["types"] if of_types else {})
    return {
        fold(short): tuple(fold(syllable) for syllable in long.split())
        for short, long in listed.items()
    }


def abbreviated(
    folds: Sequence[str], *, of_types: bool = False
) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """``folds`` in order and in pieces: a long form with its abbreviation, or one syllable.

    Of two long forms that begin at the same place the longer one counts.
    """
    known = _longest_first(of_types=of_types)
    at = 0
    while at < len(folds):
        stands = (each for each in known if tuple(folds[at : at + len(each[0])]) == each[0])
        long, short = next(stands, ((folds[at],), None))
        yield long, short
        at += len(long)


def contracted(folds: Sequence[str], *, of_types: bool = False) -> tuple[str, ...]:
    """``folds`` with every long form as its abbreviation: ủy ban nhân dân tỉnh → ubnd tinh."""
    return tuple(short or long[0] for long, short in abbreviated(folds, of_types=of_types))


@cache
def _longest_first(*, of_types: bool) -> tuple[tuple[tuple[str, ...], str], ...]:
    known = [(long, short) for short, long in long_forms(of_types=of_types).items()]
    return tuple(sorted(known, key=lambda pair: -len(pair[0])))
