"""Which words of a page answer a query, and whether the page really does; pure."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain

from search.analyser import clean, folds_of
from search.codes import codes
from search.entry import StoredPage
from search.query import ParsedQuery, Run


class _Places:
    """The folded syllables of words in order, to be looked up by the first of several."""

    def __init__(self, words: Sequence[str], firsts: Collection[str]) -> None:
        of_words = [*map(folds_of, words)]
        self._folds = [*chain.from_iterable(of_words)]
        self._ends = [*accumulate(map(len, of_words))]
        self._starts: dict[str, list[int]] = {}
        for at in [at for at, fold in enumerate(self._folds) if fold in firsts]:
            self._starts.setdefault(self._folds[at], []).append(at)

    def of(self, folds: tuple[str, ...]) -> Iterator[int]:
        """The numbers of the words in which ``folds`` stand side by side."""
        wanted = [*folds]
        for at in self._starts.get(folds[0], ()) if folds else ():
            if self._folds[at : at + len(wanted)] == wanted:
                for place in range(at, at + len(wanted)):
                    yield bisect_right(self._ends, place)


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
    return [*chain.from_iterable(content.lines)]


def _joined(words: Sequence[str]) -> str:
    """The folded syllables with a blank around each, so that a run of them can be looked for."""
    return f" {' '.join(chain.from_iterable(map(folds_of, words)))} "


def _codes(content: StoredPage) -> frozenset[str]:
    passages = [*content.headings, *(" ".join(line) for line in content.lines)]
    return frozenset(
        form for text in passages for code in codes(clean(text)) for form in code.forms
    )


def _stands(run: Run, passages: Iterable[str], coded: frozenset[str]) -> bool:
    if run.code is not None:
        return run.code in coded
    wanted = f" {' '.join(run.folds)} "
    return run.fact is not None or any(wanted in passage for passage in passages)


def found_words(words: Sequence[str], runs: Sequence[Run]) -> dict[int, set[Run]]:
    """The numbers of the words in which ``runs`` stand, and which of them stand there."""
    places = _Places(words, {run.folds[0] for run in runs if run.folds})
    asks_codes = any(run.code is not None for run in runs)
    cleaned = [clean(word) for word in words] if asks_codes else []
    coded = codes(" ".join(cleaned))
    found: dict[int, set[Run]] = {}
    for run in runs:
        standing = [*places.of(run.folds)]
        standing += [
            word
            for code in coded
            if run.code in code.forms
            for word in _at(cleaned, code.start, code.end)
        ]
        for word in standing:
            found.setdefault(word, set()).add(run)
    return found


def _at(words: Sequence[str], start: int, end: int) -> Iterable[int]:
    """The words that stand between two places of the text that they make with one blank between."""
    begins = 0
    for number, word in enumerate(words):
        if begins < end and begins + len(word) > start:
            yield number
        begins += len(word) + 1
