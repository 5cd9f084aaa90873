"""The word list of a segment: its folded syllables in order, and how many pages have each.

Read as one array, so that the neighbours of a syllable and those that begin alike are found without
walking along a list that reading errors have made long.
"""

from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.edits import one_edit_away

EXTENSION = ".wrd"
LONGEST = 24
"""Bytes; no syllable is longer, and what is glued or misread beyond is not looked for by parts."""
_WORD, _PAGES = np.dtype(f"S{LONGEST}"), np.dtype("<u4")
_COUNT = Struct("<I")


class WordList(NamedTuple):
    """``words`` in the order of their bytes and on how many ``pages`` each is, both (words,)."""

    words: NDArray[np.bytes_]
    pages: NDArray[np.uint32]

    def near(self, fold: str) -> dict[str, int]:
        """Those one edit away from ``fold``, behind the first letter, and their pages."""
        others = sorted(other.encode() for other in one_edit_away(fold))
        asked = np.array([other for other in others if len(other) <= LONGEST], dtype=_WORD)
        if not len(self.words) or not len(asked):
            return {}
        at = np.minimum(np.searchsorted(self.words, asked), len(self.words) - 1)
        return self._told(at[self.words[at] == asked])

    def begun(self, letters: str, most: int) -> dict[str, int]:
        """The ``most`` frequent that begin with ``letters``, and their pages."""
        begin = letters.encode()
        if len(begin) >= LONGEST:
            return {}
        ends = np.array([begin, begin.ljust(LONGEST, b"\xff")], dtype=_WORD)
        first, last = np.searchsorted(self.words, ends)
        frequent = np.argsort(-self.pages[first:last].astype(np.int64), kind="stable")[:most]
        return self._told(first + frequent)

    def _told(self, at: NDArray[np.intp]) -> dict[str, int]:
        words = (word.decode() for word in self.words[at].tolist())
        return dict(zip(words, self.pages[at].tolist(), strict=True))


def written(words: Iterable[tuple[bytes, int]]) -> bytes:
    """Words in order with their pages, as bytes."""
    kept = [(word, pages) for word, pages in words if len(word) <= LONGEST]
    listed = np.array([word for word, _ in kept], dtype=_WORD)
    pages = np.array([pages for _, pages in kept], dtype=_PAGES)
    return _COUNT.pack(len(kept)) + listed.tobytes() + pages.tobytes()


def read(content: memoryview) -> WordList:
    """What ``written`` wrote."""
    (count,) = _COUNT.unpack_from(content)
    words = np.frombuffer(content, _WORD, count, _COUNT.size)
    return WordList(words, np.frombuffer(content, _PAGES, count, _COUNT.size + words.nbytes))
