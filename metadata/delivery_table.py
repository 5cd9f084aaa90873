"""Writes the list of 46 columns as .xlsx or .csv; a value never becomes a formula there."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from metadata.list_rows import Row
from records.dates import PartialDate
from records.list_columns import LIST_COLUMNS

FORMULA_LIKE = re.compile(r"[=+\-@]")
GUARDED = re.compile(r"'*[=+\-@]")
"""Text that a spreadsheet would take for a formula gets one ``'`` more in .csv, as in Excel."""
SUFFIXES = (".xlsx", ".csv")
Cell = str | int | None


def write_table(rows: Iterable[Row], target: Path) -> int:
    """Write ``rows`` under the headers into ``target``, by its suffix; how many there were.

    Raises:
        OSError: it cannot be written.
    """
    told = [cells_of(number, row) for number, row in enumerate(rows, start=1)]
    if target.suffix.lower() == ".csv":
        _write_csv(told, target)
    else:
        _write_workbook(told, target)
    return len(told)


def cells_of(serial: int, row: Row) -> list[Cell]:
    """The 46 cells of the row number ``serial``, counted from 1."""
    levels = {
        level: _columns(part) for level, part in zip(("dossier", "document"), row, strict=True)
    }
    levels["row"] = {"serial": serial}
    return [levels[column.level].get(column.key) for column in LIST_COLUMNS]


def _columns(part: Any) -> dict[str, Cell]:
    values = {name: getattr(part, name) for name in part.__slots__}
    told: dict[str, Cell] = {}
    for name, value in values.items():
        if name in {"start", "end", "issued"}:
            told |= _parts(name, value)
        else:
            told[name] = value
    return told


def _parts(name: str, date: PartialDate | None) -> dict[str, Cell]:
    if date is None:
        return {}
    return {
        f"{name}_day": f"{date.day:02d}" if date.day else None,
        f"{name}_month": f"{date.month:02d}" if date.month else None,
        f"{name}_year": f"{date.year:04d}",
    }


def _write_csv(rows: list[list[Cell]], target: Path) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.header for column in LIST_COLUMNS])
        for row in rows:
            writer.writerow([_guarded(cell) for cell in row])


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and GUARDED.match(cell) else cell


def _write_workbook(rows: list[list[Cell]], target: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh mục")
    sheet.append([column.header for column in LIST_COLUMNS])
    for row in rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    book.save(target)


def _typed(sheet: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA_LIKE.match(value))
    return cell
