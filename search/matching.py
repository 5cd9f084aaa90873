"""Which words of a page answer a query, and whether the page really does; pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.analyser import clean, folds_of
from search.codes import codes
from search.entry import StoredPage
from search.query import ParsedQuery, Run


class _Place(NamedTuple):
    word: int
    fold: str


def answers(content: StoredPage, query: ParsedQuery) -> bool:
    """Whether a reading of ``query`` really stands on the page, its runs side by side.

    The engine knows only pairs of syllables; a run of three can be there in pieces. Facts are the
    engine's word.
    """
    passages = [_joined(heading.split()) for heading in content.headings]
    passages.append(_joined(words_of(content)))
    runs = query.runs
    coded = _codes(content) if any(run.code is not None for run in runs) else frozenset()
    there = {run: _stands(run, passages, coded) for run in runs}
    return any(
        all(any(all(there[run] for run in way) for way in clause.ways) for clause in reading)
        for reading in query.readings
    )


def words_of(content: StoredPage) -> list[str]:
    """The printed words of a page in order."""
    return [word for line in content.lines for word in line.words]


def _places(words: Sequence[str]) -> list[_Place]:
    return [_Place(number, fold) for number, word in enumerate(words) for fold in folds_of(word)]


def _joined(words: Sequence[str]) -> str:
    """The folded syllables with a blank around each, so that a run of them can be looked for."""
    return f" {' '.join(fold for word in words for fold in folds_of(word))} "


def _codes(content: StoredPage) -> frozenset[str]:
    passages = [*content.headings, *(" ".join(line.words) for line in content.lines)]
    return frozenset(
        form for text in passages for code in codes(clean(text)) for form in code.forms
    )


def _stands(run: Run, passages: Iterable[str], coded: frozenset[str]) -> bool:
    if run.code is not None:
        return run.code in coded
    wanted = f" {' '.join(run.folds)} "
    return run.fact is not None or any(wanted in passage for passage in passages)


def _matches(places: Sequence[_Place], folds: tuple[str, ...]) -> list[int]:
    wanted = list(folds)
    starts = (at for at, place in enumerate(places) if place.fold == folds[0])
    return [
        at for at in starts if [place.fold for place in places[at : at + len(wanted)]] == wanted
    ]


def found_words(words: Sequence[str], runs: Iterable[Run]) -> dict[int, set[Run]]:
    """The numbers of the words in which ``runs`` stand, and which of them stand there."""
    places = _places(words)
    found: dict[int, set[Run]] = {}
    for run in runs:
        for word in _of_run(words, places, run):
            found.setdefault(word, set()).add(run)
    return found


def _of_run(words: Sequence[str], places: Sequence[_Place], run: Run) -> Iterable[int]:
    """The numbers of the words in which ``run`` stands."""
    if run.folds:
        for at in _matches(places, run.folds):
            yield from (place.word for place in places[at : at + len(run.folds)])
    if run.code is not None:
        cleaned = [clean(word) for word in words]
        for code in codes(" ".join(cleaned)):
            if run.code in code.forms:
                yield from _at(cleaned, code.start, code.end)


def _at(words: Sequence[str], start: int, end: int) -> Iterable[int]:
    """The words that stand between two places of the text that they make with one blank between."""
    begins = 0
    for number, word in enumerate(words):
        if begins < end and begins + len(word) > start:
            yield number
        begins += len(word) + 1
