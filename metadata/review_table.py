"""Writes the sheet on which a person settles what is open; no value becomes a formula there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from metadata.delivery_table import FORMULA_LIKE
from metadata.fields import NOT_XML
from metadata.review import OpenPoint, surest_first
from records.messages import text
from records.review_columns import REVIEW_COLUMNS, WORDS

WIDTHS = {
    "right": 34, "name": 17, "held": 30, "read": 30, "confidence": 10, "listed": 24,
    "picture": 52, "reason": 34, "page": 7, "code": 30, "field": 15, "file": 34,
}  # fmt: skip
PICTURE_WIDTH, PICTURE_HEIGHT = 350, 120
MOST_PICTURES = 2000
"""In the sheet itself; the rest are linked only, so that a spreadsheet still opens it."""
POINTS_PER_PIXEL = 0.75
HEADING, TO_FILL = PatternFill("solid", fgColor="DCE5EE"), PatternFill("solid", fgColor="FFF6D6")
LINE = Border(bottom=Side(style="thin", color="C9D1D8"))
WRAPPED = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A point with its file; ``picture`` lies under the sheet's folder.

    ``aspect`` is the picture's height by its width. A picture that shows no certain place is
    linked, and not put into the sheet.
    """

    point: OpenPoint
    file: str
    page: int | None = None
    picture: Path | None = None
    aspect: float = 0.0
    is_certain: bool = False


class _Picture(Image):
    """A JPEG file of known size, taken as it is; openpyxl's own class would decode it."""

    def __init__(self, file: Path, width: int, height: int) -> None:
        self._file = file
        self.width, self.height = width, height
        self.format = "jpeg"

    def _data(self) -> bytes:
        return self._file.read_bytes()


def write_review_table(rows: Sequence[SheetRow], target: Path) -> int:
    """Write ``rows``, the quickest to settle first, into the .xlsx ``target``; how many.

    Raises:
        OSError: it cannot be written.
    """
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "Rà soát"
    _head(sheet)
    ordered = sorted(rows, key=lambda each: surest_first(each.point))
    pictures = 0
    for number, row in enumerate(ordered, start=2):
        for at, (key, value) in enumerate(_values(row).items(), start=1):
            _put(sheet.cell(number, at), key, value)
        if row.picture is not None:
            embedded = row.is_certain and row.aspect > 0 and pictures < MOST_PICTURES
            pictures += embedded
            _show(sheet, number, row, target.parent, is_embedded=embedded)
    _finish(sheet, len(ordered) + 1)
    book.save(target)
    return len(ordered)


def _head(sheet: Any) -> None:
    for at, (key, title) in enumerate(REVIEW_COLUMNS.items(), start=1):
        cell = sheet.cell(1, at, title)
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEADING, WRAPPED
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS[key]


def _values(row: SheetRow) -> dict[str, str | float | None]:
    point = row.point
    told = {
        "right": None,
        "name": text(f"field.{point.field}"),
        "held": point.held,
        "read": point.proposed,
        "confidence": point.read.confidence if point.read is not None else None,
        "listed": point.listed,
        "picture": None,
        "reason": text(f"review.reason.{point.reason}"),
        "page": row.page,
        "code": point.code,
        "field": point.field,
        "file": row.file,
    }
    return {key: told[key] for key in REVIEW_COLUMNS}


def _put(cell: Any, key: str, value: str | float | None) -> None:
    cell.alignment, cell.border = WRAPPED, LINE
    if key == "right":
        cell.fill = TO_FILL
        cell.number_format = "@"
    if isinstance(value, str):
        cell.value = NOT_XML.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = bool(FORMULA_LIKE.match(value))
        cell.number_format = "@"
    elif value is not None:
        cell.value = value
        cell.number_format = "0%" if key == "confidence" else "0"


def _show(sheet: Any, number: int, row: SheetRow, folder: Path, *, is_embedded: bool) -> None:
    assert row.picture is not None  # noqa: S101 - the caller looked
    cell = sheet.cell(number, 1 + [*REVIEW_COLUMNS].index("picture"))
    cell.value = row.picture.name
    cell.hyperlink = row.picture.relative_to(folder).as_posix()
    cell.font = Font(color="1C4E80", underline="single")
    if not is_embedded:
        return
    width = min(PICTURE_WIDTH, PICTURE_HEIGHT / row.aspect)
    height = width * row.aspect
    sheet.add_image(_Picture(row.picture, round(width), round(height)), cell.coordinate)
    sheet.row_dimensions[number].height = max(32.0, (height + 6) * POINTS_PER_PIXEL)


def _finish(sheet: Any, last: int) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(REVIEW_COLUMNS))}{last}"
    # Any other value may be typed: the words are only offered.
    words = DataValidation(
        type="list", formula1=f'"{",".join(WORDS)}"', allow_blank=True, showErrorMessage=False
    )
    sheet.add_data_validation(words)
    words.add(f"A2:A{max(2, last)}")
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
