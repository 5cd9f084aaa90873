"""Typed words, without a field's name, as parts of a query; pure."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from records.dates import PartialDate
from records.vietnamese import without_marks
from search.abbreviations import abbreviated, long_forms
from search.analyser import Syllable, clean, syllables
from search.codes import codes
from search.facts import dossier_fact, issued_fact
from search.query import Clause, Run, Way

LONGEST_RUN = 12
MOST_CODE_PARTS = 4

_NUMBER = re.compile(r"\d{1,6}[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(r"[a-z]{1,10}")
_PLACED = re.compile(
    r"(?<![^\W_])(?:(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})"
    r"|(?P<archival>[^\W\d_]{0,3}\d{1,4}(?:\.\d{1,7}){2,12}))(?![^\W_])"
)
"""A date, or the code of a dossier: parts of digits with points between."""
_BEGINNING = re.compile(r"(?<![^\W_])(?P<letters>[^\W\d_]{2,})\*(?![^\W_])")
"""``quy*``: every syllable that begins so."""


def quoted_clauses(written: str) -> Iterator[Clause]:
    """``written`` as one passage; a long one in parts that overlap by one syllable."""
    folds = _folds(written)
    step = LONGEST_RUN - 1
    for at in range(0, max(1, len(folds) - 1), step):
        if run := folds[at : at + LONGEST_RUN]:
            yield Clause(ways=((Run(folds=run),),))


def plain_clauses(written: str) -> Iterator[Clause]:
    """Each word of ``written`` for itself; codes, dates and abbreviations in all their forms."""
    cleaned = clean(written)
    after = 0
    for start, end, clause in sorted(_placed(cleaned), key=lambda placed: placed[:2]):
        if start < after:
            continue
        yield from _words(syllables(cleaned[after:start]))
        yield clause
        after = end
    yield from _words(syllables(cleaned[after:]))


def _placed(written: str) -> Iterator[tuple[int, int, Clause]]:
    for code in codes(written):
        beside = Run(folds=_folds(written[code.start : code.end])[:LONGEST_RUN])
        ways = ((beside,), (Run(code=code.forms[-1]),))
        yield code.start, code.end, Clause(ways=ways)
    for found in _PLACED.finditer(written):
        spelt: list[Way] = [(Run(folds=_folds(found[0])[:LONGEST_RUN]),)]
        if found["archival"]:
            spelt.append((Run(fact=dossier_fact(found[0])),))
        else:
            spelt += _dates(int(found["day"]), int(found["month"]), found["year"])
        yield found.start(), found.end(), Clause(ways=tuple(dict.fromkeys(spelt)))
    for found in _BEGINNING.finditer(written):
        begun = Run(beginning=without_marks(found["letters"]).lower())
        yield found.start(), found.end(), Clause(ways=((begun,),))


def _dates(day: int, month: int, year: str) -> Iterator[Way]:
    """The date as papers print it, and the description's word for it."""
    for one, two in ((f"{day:02d}", f"{month:02d}"), (f"{day}", f"{month}"),
                     (f"{day:02d}", f"{month}")):  # fmt: skip
        yield (Run(folds=(one, "thang", two, "nam", year)),)
        yield (Run(folds=(one, two, year)),)
    with suppress(ValueError):
        yield (Run(fact=issued_fact(PartialDate(year=int(year), month=month, day=day))),)


def _words(typed: Sequence[Syllable]) -> Iterator[Clause]:
    at = 0
    waiting: list[str] = []
    while at < len(typed):
        parts = _code_parts(typed[at:])
        if parts:
            yield from _each(waiting)
            waiting.clear()
            bare = [without_marks(each.exact) for each in typed[at : at + parts]]
            apart = tuple(Run(folds=(each.fold,)) for each in typed[at : at + parts])
            yield Clause(ways=(apart, (Run(code="-".join(bare)),)))
            at += parts
        else:
            waiting.append(typed[at].fold)
            at += 1
    yield from _each(waiting)


def _each(folds: Sequence[str]) -> Iterator[Clause]:
    for piece, short in abbreviated(folds):
        if short is not None:
            apart = tuple(Run(folds=(fold,)) for fold in piece)
            yield Clause(ways=(apart, (Run(folds=(short,)),)))
            continue
        long = long_forms().get(piece[0])
        alone: tuple[Way, ...] = ((Run(folds=piece),),)
        yield Clause(ways=alone if long is None else (*alone, (Run(folds=long),)))


def _code_parts(typed: Sequence[Syllable]) -> int:
    """How many syllables from here on are a code typed without strokes; 0 where none begins.

    It ends before the first syllable with a vowel between letters, which no abbreviation has:
    ``1343 QĐ UBND về giao đất``.
    """
    bare = [without_marks(each.exact) for each in typed[: MOST_CODE_PARTS + 2]]
    if not bare or not _NUMBER.fullmatch(bare[0]):
        return 0
    first = 2 if len(bare) > 1 and _YEAR.fullmatch(bare[1]) else 1
    letters = 0
    for syllable in bare[first : first + MOST_CODE_PARTS]:
        if not _LETTERS.fullmatch(syllable) or _is_word(syllable):
            break
        letters += 1
    return first + letters if letters else 0


_SPOKEN = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}"
                     r"(?:nh|ng|ch|[cmnpt])?")  # fmt: skip


def _is_word(bare: str) -> bool:
    """Whether it can be spoken: a syllable has a vowel at the right place, ``qd``, ``ubnd`` not."""
    return bool(_SPOKEN.fullmatch(bare))


def _folds(written: str) -> tuple[str, ...]:
    return tuple(syllable.fold for syllable in syllables(written))
