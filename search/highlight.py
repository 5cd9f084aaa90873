"""Where the words of a query stand on a page: a last check, the snippet and the boxes; pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from records.place import Box
from search.analyser import clean, syllables
from search.codes import codes
from search.entry import StoredPage
from search.query import ParsedQuery, Run

WORDS_BEFORE = 6
WORDS_AFTER = 30
LONGEST_WORD = 60
MOST_BOXES = 500
_MARKS = str.maketrans({"⟪": "«", "⟫": "»", "\x00": " "})


class _Place(NamedTuple):
    word: int
    fold: str


def answers(content: StoredPage, query: ParsedQuery) -> bool:
    """Whether every run of ``query`` really stands on the page, side by side.

    The engine knows only pairs of syllables; a run of three can be there in pieces.
    """
    passages = [_places(heading.split()) for heading in content.headings]
    passages.append(_places(_words(content)))
    coded = _codes(content)
    if query.loose_code in coded:
        return True
    return all(
        run.code in coded or any(_matches(passage, run) for passage in passages)
        for run in query.runs
    )


def highlight(content: StoredPage, query: ParsedQuery) -> tuple[str, tuple[Box, ...]]:
    """The most telling passage with found words in ⟪ ⟫, and the boxes of all found words.

    Where only the description of the document answers, the passage is its title and there are no
    boxes. Boxes are in pixels of the upright page.
    """
    words = _words(content)
    found = _found(words, query)
    if not found:
        headed = " · ".join(content.headings).split()
        marked = _found(headed, query)
        return _marked(headed or words, marked, 0), ()
    boxes = [box for line in content.lines for box in line.boxes]
    start = max(sorted(found), key=lambda word: _distinct(found, word)) - WORDS_BEFORE
    places = tuple(boxes[word] for word in sorted(found)[:MOST_BOXES])
    return _marked(words, found, max(0, start)), places


def _words(content: StoredPage) -> list[str]:
    return [word for line in content.lines for word in line.words]


def _places(words: Sequence[str]) -> list[_Place]:
    return [
        _Place(number, syllable.fold)
        for number, word in enumerate(words)
        for syllable in syllables(word)
    ]


def _codes(content: StoredPage) -> frozenset[str | None]:
    passages = [*content.headings, *(" ".join(line.words) for line in content.lines)]
    return frozenset(
        form for text in passages for code in codes(clean(text)) for form in code.forms
    )


def _matches(places: Sequence[_Place], run: Run) -> list[int]:
    folds = list(run.folds)
    starts = (at for at, place in enumerate(places) if place.fold == folds[0])
    return [at for at in starts if [place.fold for place in places[at : at + len(folds)]] == folds]


def _found(words: Sequence[str], query: ParsedQuery) -> dict[int, set[Run]]:
    places = _places(words)
    found: dict[int, set[Run]] = {}
    for run in query.runs:
        for at in _matches(places, run):
            for place in places[at : at + len(run.folds)]:
                found.setdefault(place.word, set()).add(run)
    return found


def _distinct(found: dict[int, set[Run]], word: int) -> int:
    near: Iterable[int] = range(word, word + WORDS_AFTER)
    return len(set[Run]().union(*(found.get(number, ()) for number in near)))


def _marked(words: Sequence[str], found: dict[int, set[Run]], start: int) -> str:
    passage = list(enumerate(words))[start : start + WORDS_BEFORE + WORDS_AFTER]
    told = ((number, word.translate(_MARKS)[:LONGEST_WORD]) for number, word in passage)
    return " ".join(f"⟪{word}⟫" if number in found else word for number, word in told)
