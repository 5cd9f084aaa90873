"""What a hit shows of its page: the most telling passage, and the boxes of found words; pure."""

from collections.abc import Iterable, Sequence

from records.hit import FOUND_BEGINS, FOUND_ENDS
from records.place import Box
from search.entry import StoredPage, boxes_of
from search.matching import found_words, words_of
from search.query import ParsedQuery, Run

WORDS_BEFORE = 6
WORDS_AFTER = 30
LONGEST_WORD = 60
MOST_BOXES = 500
_MARKS = str.maketrans({FOUND_BEGINS: "«", FOUND_ENDS: "»", "\x00": " "})


def highlight(content: StoredPage, query: ParsedQuery) -> tuple[str, tuple[Box, ...]]:
    """The most telling passage with found words in ⟪ ⟫, and the boxes of all found words.

    Where only the description of the document answers, the passage is its title and there are no
    boxes. Boxes are in pixels of the upright page.
    """
    words = words_of(content)
    found = found_words(words, query.runs)
    if not found:
        headed = " · ".join(content.headings).split()
        marked = found_words(headed, query.runs)
        return _marked(headed if marked or not words else words, marked, 0), ()
    start = max(sorted(found), key=lambda word: _distinct(found, word)) - WORDS_BEFORE
    places = boxes_of(content, sorted(found)[:MOST_BOXES])
    return _marked(words, found, max(0, start)), places


def _distinct(found: dict[int, set[Run]], word: int) -> int:
    near: Iterable[int] = range(word, word + WORDS_AFTER)
    return len(set[Run]().union(*(found.get(number, ()) for number in near)))


def _marked(words: Sequence[str], found: dict[int, set[Run]], start: int) -> str:
    passage = list(enumerate(words))[start : start + WORDS_BEFORE + WORDS_AFTER]
    told = ((number, word.translate(_MARKS)[:LONGEST_WORD]) for number, word in passage)
    return " ".join(
        f"{FOUND_BEGINS}{word}{FOUND_ENDS}" if number in found else word for number, word in told
    )
