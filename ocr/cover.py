"""Draws the cover sheet of a reading copy: whose it is, what is in it, and that it is a copy.

It certifies nothing. Circular 05/2025/TT-BNV asks for the mark BẢN SAO on copies without
certification (as told by an implementer).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import SetupError
from records.messages import Language, text

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY = "DejaVu"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
STYLES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
MARGIN_MM = 20
TITLE, PROSE, SMALL = 26, 11, 9
"""Heights of letters in points."""
LABEL_SHARE, COLUMNS = (32, 68), (7, 30, 53, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """One document of the copy; ``page`` counts from 1 behind the cover."""

    ordinal: int
    cited: str
    subject: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the sheet says; ``facts`` stand beside the labels of the catalogue, in their order."""

    facts: tuple[str, ...]
    rows: tuple[CoverRow, ...]
    created: datetime


def draw_cover(cover: Cover) -> bytes:
    """The sheet as a PDF, with the pages of the whole copy in its table.

    Raises:
        SetupError: O023, the fonts are missing.
    """
    with _drawn(cover, behind=0) as counted:
        pages = counted.pages_count
    with _drawn(cover, behind=pages) as sheet:
        return bytes(sheet.output())


@contextmanager
def _drawn(cover: Cover, behind: int) -> Iterator["FPDF"]:
    """The sheet, not yet written; ``behind`` is the number of its pages, once known."""
    from fpdf import FPDF  # noqa: PLC0415 - slow to load, and few exports have a cover

    sheet = FPDF(format="A4")
    sheet.set_creation_date(cover.created)
    sheet.set_margin(MARGIN_MM)
    for style, name in STYLES.items():
        try:
            sheet.add_font(FAMILY, style, FONTS / name)
        except FileNotFoundError as error:
            raise SetupError("O023", name) from error
    sheet.add_page()
    _heading(sheet)
    _facts(sheet, cover)
    _documents(sheet, cover, behind)
    yield sheet
    for font in sheet.fonts.values():
        # fpdf2 leaves the fonts' files open.
        font.ttfont.close()  # type: ignore[union-attr]


def _heading(sheet: "FPDF") -> None:
    for key, style, size in (("cover.title", "B", TITLE), ("cover.unsigned", "", PROSE)):
        for language, height in ((Language.VIETNAMESE, size), (Language.ENGLISH, SMALL)):
            sheet.set_font(FAMILY, style if language is Language.VIETNAMESE else "", height)
            sheet.multi_cell(0, None, text(key, language), align="C", new_x="LMARGIN", new_y="NEXT")
        sheet.ln(5)


def _facts(sheet: "FPDF", cover: Cover) -> None:
    from fpdf.enums import TableBordersLayout  # noqa: PLC0415 - as in _drawn

    labels = zip(*(text("cover.labels", language).split("|") for language in Language), strict=True)
    sheet.set_font(FAMILY, "", PROSE)
    with sheet.table(
        col_widths=LABEL_SHARE, text_align="LEFT", first_row_as_headings=False,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, padding=1,
    ) as table:  # fmt: skip
        for (label, english), fact in zip(labels, cover.facts, strict=True):
            row = table.row()
            row.cell(f"{label}\n{english}")
            row.cell(fact)
    sheet.ln(6)


def _documents(sheet: "FPDF", cover: Cover, behind: int) -> None:
    sheet.set_font(FAMILY, "B", PROSE)
    told = " / ".join(text("cover.documents", language) for language in Language)
    sheet.multi_cell(0, None, told, new_x="LMARGIN", new_y="NEXT")
    sheet.set_font(FAMILY, "", SMALL)
    headings = zip(
        *(text("cover.columns", language).split("|") for language in Language), strict=True
    )
    with sheet.table(col_widths=COLUMNS, text_align="LEFT", padding=1) as table:
        row = table.row()
        for pair in headings:
            row.cell("\n".join(pair))
        for each in cover.rows:
            row = table.row()
            for cell in (str(each.ordinal), each.cited, each.subject, str(each.page + behind)):
                row.cell(cell)
