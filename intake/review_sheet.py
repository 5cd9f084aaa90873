"""Reads the sheet on which a person settled what was open: rows in which a right value stands."""

import re
from dataclasses import dataclass
from typing import Any

from intake.cells import read_text
from intake.columns import column_letters
from records.problem import Problem, problem
from records.review_columns import NEEDED, REVIEW_COLUMNS
from records.vietnamese import fold

_HEADER_ROWS = 50
_FORMULA = re.compile(r"\s*(=\s*\S|@\w+\()")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A row with a value in ``right``; ``place`` names list, row and column for a person.

    ``held`` is what was archived when the sheet was written.
    """

    place: str
    code: str
    field: str
    held: str | None
    right: str


def read_review(
    sheets: list[dict[str, Any]], name: str
) -> tuple[tuple[ReviewRow, ...], list[Problem]] | None:
    """The rows that a person filled, with what is wrong in them; ``None`` for another list."""
    for sheet in sheets:
        for at, (_, cells) in enumerate(sheet["rows"][:_HEADER_ROWS]):
            if columns := _columns(cells):
                return _read(sheet["rows"][at + 1 :], columns, name)
    return None


def _columns(cells: list[Any]) -> dict[str, int]:
    """Where the columns stand, or nothing where one that is needed is not there."""
    said = {fold(" ".join(cell.split())): at for at, cell in enumerate(cells) if _is_text(cell)}
    found = {key: said.get(fold(header)) for key, header in REVIEW_COLUMNS.items()}
    places = {key: at for key, at in found.items() if at is not None}
    return places if places.keys() >= set(NEEDED) else {}


def _read(
    rows: list[list[Any]], columns: dict[str, int], name: str
) -> tuple[tuple[ReviewRow, ...], list[Problem]]:
    told: list[ReviewRow] = []
    problems: list[Problem] = []
    letter = column_letters(columns["right"])
    for number, cells in rows:
        right = _typed(cells, columns["right"])
        if right is None:
            continue
        if _FORMULA.match(right):
            fact = {"row": number, "column": letter, "cells": 1}
            problems.append(problem("I014", f"{name}:{number}", **fact))
            continue
        told.append(
            ReviewRow(
                place=f"{name}:{number}:{letter}",
                code=_typed(cells, columns["code"]) or "",
                field=_typed(cells, columns["field"]) or "",
                held=_typed(cells, columns["held"]),
                right=right,
            )
        )
    return tuple(told), problems


def _typed(cells: list[Any], at: int) -> str | None:
    """A cell's text; a formula is the text that was typed, so ``=`` alone is a word."""
    cell = cells[at] if at < len(cells) else None
    return read_text(cell["formula"] if isinstance(cell, dict) else cell)


def _is_text(cell: object) -> bool:
    return isinstance(cell, str)
