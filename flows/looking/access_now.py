"""Who may see found pages at this moment: the catalogue's word, which the index may lag behind."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from archive_store import read_records
from metadata.record import read_levels
from records.access import AccessLevel

if TYPE_CHECKING:
    from search.entry import FoundPage


def access_now(engine: Engine, pages: Sequence["FoundPage"]) -> Mapping[str, AccessLevel | None]:
    """The level of each page by its id; a page of no catalogued document is not among them."""
    records = read_records(engine, {page.dossier_code for page in pages})
    levels: dict[str, AccessLevel | None] = {}
    for record in records.values():
        levels |= read_levels(record)
    return {
        page.page_id: levels[page.document_code] for page in pages if page.document_code in levels
    }
