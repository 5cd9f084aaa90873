"""The tables of names that an archive edits: CSV rows and their lines, or an error with both.

A row whose first cell begins with ``#`` is a comment. Nothing is repaired silently.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from records.dates import PartialDate, read_partial_date
from records.errors import SetupError
from records.vietnamese import single_spaced

LARGEST_BYTES = 8 << 20
"""About 50,000 bodies; a larger file is not a list that a person edits."""
YEARS = range(1800, 2201)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its line in ``file``, counted from 1, and its cells by column."""

    file: Path
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell, which must not be empty.

        Raises:
            SetupError: it is (M081).
        """
        if not self.cells[column]:
            raise self.wrong(column)
        return self.cells[column]

    def period(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The cells ``from`` and ``to``; each may be empty.

        Raises:
            SetupError: no date of the calendar, or the end lies before the beginning (M081).
        """
        start, end = self._day("from"), self._day("to")
        if start and end and start.first_day > end.last_day:
            raise self.wrong("to")
        return start, end

    def wrong(self, column: str) -> SetupError:
        """The error of a cell that cannot be taken."""
        value = self.cells[column]
        return SetupError("M081", f"{self.file}:{self.line}", column=column, value=value)

    def _day(self, column: str) -> PartialDate | None:
        if not self.cells[column]:
            return None
        try:
            day = read_partial_date(self.cells[column])
        except ValueError as error:
            raise self.wrong(column) from error
        if day.year not in YEARS:
            raise self.wrong(column)
        return day


def read_table(file: Path, columns: tuple[str, ...], needed: int) -> tuple[Row, ...]:
    """The rows of a CSV file in UTF-8, comma or semicolon, with or without byte order mark.

    The first ``needed`` of ``columns`` must be in its header; the others count as empty where they
    are missing. A file that is not there has no rows.

    Raises:
        SetupError: it cannot be read, is no UTF-8, or a column is missing (M080).
    """
    if not file.exists():
        return ()
    parsed = csv.reader(io.StringIO(_written(file), newline=""), delimiter=_delimiter(file))
    rows: list[Row] = []
    header: tuple[str, ...] = ()
    try:
        for cells in parsed:
            spaced = [single_spaced(cell) for cell in cells]
            if not any(spaced) or spaced[0].startswith("#"):
                continue
            if not header:
                header = _header(file, spaced, columns[:needed])
                continue
            told = dict(zip(header, spaced, strict=False))
            found = {column: told.get(column, "") for column in columns}
            rows.append(Row(file=file, line=parsed.line_num, cells=found))
    except csv.Error as error:
        raise SetupError("M080", f"{file}:{parsed.line_num}", reason=error) from error
    return tuple(rows)


def _header(file: Path, cells: list[str], needed: tuple[str, ...]) -> tuple[str, ...]:
    header = tuple(cell.lower() for cell in cells)
    if missing := [column for column in needed if column not in header]:
        raise SetupError("M080", f"{file}:1", reason=", ".join(missing))
    return header


def _written(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise SetupError("M080", file, reason=f"> {LARGEST_BYTES >> 20} MiB")
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError("M080", file, reason=error) from error


def _delimiter(file: Path) -> str:
    lines = _written(file).splitlines()
    header = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return ";" if header.count(";") > header.count(",") else ","
