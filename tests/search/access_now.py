"""A catalogue for indexes that have none: pages have the level they were indexed with."""

from collections.abc import Mapping, Sequence

from records.access import AccessLevel
from search.entry import FoundPage

Levels = dict[str, AccessLevel | None]
"""The level of pages that were re-classified since, by their id; ``None`` where they are gone."""


def as_indexed(pages: Sequence[FoundPage]) -> Mapping[str, AccessLevel | None]:
    return {page.page_id: page.access for page in pages}


def changed_since(levels: Levels, pages: Sequence[FoundPage]) -> Mapping[str, AccessLevel | None]:
    return {**as_indexed(pages), **levels}
