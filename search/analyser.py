"""Text → the terms that are indexed and asked for: syllables and pairs of them.

Knows no engine and never cuts text into words: segmenters cut a page with reading errors and a
query without marks in different places, and the hit is lost.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from records.vietnamese import fold, normal, unify_tone

ANALYSER_VERSION = 1
"""Counts up whenever the same text would give other terms; an index of another version is rebuilt.
"""
LONGEST_SYLLABLE = 64

_INVISIBLE = re.compile("[\u00ad\u061c\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]")
_HALVES = re.compile("[\ud800-\udfff]")
_SYLLABLE = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


class Syllable(NamedTuple):
    """One syllable: ``exact`` keeps its marks, ``fold`` is what matches."""

    exact: str
    fold: str


def clean(written: str) -> str:
    """``written`` in normal form, without characters that print nothing.

    Halves of characters, which no file can hold, become blanks.
    """
    return _INVISIBLE.sub("", normal(_HALVES.sub(" ", written)))


def syllables(written: str) -> tuple[Syllable, ...]:
    """The syllables and numbers of ``written`` in order; everything else only separates."""
    return tuple(_forms(found[:LONGEST_SYLLABLE]) for found in _SYLLABLE.findall(clean(written)))


@lru_cache(maxsize=1 << 16)
def syllables_of(word: str) -> tuple[Syllable, ...]:
    """The syllables of a printed word, remembered: pages are made of few words."""
    return syllables(word)


@lru_cache(maxsize=1 << 16)
def folds_of(word: str) -> tuple[str, ...]:
    """Its folded syllables, remembered."""
    bare = fold(word)
    if bare.isascii() and len(word) <= LONGEST_SYLLABLE:
        # The short way, for nearly all of them: a page that is shown is mostly of new words.
        return tuple(_SYLLABLE.findall(bare))
    return tuple(syllable.fold for syllable in syllables_of(word))


def respelt(written: str, spellings: Mapping[str, str]) -> str:
    """``written`` with every syllable that folds to a key of ``spellings`` in that spelling."""

    def spell(found: re.Match[str]) -> str:
        return spellings.get(fold(found[0]), found[0])

    return _SYLLABLE.sub(spell, written)


def pairs(folds: Sequence[str]) -> tuple[str, ...]:
    """Neighbouring folded syllables as one term each: ``uy_ban``."""
    return tuple(f"{left}_{right}" for left, right in pairwise(folds))


@lru_cache(maxsize=1 << 16)
def _forms(written: str) -> Syllable:
    return Syllable(exact=unify_tone(written), fold=fold(written))
