"""What a review sheet asks to correct: each filled row settles one field of one document."""

from collections import defaultdict

from flows.archive import Archive
from flows.looking.show import find_row
from intake import ReviewRow
from metadata.correctable import Correctable, document_fields, told, told_of
from metadata.corrections import Wanted
from metadata.fields import NOT_XML
from metadata.record import read_record
from metadata.review import written
from records.document import Document, Field
from records.errors import ArchiveError, InputError
from records.package import CatalogueRow
from records.problem import Problem
from records.review_columns import AS_HELD, AS_READ, RIGHT, UNKNOWN
from records.vietnamese import single_spaced

SAME_WORD = {"=": RIGHT, "?": UNKNOWN}


def asked_of_review(
    archive: Archive, rows: tuple[ReviewRow, ...], problems: list[Problem]
) -> list[tuple[CatalogueRow, tuple[Wanted, ...]]]:
    """For each dossier that rows speak of, what they want; ``problems`` get what is wrong."""
    entries: dict[str, CatalogueRow] = {}
    wanted: dict[str, list[Wanted]] = defaultdict(list)
    for row in rows:
        try:
            entry, document = _find(archive, row)
            asked = _wanted(document, row)
        except ArchiveError as error:
            problems.append(error.problem)
            continue
        if asked is not None:
            entries[entry.dossier_code] = entry
            wanted[entry.dossier_code].append(asked)
    return [(entries[code], tuple(asked)) for code, asked in wanted.items()]


def _find(archive: Archive, row: ReviewRow) -> tuple[CatalogueRow, Document]:
    """The document of a row.

    Raises:
        InputError: F092, there is none.
    """
    try:
        entry = find_row(archive, row.code)
    except InputError:
        raise InputError("F092", row.place, code=row.code) from None
    for document in read_record(entry.record).documents:
        if document.code == row.code:
            return entry, document
    raise InputError("F092", row.place, code=row.code)


def _wanted(document: Document, row: ReviewRow) -> Wanted | None:
    """What a row asks, ``None`` where it was done before.

    Raises:
        InputError: F091, the value has changed since the sheet was written; F093, a word that
            says nothing here; M040, no such field; and what reading the value tells.
    """
    fields = document_fields()
    field = fields.get(row.field)
    if field is None:
        known = ", ".join(sorted(fields))
        raise InputError("M040", row.place, field=row.field, known=known)
    held = told_of(document, row.field, field)
    typed = _typed(document, row, held)
    if _as_sheet(held) != (row.held or ""):
        if held == _read(field, row, typed):
            return None
        raise InputError("F091", row.place, held=held or "", was=row.held or "")
    return Wanted(
        subject=document.code, field=row.field, typed=typed, place=row.place, confirms=True
    )


def _typed(document: Document, row: ReviewRow, held: str | None) -> str:
    """The value that the cell means; empty for one that nobody knows."""
    word = single_spaced(row.right).casefold()
    word = SAME_WORD.get(word, word)
    read: Field | None = getattr(document.read, row.field, None)
    proposed = written(row.field, read.value) if read is not None else None
    if word == UNKNOWN:
        return ""
    if word not in {RIGHT, AS_HELD, AS_READ}:
        return row.right
    meant = {
        RIGHT: {held, proposed} - {None},
        AS_HELD: {held} - {None},
        AS_READ: {proposed} - {None},
    }[word]
    if len(meant) != 1:
        raise InputError("F093", row.place, word=row.right, held=held or "", read=proposed or "")
    return str(meant.pop())


def _read(field: Correctable, row: ReviewRow, typed: str) -> str | None:
    return told(field.read(row.place, typed)[0]) if typed else None


def _as_sheet(held: str | None) -> str:
    return single_spaced(NOT_XML.sub("", held or ""))
