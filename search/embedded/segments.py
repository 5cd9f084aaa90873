"""A new segment of an index: pages into its columns and lists, other segments into it.

Whoosh keeps the index, its segments and their columns; the lists are gathered and written by us.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from whoosh.fields import COLUMN, ID, Schema
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from records.hit import IndexedPage
from search.embedded import content
from search.embedded.codec import ListCodec, TermList, read_list
from search.embedded.columns import BytesColumn, NumberColumn, ValueColumn
from search.embedded.gathering import GatheredField
from search.embedded.mapped import forget
from search.embedded.merging import MergedSegment, merged_lists, to_merge
from search.entry import terms_of
from search.facets import FACETS, facets_of, issued_number

LISTED = ("codes", "dossier", "exact", "facts", "fold", "id")
"""The fields that have lists, in the order in which a segment has them."""
PLACED = "fold"
"""The field of which it is known where on a page each term stands."""


def schema() -> Schema:
    """``length`` is how many syllables a page has, ``content`` what is shown of it."""
    columns = {
        "content": BytesColumn(), "issued": NumberColumn(), "length": NumberColumn(),
        "page_id": BytesColumn(), **{name: ValueColumn() for name in FACETS},
    }  # fmt: skip
    listed = {name: ID() for name in LISTED}
    return Schema(**listed, **{name: COLUMN(column) for name, column in columns.items()})


FORGET_PAGES = 1_000
Choice = Callable[[Sequence[Any]], list[Any]]
"""Segments → those of them that are to become one."""


class _Gathered:
    """What Whoosh takes for its pool of postings."""

    def __init__(self) -> None:
        self.fields = {name: GatheredField(with_places=name == PLACED) for name in LISTED}
        self.merged: list[MergedSegment] = []

    def iter_postings(self) -> Iterator[TermList]:
        """Everything that the new segment has, in order."""
        return merged_lists(self.merged, self._added())

    def cleanup(self) -> None:
        """Nothing of it is on the disk."""

    def _added(self) -> Iterator[TermList]:
        for name in LISTED:
            for each in self.fields.pop(name).lists():
                yield TermList(name, *each)


class SegmentOfPages(SegmentWriter):
    """One commit: pages that leave, pages that come, segments that become one."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=ListCodec())
        self.pool = _Gathered()
        self._old: list[SegmentReader] = []
        try:
            for each in self.segments:
                self._old.append(SegmentReader(self.storage, self.schema, each))
        except BaseException:
            self.let_go()
            raise

    def take_out(self, field: str, term: str) -> bool:
        """Take out the pages of the older segments that have ``term``; whether there were any."""
        taken = False
        for reader in self._old:
            gone = set(listed_pages(reader, field, term)).difference(
                reader.segment().deleted_docs()
            )
            for page in gone:
                reader.segment().delete_document(page)
            taken = taken or bool(gone)
        return taken

    def add_page(self, page: IndexedPage) -> None:
        """Add ``page``."""
        terms = terms_of(page)
        self._put(
            {
                **facets_of(page), "page_id": page.page_id.encode(),
                "content": content.written(page), "issued": issued_number(page),
                "length": terms.length,
            }
        )  # fmt: skip
        passages = {
            "fold": terms.passages, "exact": [terms.exact], "codes": [terms.codes],
            "facts": [terms.facts], "id": [[page.page_id]], "dossier": [[page.dossier_code]],
        }  # fmt: skip
        for name, told in passages.items():
            self.pool.fields[name].add(self.docnum - 1, told)

    def finish(self, due_of: Choice = to_merge) -> None:
        """Commit; ``due_of`` chooses the older segments that are rewritten with the new one."""

        def merge(_: object, segments: Sequence[Any]) -> list[Any]:
            due = due_of(segments)
            for reader in self._old:
                if reader.segment() in due:
                    self._take_in(reader)
            return [each for each in segments if each not in due]

        self.commit(mergetype=merge)

    def let_go(self) -> None:
        """Close what was opened, also where a commit failed."""
        for reader in self._old:
            if not reader.is_closed:
                reader.close()
        # Whoosh's writers lead back to themselves: what they map would stay until collected.
        self._old.clear()
        self.pool.merged.clear()
        if self.is_closed:
            return
        # Whoosh keeps its lock for the life of the process when a commit fails.
        with contextlib.suppress(OSError):
            self.cancel()
        if not self.is_closed:
            self.writelock.release()

    def _take_in(self, reader: SegmentReader) -> None:
        merged = MergedSegment(reader, self.docnum)
        self.pool.merged.append(merged)
        names = reader.schema.names()
        kept = [name for name in names if name not in LISTED]
        columns = [reader.column_reader(name, translate=False) for name in kept]
        there = set(merged.kept.tolist())
        for page, row in enumerate(zip(*columns, strict=True)):
            if page in there:
                self._put(dict(zip(kept, row, strict=True)))
            if not page % FORGET_PAGES:
                forget(reader.storage())

    def _put(self, told: Mapping[str, object]) -> None:
        self.perdocwriter.start_doc(self.docnum)
        for name, value in told.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True


def listed_pages(reader: SegmentReader, field: str, term: str) -> list[int]:
    """The numbers of the pages of a segment that have ``term``, taken out or not."""
    try:
        told = reader.term_info(field, term.encode())
    except TermNotFound:
        return []
    file = reader.segment().open_file(reader.storage(), ListCodec.POSTS_EXT)
    try:
        return [*map(int, read_list(file, told).pages)]
    finally:
        file.close()
