"""Sheets as .xlsx by openpyxl, row by row; text stays text, whatever it begins with."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from records.form import Align, Cell, Column, Sheet, printable
from retention.forms.layout import FONT

THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
LETTERS_PER_SHARE = 5
CELL_LETTERS = 32_767
"""More letters in one cell are refused by the programs that open it."""
FORMATS: dict[type, str] = {
    datetime: "DD/MM/YYYY HH:MM",
    date: "DD/MM/YYYY",
    int: "#,##0",
}
A4 = 9
"""The number of the paper in the format."""
TITLE_LETTERS = 31


def write_xlsx(sheets: Iterable[Sheet], target: Path, now: datetime) -> None:
    """Write ``sheets`` to ``target``."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:TITLE_LETTERS])
        page.freeze_panes = "A2"
        page.page_setup.paperSize, page.page_setup.orientation = A4, "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = "1:1"
        for number, column in enumerate(sheet.columns, start=1):
            width = page.column_dimensions[get_column_letter(number)]
            width.width = column.share * LETTERS_PER_SHARE
        page.append([_cell(page, column.title, column, is_title=True) for column in sheet.columns])
        for row in sheet.rows:
            cells = zip(row, sheet.columns, strict=True)
            page.append([_cell(page, value, column) for value, column in cells])
    book.save(target)


def _cell(page: Any, value: Cell, column: Column, *, is_title: bool = False) -> Any:
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        cell.value = printable(value)[:CELL_LETTERS]
        # A file's name may begin with =, + or @: it is shown, never computed.
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        cell.number_format = FORMATS.get(type(value), "General")
    align = Align.CENTRE if is_title else column.align
    cell.font = Font(name=FONT, size=11, bold=is_title)
    cell.alignment = Alignment(
        horizontal=align.value.replace("centre", "center"), wrap_text=is_title, vertical="top"
    )
    cell.border = GRID
    return cell
