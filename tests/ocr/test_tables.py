"""Ruled tables are read row by row and cell by cell; nothing else is touched."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.deskew import turned
from ocr.options import OcrOptions
from ocr.recognise import recognise_page
from ocr.rulings import tables_of
from ocr.tables import in_table_order
from records.page import Line, Word
from records.place import Box, around

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
DPI = 150
COLUMNS = (90, 190, 640, 900, 1150)
ROWS = (300, 370, 480, 590, 660)
CELLS = (
    ("Stt", "Nội dung", "Đơn vị", "Số tiền"),
    ("01", "Mua sắm thiết bị\nvăn phòng", "Sở Nội vụ", "120.000"),
    ("02", "Tập huấn nghiệp vụ\ncho cán bộ", "Phòng Văn thư\nLưu trữ", "45.000"),
    ("03", "Nước uống", "Sở Y tế", "9.000"),
)
ROW_BY_ROW = [line for row in CELLS for cell in row for line in cell.split("\n")]


def _word(text: str, left: int, top: int, *, width: int = 90) -> Word:
    return Word(text=text, box=Box(left, top, left + width, top + 24), confidence=0.9)


def _line(*words: Word, block: int = 1) -> Line:
    return Line(words=words, box=around(tuple(word.box for word in words)), block=block)


def _grid(slope: float = 0.0) -> tuple[Box, ...]:
    """Cells of three columns and three rows, in an order that means nothing."""
    cells = [
        Box(left, top + round(left * slope), left + 200, top + 80 + round(left * slope))
        for left in (100, 300, 500)
        for top in (100, 180, 260)
    ]
    return tuple(cells[::2] + cells[1::2])


def _as_read(slope: float = 0.0) -> tuple[Line, ...]:
    """As the engine reads three rows of which two cells have a second line."""

    def at(text: str, left: int, top: int) -> Word:
        return _word(text, left, top + round(left * slope))

    return (
        _line(_word("Bảng", 100, 40), _word("kê", 200, 40)),
        _line(at("A1", 110, 130), at("B1", 310, 110), at("C1", 510, 130)),
        _line(at("b1", 310, 140)),
        _line(at("A2", 110, 190), at("B2", 310, 205), at("C2", 510, 205)),
        _line(at("a2", 110, 225)),
        _line(at("A3", 110, 290), at("C3", 510, 290)),
        _line(_word("Cộng", 100, 400), block=2),
    )


EXPECTED = [
    "Bảng kê", "A1", "B1", "b1", "C1", "A2", "a2", "B2", "C2", "A3", "C3", "Cộng",
]  # fmt: skip


@pytest.mark.parametrize("degrees", [0.0, 1.4, -1.4])
def test_rows_then_cells_then_their_lines(degrees: float) -> None:
    slope = -np.tan(np.radians(degrees))
    ordered = in_table_order(_as_read(slope), [_grid(slope)], degrees)
    assert [line.text for line in ordered] == EXPECTED
    blocks = {line.text: line.block for line in ordered}
    assert blocks["B1"] == blocks["b1"] != blocks["A1"]
    assert blocks["Bảng kê"] == 1 != blocks["A1"]


def test_what_was_read_of_the_rules_is_left_out_and_nothing_else() -> None:
    rules = _line(_word("|", 255, 130), _word("—", 255, 172, width=90), _word("-", 510, 225))
    outside = _line(_word("|", 255, 500), block=3)
    ordered = in_table_order((*_as_read(), rules, outside), [_grid()], 0.0)
    words = [word.text for line in ordered for word in line.words]
    assert words.count("|") == 1
    assert "—" not in words
    assert words[words.index("C2") + 1] == "-"


def test_a_frame_around_one_column_changes_nothing() -> None:
    lines = tuple(_line(_word("chữ", 110, top), _word("in", 210, top)) for top in (110, 190, 270))
    assert in_table_order(lines, [tuple(cell for cell in _grid() if cell.left == 100)], 0) == lines
    assert in_table_order(lines, [(Box(90, 90, 800, 400),)], 0) == lines
    assert in_table_order((), [_grid()], 0) == ()


@pytest.fixture
def table() -> Image.Image:
    """A letterhead in two columns over a ruled table, some of whose cells have two lines."""
    image = Image.new("L", (1240, 874), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 25)
    for left, top, text in (
        (120, 60, "UBND TỈNH"), (150, 100, "SỞ NỘI VỤ"),
        (640, 60, "CỘNG HÒA XÃ HỘI"), (680, 100, "Độc lập - Tự do"),
        (120, 750, "Tổng cộng một trăm bảy mươi tư nghìn đồng."),
    ):  # fmt: skip
        draw.text((left, top), text, "black", font)
    for left in COLUMNS:
        draw.line((left, ROWS[0], left, ROWS[-1]), "black", 2)
    for top in ROWS:
        draw.line((COLUMNS[0], top, COLUMNS[-1], top), "black", 2)
    for row, top in zip(CELLS, ROWS, strict=False):
        for cell, left in zip(row, COLUMNS, strict=False):
            for number, line in enumerate(cell.split("\n")):
                draw.text((left + 14, top + 14 + 40 * number), line, "black", font)
    return image


@pytest.mark.parametrize("slant", [0, 1.4, -1.4])
def test_the_rules_show_every_cell(table: Image.Image, slant: float) -> None:
    page = turned(np.asarray(table), slant)
    (cells,) = tables_of(page, DPI, ())
    wide = [cell for cell in cells if min(cell.width, cell.height) > 40]
    assert len(wide) == (len(COLUMNS) - 1) * (len(ROWS) - 1)
    if not slant:
        edges = sorted({round(cell.left / 10) * 10 for cell in wide})
        assert edges == list(COLUMNS[:-1])


def test_prose_and_underlined_headings_have_no_cells(sheet: Callable[..., Image.Image]) -> None:
    page = sheet(DPI).convert("L")
    draw = ImageDraw.Draw(page)
    for top in (140, 230, 320):
        draw.line((130, top, 700, top), "black", 2)
    assert tables_of(np.asarray(page), DPI, ()) == ()


@pytest.mark.engine
def test_a_table_is_read_in_order_under_its_letterhead(table: Image.Image, tmp_path: Path) -> None:
    table.save(tmp_path / "table.png", dpi=(DPI, DPI))
    page = recognise_page(tmp_path / "table.png", 1, OcrOptions(), tmp_path)
    assert [line.text for line in page.lines] == [
        "UBND TỈNH", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do",
        *ROW_BY_ROW,
        "Tổng cộng một trăm bảy mươi tư nghìn đồng.",
    ]  # fmt: skip
