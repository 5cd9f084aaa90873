"""What an edited list asks to correct: the cells that differ from the list of what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake import ListRow
from metadata.corrections import Wanted
from metadata.list_rows import document_row, dossier_row
from records.dates import PartialDate
from records.document import Document
from records.dossier import Dossier
from records.list_columns import LIST_COLUMNS
from records.problem import Problem, problem

OF_DOSSIER = {
    "title": "title", "retention": "retention", "access": "access", "language": "language",
    "start": "start", "end": "end", "declared_sheets": "sheets", "keywords": "keywords",
    "information_sign": "information_sign", "physical_state": "physical_state",
    "confidence_level": "confidence_level", "paper_file_code": "paper_file_code",
    "note": "description",
}  # fmt: skip
OF_DOCUMENT = {
    "document_type": "document_type", "number": "number", "notation": "notation",
    "issued": "issued_date", "issuing_body": "issuing_body", "subject": "subject",
    "language": "language", "note": "note", "information_sign": "information_sign",
    "keywords": "keywords", "access": "access", "confidence_level": "confidence_level",
    "autograph": "autograph", "physical_state": "physical_state",
}  # fmt: skip
"""Columns of the list, and the fields that their changes correct."""
FIXED = {
    "dossier": ("fonds", "inventory", "box", "number"),
    "document": ("ordinal", "process", "first_sheet", "kind"),
}
"""Columns that say which dossier and document a row is of, or what only the delivery knew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A row of the list and the document it speaks of."""

    row: ListRow
    document: Document


def wanted_of(dossier: Dossier, matched: tuple[Matched, ...]) -> Iterator[Wanted | Problem]:
    """The corrections that rows of one dossier ask for, or why they cannot be understood."""
    held = dossier_row(dossier)
    for each in matched:
        yield from _fixed("dossier", held, each.row, each.row.dossier)
    for key, field in OF_DOSSIER.items():
        yield from _of_dossier(dossier.code, key, field, getattr(held, key), matched)
    for each in matched:
        base = document_row(each.document, each.row.document.row)
        yield from _fixed("document", base, each.row, each.row.document)
        for key, field in OF_DOCUMENT.items():
            old, new = getattr(base, key), getattr(each.row.document, key)
            if f"document.{key}" in each.row.letters and not is_same(old, new):
                place = _place(each.row, f"document.{key}")
                yield Wanted(
                    subject=each.document.code, field=field, typed=_typed(new), place=place
                )


def is_same(old: object, new: object) -> bool:
    """Whether two cells say the same; a spreadsheet makes ``02`` of a CSV file a 2."""
    one, other = _typed(old), _typed(new)
    if one.isdecimal() and other.isdecimal():
        return int(one) == int(other)
    return one == other


def _of_dossier(
    code: str, key: str, field: str, old: object, matched: tuple[Matched, ...]
) -> Iterator[Wanted | Problem]:
    """The dossier's cells stand on every row, or on the first only where they were merged."""
    column = f"dossier.{key}"
    rows = [each.row for each in matched if column in each.row.letters]
    told = [row for row in rows if getattr(row.dossier, key) is not None] or rows[:1]
    if not told:
        return
    first, new = told[0], getattr(told[0].dossier, key)
    for row in told[1:]:
        if not is_same(new, getattr(row.dossier, key)):
            yield problem("F047", _place(row, column), header=_header(column), first=first.place)
            return
    if not is_same(old, new):
        yield Wanted(subject=code, field=field, typed=_typed(new), place=_place(first, column))


def _fixed(level: str, held: Any, row: ListRow, typed: Any) -> Iterator[Problem]:
    for key in FIXED[level]:
        old, new = getattr(held, key), getattr(typed, key)
        if None not in {old, new} and not is_same(old, new):
            column = f"{level}.{key}"
            yield problem("F046", _place(row, column), header=_header(column), old=old, new=new)


def _place(row: ListRow, column: str) -> str:
    return f"{row.place}:{row.letters.get(column, '')}"


def _header(column: str) -> str:
    level, _, key = column.partition(".")
    keys = {key, f"{key}_day"}
    return next(one.header for one in LIST_COLUMNS if one.level == level and one.key in keys)


def _typed(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.vietnamese
    return "" if value is None else str(value)
