"""Whoosh, the reading half: one index of one access class as it is at one moment.

The pages of all segments are numbered through. Lists and columns come as arrays of these numbers.
"""

import os
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from whoosh.index import EmptyIndexError, open_dir
from whoosh.reading import SegmentReader, TermNotFound

from records.access import AccessLevel
from search.embedded import content
from search.embedded.codec import ListCodec, read_list
from search.embedded.columns import Numbers
from search.embedded.mapped import view_of
from search.embedded.postings import Array, Postings, joined
from search.embedded.segments import schema
from search.embedded.words import EXTENSION as WORD_LIST
from search.embedded.words import WordList
from search.embedded.words import read as read_words
from search.entry import FoundPage

Mask = NDArray[np.bool_]
"""Whether each page …, shape (pages,)."""
NEVER = -1
"""No value has this number."""
NOWHERE = Postings(*(np.zeros(0, dtype=np.int64) for _ in Postings._fields))


class _Segment:
    """A segment, the number of its first page, and its parts as they are asked for.

    What is remembered here and in an index leads back to neither: so with the question goes all
    that is mapped, and a page that is destroyed has no bytes left.
    """

    def __init__(self, reader: SegmentReader, first: int) -> None:
        self.reader, self.first = reader, first
        self._columns: dict[str, Any] = {}
        self.lists = self.part(ListCodec.POSTS_EXT)

    def part(self, extension: str) -> Any:
        return self.reader.segment().open_file(self.reader.storage(), extension)

    @cached_property
    def words(self) -> WordList:
        length = self.reader.storage().file_length(self.reader.segment().make_filename(WORD_LIST))
        return read_words(view_of(self.part(WORD_LIST), 0, length))

    def column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self.reader.column_reader(name, translate=False)
        return self._columns[name]


class OpenIndex:
    """The index in ``folder``, open until it is closed; what is committed later is not seen."""

    def __init__(self, folder: Path) -> None:
        """Open it with our own schema, so that the pickled one is never read.

        Raises:
            FileNotFoundError: a commit or a switch ran at the same moment; open it again.
        """
        try:
            self._reader = open_dir(os.fspath(folder), schema=schema()).reader()
        except EmptyIndexError as error:
            raise FileNotFoundError(folder) from error
        self.size: int = self._reader.doc_count_all()
        leaves = self._reader.leaf_readers() if self.size else ()
        self._segments = [_Segment(reader, first) for reader, first in leaves]
        self._classes: dict[AccessLevel, Mask] = {}
        self._lists: dict[tuple[str, str, bool], Postings] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    @cached_property
    def there(self) -> Mask:
        """Which pages are still there."""
        mask = np.ones(self.size, dtype=bool)
        for segment in self._segments:
            deleted = [*segment.reader.segment().deleted_docs()]
            mask[np.array(deleted, dtype=np.intp) + segment.first] = False
        return mask

    @cached_property
    def lengths(self) -> Numbers:
        """How many syllables each page has."""
        return self.numbers("length")

    @cached_property
    def mean_length(self) -> float:
        """How many syllables a page has in the mean; one at least."""
        return max(1.0, float(self.lengths.sum()) / max(1, self.size))

    def numbers(self, name: str) -> Numbers:
        """A column of numbers."""
        columns = [segment.column(name).numbers for segment in self._segments]
        return np.concatenate(columns) if columns else np.zeros(0, dtype=np.uint32)

    def ids(self, numbers: Array) -> list[str]:
        """The ids of the pages ``numbers``, in this order; they rise."""
        found = []
        for segment, part in self._shares(numbers):
            column = segment.column("page_id")
            found += [column[number].decode() for number in part.tolist()]
        return found

    def counted(self, name: str, numbers: Array) -> Counter[str]:
        """How many of the pages ``numbers``, which rise, have which value."""
        found: Counter[str] = Counter()
        for segment, part in self._shares(numbers):
            column = segment.column(name)
            # A column begins anywhere in its file; indexed as it lies there it would be slow.
            counts = np.bincount(column.numbers.take(part))
            for at in np.flatnonzero(counts).tolist():
                if value := column.values[at]:
                    found[value] += int(counts[at])
        return found

    def of_class(self, level: AccessLevel) -> Mask:
        """Which pages are there and of this class: a copy, to be narrowed."""
        if level not in self._classes:
            columns = [segment.column("access") for segment in self._segments]
            masks = [
                column.numbers == (column.values.index(level) if level in column.values else NEVER)
                for column in columns
            ]
            self._classes[level] = np.concatenate([self.there[:0], *masks]) & self.there
        return self._classes[level].copy()

    def postings(self, field: str, term: str, *, with_places: bool = False) -> Postings:
        """The list of a term; pages that were taken out are still in it.

        Lists that were read are kept: a question is asked again with errors allowed for.
        """
        asked = (field, term, with_places)
        if asked not in self._lists:
            self._lists[asked] = self._read(field, term, with_places=with_places)
        return self._lists[asked]

    def _read(self, field: str, term: str, *, with_places: bool) -> Postings:
        found = []
        for segment in self._segments:
            try:
                told = segment.reader.term_info(field, term)
            except TermNotFound:
                continue
            read = read_list(segment.lists, told, with_places=with_places)
            found.append(read.moved(segment.first))
        return joined(found) if found else NOWHERE

    def page(self, number: int, score: float) -> FoundPage:
        """What is kept of a page."""
        segment = next(each for each in reversed(self._segments) if each.first <= number)
        return content.read(segment.column("content")[number - segment.first], score)

    def word_lists(self) -> tuple[WordList, ...]:
        """The word list of each segment."""
        return tuple(segment.words for segment in self._segments)

    def _shares(self, numbers: Array) -> Iterator[tuple[_Segment, Array]]:
        behind = [segment.first for segment in self._segments[1:]]
        parts = np.split(numbers, np.searchsorted(numbers, behind))
        for segment, part in zip(self._segments, parts, strict=False):
            yield segment, part - segment.first
