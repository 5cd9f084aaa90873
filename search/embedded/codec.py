"""Whoosh's codec for our segments: its list of terms, with posting lists that are read at once.

Whoosh's own lists are unpickled in blocks of 128 pages and walked along page by page; a word of
every page then takes a second at 100,000 pages. This is its interface for other formats
(Whoosh manual, "whoosh.codec").
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from search.embedded import words
from search.embedded.mapped import MappedSegment, view_of
from search.embedded.postings import Postings, unpacked

WORDS_OF = "fold"
"""The field that has a word list."""


class TermList(NamedTuple):
    """The list of a term: on how many pages it is, how often in all, and its bytes."""

    field: str
    term: bytes
    pages: int
    total: int
    packed: bytes


def read_packed(file: Any, told: Any) -> memoryview:
    """The packed list that Whoosh's description of a term leads to, from a posting file."""
    # Whoosh reads a length back as a tuple of one number.
    at, (length,) = told.extent()
    return view_of(file, at, length)


def read_list(file: Any, told: Any, *, with_places: bool = False) -> Postings:
    """That list."""
    return unpacked(read_packed(file, told), with_places=with_places)


class ListFieldWriter(W3FieldWriter):
    """Writes whole lists."""

    def add_postings(self, schema: Any, lengths: object, items: Iterable[TermList]) -> None:  # noqa: ARG002 - Whoosh's interface
        """Write lists that come in the order of their fields and terms."""
        listed: list[tuple[bytes, int]] = []
        field = None
        for each in items:
            if each.field != field:
                field = each.field
                self.start_field(field, schema[field])
            at = self._postfile.tell()
            self._postfile.write(each.packed)
            told = W3TermInfo(weight=each.total, df=each.pages)
            told.set_extent(at, len(each.packed))
            self._tindex.add(self._fieldid.to_bytes(2, "big") + each.term, told.to_bytes())
            if field == WORDS_OF:
                listed.append((each.term, each.pages))
        file = self._segment.create_file(self._storage, words.EXTENSION)
        file.write(words.written(listed))
        file.close()


class ListCodec(W3Codec):
    """Whoosh's own codec but for the posting lists."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> MappedSegment:  # noqa: ARG002 - as above
        """A segment that is read where it is mapped."""
        return MappedSegment(self, indexname)

    def field_writer(self, storage: Any, segment: Any) -> ListFieldWriter:
        """Where the lists of a new segment go."""
        return ListFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """A list as Whoosh's own queries walk along it."""
        postings = read_list(dbfile, terminfo)
        pages, counts = postings.pages.tolist(), postings.counts.tolist()
        return ListMatcher(pages, counts, None, format_, scorer=scorer, term=term)
