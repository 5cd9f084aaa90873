"""Reads the cells of an .xlsx or .csv list as text; run in the confined child.

Nothing is computed: a formula comes back as its own text, marked as one.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from records.errors import InputError

MAX_UNPACKED_BYTES = 256 << 20
MAX_CSV_BYTES = 64 << 20
SHEET_ROWS = 1_048_576
"""Of a worksheet, by ECMA-376; a higher row number is an attack on the reader's patience."""
MAX_ROWS = 50_000
MAX_COLUMNS = 256
MAX_CHARACTERS = 12_000_000
"""Of all cells together, so that the answer fits what the child may send."""
_BLOCK_BYTES = 1 << 20
_DOCTYPE = tuple("<!DOCTYPE".encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be"))
_DELIMITERS = ",;\t"
_GUARDED = re.compile(r"'+[=+\-@]")
"""Text that is no formula: Excel's mark for it is a ``'`` in front, as in lists that we write."""
_FAULTS = (
    OSError, LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError,
    RuntimeError, zlib.error, zipfile.BadZipFile, csv.Error, InvalidFileException,
)  # fmt: skip
"""What openpyxl and zipfile raise for spoiled workbooks; found by spoiling some."""

Cell = str | dict[str, str] | None


def read_table(path: Path, name: str) -> list[dict[str, Any]]:
    """All sheets with their cells.

    Returns:
        One ``{"name", "rows": [[row number, cells], ...]}`` per sheet; a cell is its text, ``None``
        or ``{"formula": text}``; rows without content are left out.

    Raises:
        InputError: the list is too large (I016) or cannot be read (I011).
    """
    try:
        if zipfile.is_zipfile(path):
            return _workbook(path, name)
        return [{"name": "", "rows": _rows(_csv_rows(path, name), name)}]
    except _FAULTS as error:
        raise InputError("I011", name, reason=str(error)) from error


def _workbook(path: Path, name: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise InputError("I016", name, size=f"{unpacked >> 20} MiB")
        for member in packed.infolist():
            _refuse_doctype(packed, member, name)
    book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    sheets = []
    for sheet in book.worksheets:
        cells = ([_cell(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows())
        sheets.append({"name": sheet.title, "rows": _rows(cells, name)})
    book.close()
    return sheets


def _refuse_doctype(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    before = b""
    with packed.open(member) as stream:
        while block := stream.read(_BLOCK_BYTES):
            if any(mark in before + block for mark in _DOCTYPE):
                raise InputError("I011", name, reason=f"DOCTYPE: {member.filename}")
            before = block[-32:]


def _csv_rows(path: Path, name: str) -> Iterator[list[Cell]]:
    if path.stat().st_size > MAX_CSV_BYTES:
        raise InputError("I016", name, size=f"{path.stat().st_size >> 20} MiB")
    written = path.read_bytes().decode("utf-8-sig")
    start = [line for line in written.splitlines()[:50] if line.strip()]
    delimiter = max(
        _DELIMITERS, key=lambda mark: max((line.count(mark) for line in start), default=0)
    )
    for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
        yield [_csv_cell(text) for text in row]


def _csv_cell(text: str) -> Cell:
    if _GUARDED.match(text):
        return _cell(text[1:], "s")
    return _cell(text, "f" if text.lstrip().startswith("=") else "s")


def _cell(value: object, data_type: str) -> Cell:
    if data_type == "f":
        return {"formula": str(getattr(value, "text", value))[:200]}
    if value is None or data_type == "e":
        return None
    if isinstance(value, datetime):
        value = value.date()
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"_x000[Dd]_", " ", str(value))


def _rows(cells: Iterable[list[Cell]], name: str) -> list[list[Any]]:
    rows: list[list[Any]] = []
    characters = 0
    for number, row in enumerate(cells, start=1):
        if number > SHEET_ROWS or len(rows) > MAX_ROWS or any(row[MAX_COLUMNS:]):
            raise InputError("I016", name, size=f"{number} × {len(row)}")
        if not any(row):
            continue
        characters += sum(len(cell) for cell in row if cell)
        if characters > MAX_CHARACTERS:
            raise InputError("I016", name, size=f"{characters}")
        rows.append([number, row[:MAX_COLUMNS]])
    return rows
