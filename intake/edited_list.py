"""Reads a list that comes without scans; its cells are read in the confined child all the same."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.delivery_list import ListRow, read_rows
from intake.review_sheet import ReviewRow, read_review
from intake.scans import ask
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError
from records.problem import Problem

_LIMITS = Limits(file_bytes=64 << 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedList:
    """What a person edited: the list of documents, or the sheet of open points (``reviewed``)."""

    rows: tuple[ListRow, ...]
    reviewed: tuple[ReviewRow, ...] | None
    problems: tuple[Problem, ...]


def read_edited_list(path: Path, temporary: Path) -> EditedList:
    """The list ``path`` with what is wrong in its rows; ``temporary`` is the child's own.

    Raises:
        InputError: it is too large (I016), cannot be read (I011), or is no list (I012).
    """
    sheets = read_sheets(path, temporary)
    if (reviewed := read_review(sheets, path.name)) is not None:
        return EditedList(rows=(), reviewed=reviewed[0], problems=tuple(reviewed[1]))
    rows, problems = read_rows(sheets, path.name)
    if not rows and not problems:
        raise InputError("I012", path.name)
    return EditedList(rows=rows, reviewed=None, problems=tuple(problems))


def read_sheets(path: Path, temporary: Path) -> list[dict[str, Any]]:
    """The cells of a spreadsheet or CSV file, as ``intake.list_table.read_table`` gives them.

    Raises:
        InputError: it is too large (I016) or cannot be read (I011).
    """
    question = {"path": str(path.resolve()), "name": path.name}
    with ConfinedWorker("intake.inspection", _LIMITS, temporary) as worker:
        try:
            sheets: list[dict[str, Any]] = ask(worker, "read_list", question)
        except ConfinedFailure as error:
            raise InputError("I011", path.name, reason=error.reason) from error
    return sheets
