"""Columns of Whoosh that are read as one array: a value for every page of a segment.

Whoosh asks its own columns page by page: counting facets over 100,000 pages takes a second so.
"""

import json
from array import array
from collections.abc import Iterator
from functools import cached_property
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import Column, ColumnReader, ColumnWriter

from search.embedded.mapped import view_of

Numbers = NDArray[np.uint32]
_NUMBER, _END = np.dtype("<u4"), np.dtype("<u8")
_FOOT = Struct("<II")


class Numbered(dict[str, int]):
    """Numbers its keys in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = len(self)
        return self[key]


class BytesColumn(Column):
    """Bytes of any length for each page; none where none were given."""

    _default = b""

    class Writer(ColumnWriter):
        """Writes the bytes as they come, and where each ends behind them."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._ends = array("Q")
            self._end = 0

        def add(self, docnum: int, value: bytes) -> None:
            """Give the page ``docnum`` its bytes."""
            self._ends.extend([self._end] * (docnum - len(self._ends)))
            self._dbfile.write(value)
            self._end += len(value)
            self._ends.append(self._end)

        def finish(self, docnum: int) -> None:
            """Write the ends for all ``docnum`` pages."""
            self._ends.extend([self._end] * (docnum - len(self._ends)))
            self._dbfile.write(np.asarray(self._ends, dtype=_END).tobytes())

    class Reader(ColumnReader):
        """The bytes of one page, or of one after the other."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self._begin = basepos + length - doccount * _END.itemsize

        def __getitem__(self, docnum: int) -> bytes:
            # Of two ends among all: a page is shown without reading where the others end.
            at = self._begin + docnum * _END.itemsize
            end = self._end_at(at)
            begin = self._end_at(at - _END.itemsize) if docnum else 0
            read: bytes = self._dbfile.get(self._basepos + begin, end - begin)
            return read

        def __iter__(self) -> Iterator[bytes]:
            return (self[page] for page in range(self._doccount))

        def _end_at(self, at: int) -> int:
            return int.from_bytes(self._dbfile.get(at, _END.itemsize), "little")


class NumberColumn(Column):
    """A number below 2^32 for each page; 0 where none was given."""

    _default = 0

    class Writer(ColumnWriter):
        """Keeps the numbers until the segment is closed."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._numbers = array("I")

        def add(self, docnum: int, value: int) -> None:
            """Give the page ``docnum`` its number."""
            self._numbers.extend([0] * (docnum - len(self._numbers)))
            self._numbers.append(value)

        def finish(self, docnum: int) -> None:
            """Write the numbers of all ``docnum`` pages."""
            self._numbers.extend([0] * (docnum - len(self._numbers)))
            self._dbfile.write(np.asarray(self._numbers, dtype=_NUMBER).tobytes())

    class Reader(ColumnReader):
        """All numbers at once, or one by one."""

        @cached_property
        def numbers(self) -> Numbers:
            """The numbers of all pages in order, shape (pages,)."""
            read = view_of(self._dbfile, self._basepos, self._doccount * _NUMBER.itemsize)
            return np.frombuffer(read, dtype=_NUMBER)

        def __getitem__(self, docnum: int) -> int:
            at = self._basepos + docnum * _NUMBER.itemsize
            return int.from_bytes(self._dbfile.get(at, _NUMBER.itemsize), "little")

        def __iter__(self) -> Iterator[int]:
            return iter(self.numbers.tolist())


class ValueColumn(Column):
    """A text for each page; equal texts are kept once, and numbered in the order of the alphabet.

    So pages are counted by their values, and sorted by them, without reading a text.
    """

    _default = ""

    class Writer(ColumnWriter):
        """Keeps numbers and texts until the segment is closed."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._known = Numbered()
            self._numbers = array("I")

        def add(self, docnum: int, value: str) -> None:
            """Give the page ``docnum`` its text."""
            if docnum > len(self._numbers):
                self._numbers.extend([self._known[""]] * (docnum - len(self._numbers)))
            self._numbers.append(self._known[value])

        def finish(self, docnum: int) -> None:
            """Write the texts, each once, and the numbers of all ``docnum`` pages."""
            if docnum > len(self._numbers):
                self._numbers.extend([self._known[""]] * (docnum - len(self._numbers)))
            values = sorted(self._known)
            placed = np.empty(len(values), dtype=_NUMBER)
            placed[[self._known[value] for value in values]] = np.arange(len(values))
            written = json.dumps(values, ensure_ascii=False).encode()
            numbers = placed[np.asarray(self._numbers, dtype=np.intp)]
            self._dbfile.write(written + numbers.tobytes() + _FOOT.pack(len(written), len(numbers)))

    class Reader(ColumnReader):
        """Numbers of all pages at once; the texts when they are asked for."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            foot = dbfile.get(basepos + length - _FOOT.size, _FOOT.size)
            self._written, self._rows = _FOOT.unpack(foot)

        @cached_property
        def numbers(self) -> Numbers:
            """The number of each page's text among ``values``, shape (pages,)."""
            at = self._basepos + self._written
            read = view_of(self._dbfile, at, self._rows * _NUMBER.itemsize)
            return np.frombuffer(read, dtype=_NUMBER)

        @cached_property
        def values(self) -> list[str]:
            """The texts, in the order of the alphabet."""
            return list(json.loads(self._dbfile.get(self._basepos, self._written)))

        def __getitem__(self, docnum: int) -> str:
            return self.values[int(self.numbers[docnum])]

        def __iter__(self) -> Iterator[str]:
            return (self.values[number] for number in self.numbers.tolist())
