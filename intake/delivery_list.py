"""Turns the sheets of a list into rows: what is said of each dossier and of each document.

It judges cells only; whether a named file exists is judged in ``intake.matching``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from intake.cells import read_date, read_number, read_text
from intake.columns import Columns, column_letters, read_header
from records.batch import ListedDocument, ListedDossier
from records.dates import PartialDate
from records.problem import Problem, problem
from records.vietnamese import normal

_COMMAND = re.compile(
    r"\||\b(cmd|dde|ddeauto|exec|call|register|hyperlink|webservice|powershell|mshta|shell)\b",
    re.IGNORECASE,
)
_DISGUISED_FORMULA = re.compile(r"\s*(=|@\w+\(|[+@\-][\w.\\/]*\|.*!)", re.DOTALL)
_COLUMN_NUMBER = re.compile(r"\s*\(?\d{1,2}\)?\s*")
_KEYS = ("fonds", "inventory", "box", "number")
_DOSSIER_TEXTS = (
    *_KEYS, "title", "retention", "access", "language", "information_sign", "keywords",
    "physical_state", "confidence_level", "paper_file_code", "note",
)  # fmt: skip
_DOCUMENT_TEXTS = (
    "path", "document_type", "number", "notation", "issuing_body", "subject", "language", "note",
    "information_sign", "keywords", "access", "confidence_level", "autograph", "physical_state",
    "process", "first_sheet", "kind",
)  # fmt: skip
Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row; ``place`` names list, sheet and row for a person (``list.xlsx:7``).

    ``letters`` are those of the columns that the list has, by level and key (``dossier.title``).
    """

    place: str
    dossier: ListedDossier
    document: ListedDocument
    is_refused: bool = False
    letters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A row that speaks of a file; ``is_refused``: the cell of its path holds a formula."""

    number: int
    dossier: Cells
    document: Cells
    columns: Columns
    letters: dict[str, str]
    is_refused: bool


def read_rows(sheets: list[dict[str, Any]], name: str) -> tuple[tuple[ListRow, ...], list[Problem]]:
    """All rows of all sheets that have a header row, in order, with what is wrong in them.

    No rows and no problems mean that there is no header row: the file is not a list.
    """
    rows: list[ListRow] = []
    problems: list[Problem] = []
    headed = [(sheet, *found) for sheet in sheets if (found := _header(sheet["rows"]))]
    for sheet, columns, below in headed:
        place = f"{name}[{sheet['name']}]" if len(headed) > 1 else name
        if columns.missing:
            problems.append(problem("I013", place, headers="; ".join(columns.missing)))
        problems.extend(_formulas(below, place))
        rows.extend(_read_row(told, place, problems) for told in _told(below, columns))
    return tuple(rows), problems


def _header(rows: list[list[Any]]) -> tuple[Columns, list[list[Any]]] | None:
    for at, (_, cells) in enumerate(rows[:50]):
        if columns := read_header(cells):
            return columns, [row for row in rows[at + 1 :] if row[1] != cells]
    return None


def _formulas(rows: list[list[Any]], place: str) -> Iterator[Problem]:
    columns: dict[int, list[int]] = {}
    for number, cells in rows:
        for at, cell in enumerate(cells):
            formula = cell["formula"] if isinstance(cell, dict) else cell or ""
            if not isinstance(cell, dict) and not _DISGUISED_FORMULA.match(formula):
                continue
            if _COMMAND.search(formula):
                told = {"row": number, "column": column_letters(at)}
                yield problem("I015", f"{place}:{number}", **told)
            else:
                columns.setdefault(at, []).append(number)
    for at, numbers in columns.items():
        told = {"row": numbers[0], "column": column_letters(at), "cells": len(numbers)}
        yield problem("I014", f"{place}:{numbers[0]}", **told)


def _told(rows: list[list[Any]], columns: Columns) -> Iterator[_Told]:
    before: Cells = {}
    letters = columns.letters()
    for number, cells in rows:
        if _is_row_of_column_numbers(cells):
            continue
        dossier = {key: _plain(cells, at) for key, at in columns.dossier.items()}
        document = {key: _plain(cells, at) for key, at in columns.document.items()}
        path_at = columns.document["path"]
        refused = any(cells[path_at : path_at + 1]) and document["path"] is None
        if refused or any(document.values()) or dossier.get("number"):
            _carry(before, dossier)
            before = dossier
            yield _Told(
                number=number,
                dossier=dossier,
                document=document,
                columns=columns,
                letters=letters,
                is_refused=refused,
            )


def _plain(cells: list[Any], at: int) -> str | None:
    cell = cells[at] if at < len(cells) else None
    return None if isinstance(cell, dict) or not cell or _DISGUISED_FORMULA.match(cell) else cell


def _is_row_of_column_numbers(cells: list[Any]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 5 and all(  # noqa: PLR2004 - a document's row never has six bare numbers only
        isinstance(cell, str) and _COLUMN_NUMBER.fullmatch(cell) for cell in filled
    )


def _carry(before: Cells, dossier: Cells) -> None:
    # A merged cell has its value in the first row only. A cell is taken over while everything
    # left of it, and the title, still speak of the dossier of the row before.
    if read_text(dossier.get("title")) not in (None, read_text(before.get("title"))):
        return
    for key in _KEYS:
        dossier[key] = dossier.get(key) or before.get(key)
        if read_text(dossier[key]) != read_text(before.get(key)):
            return


def _read_row(told: _Told, place: str, problems: list[Problem]) -> ListRow:
    place = f"{place}:{told.number}"
    dates = {which: _date(told, which, place, problems) for which in ("start", "end", "issued")}
    typed = {key: read_text(told.dossier.get(key)) for key in (*_DOSSIER_TEXTS, "annotation")}
    notes = [note for note in (typed.pop("annotation"), typed["note"]) if note]
    dossier = ListedDossier(
        **{**typed, "note": "; ".join(notes) or None},
        start=dates["start"],
        end=dates["end"],
        declared_documents=read_number(told.dossier.get("declared_documents")),
        declared_sheets=read_number(told.dossier.get("declared_sheets")),
    )
    texts = {key: read_text(told.document.get(key)) for key in _DOCUMENT_TEXTS}
    document = ListedDocument(
        **{**texts, "path": normal(told.document.get("path") or "").strip() or None},
        row=told.number,
        ordinal=read_number(told.document.get("ordinal")),
        issued=dates["issued"],
        declared_pages=read_number(told.document.get("declared_pages")),
    )
    return ListRow(
        place=place,
        dossier=dossier,
        document=document,
        is_refused=told.is_refused,
        letters=told.letters,
    )


def _date(told: _Told, which: str, place: str, problems: list[Problem]) -> PartialDate | None:
    level, columns = (told.dossier, told.columns.dossier)
    if which == "issued":
        level, columns = (told.document, told.columns.document)
    keys = [f"{which}_{part}" for part in ("day", "month", "year")]
    day, month, year = (level.get(key) for key in keys)
    try:
        return read_date(day, month, year)
    except ValueError:
        typed = "/".join(read_text(cell) or "…" for cell in (day, month, year))
        letters = ", ".join(column_letters(columns[key]) for key in keys if key in columns)
        finding = problem("I018", place, columns=letters, typed=typed)
    # The dossier's columns are repeated on every row; their mistake is told once.
    if which == "issued" or finding.message not in {known.message for known in problems}:
        problems.append(finding)
    try:
        return read_date(None, None, year)
    except ValueError:
        return None
