"""What a segment keeps of a page for people: its description, its words and their places."""

import json
import zlib

from records.access import AccessLevel
from records.hit import IndexedPage
from search.entry import FoundPage, pack
from search.facets import facets_of, issued_number

FASTEST = 1


def written(page: IndexedPage) -> bytes:
    """``page`` compressed: a line of description, and behind it what ``pack`` makes of it."""
    described = [
        page.page_id, page.dossier_code, page.document_code, page.page, page.title,
        page.dossier_title, issued_number(page), facets_of(page),
    ]  # fmt: skip
    line = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(f"{line}\n{pack(page)}".encode(), FASTEST)


def read(content: bytes, score: float) -> FoundPage:
    """What ``written`` wrote, as a page that was found."""
    line, _, packed = zlib.decompress(content).decode().partition("\n")
    page_id, dossier, document, page, title, dossier_title, issued, facets = json.loads(line)
    return FoundPage(
        page_id=page_id, dossier_code=dossier, document_code=document, page=page, title=title,
        dossier_title=dossier_title, access=AccessLevel(facets["access"]), issued=issued,
        facets={name: value for name, value in facets.items() if value}, score=score,
        packed=packed,
    )  # fmt: skip
