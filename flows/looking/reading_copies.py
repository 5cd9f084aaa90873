"""A dossier's access copies, or one of them, behind a cover sheet, for a person to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_store.package.exports.part import Part, blocks_of
from archive_store.package.layout import access_path
from ocr.cover import Cover, CoverRow
from ocr.reading_copy import write_reading_copy
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError
from records.messages import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A document, its access copy, and the page behind the cover on which it begins."""

    document: Document
    file: Path
    page: int


def copied_documents(
    dossier: Dossier, codes: frozenset[str], parts: Iterable[Part]
) -> tuple[Copied, ...]:
    """The documents of ``codes``, or all where that is empty, with access copies proven whole.

    Raises:
        InputError: A036, an access copy is not in the package; A106, one is damaged.
    """
    placed = {part.path: part for part in parts}
    found: list[Copied] = []
    page = 1
    for document in dossier.documents:
        if codes and document.code not in codes:
            continue
        path = access_path(dossier.code, document)
        part = placed.get(path)
        if part is None or isinstance(part.source, bytes):
            raise InputError("A036", document.code, path=path)
        for _ in blocks_of(part):
            pass
        found.append(Copied(document=document, file=part.source, page=page))
        page += document.page_count
    return tuple(found)


def write_copy(
    dossier: Dossier,
    documents: tuple[Copied, ...],
    facts: tuple[str, str, datetime],
    target: Path,
) -> None:
    """Write the copy; ``facts`` are who keeps, which package and version, and when it was made."""
    keeper, version, made = facts
    pages = sum(each.document.page_count for each in documents)
    period = " – ".join(date.vietnamese for date in (dossier.start, dossier.end) if date)
    cover = Cover(
        facts=(
            keeper,
            dossier.fonds.name,
            dossier.code,
            dossier.title,
            period or "–",
            text(f"access.{dossier.access}"),
            f"{len(documents)} / {pages}",
            version,
        ),
        rows=tuple(_row(each) for each in documents),
        created=made,
    )
    bookmarks = [(_bookmark(each.document), each.file) for each in documents]
    write_reading_copy(bookmarks, cover, f"{dossier.code} {dossier.title}", target)


def _row(copied: Copied) -> CoverRow:
    document = copied.document
    return CoverRow(
        ordinal=document.ordinal,
        cited=_cited(document),
        subject=document.subject or "",
        page=copied.page,
    )


def _cited(document: Document) -> str:
    issued = document.issued.vietnamese if document.issued else None
    told = (document.document_type, document.full_notation, issued)
    return " ".join(each for each in told if each)


def _bookmark(document: Document) -> str:
    return f"{document.ordinal:03d} {_cited(document)}".strip()
