"""Separator sheets: what is printed is found again, and nothing else is taken for one."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
import segno

from ocr.page_record import page_of, record_of
from ocr.pixels import Pixels
from ocr.separator import find_separator
from ocr.sheet_code import SheetCode, dossier_of, read_code
from ocr.sheets import write_sheets
from records.page import RecognizedPage

CODE = SheetCode(dossier="H46.21.2012.01.01.02")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Pixels:
    target = tmp_path_factory.mktemp("sheet") / "sheets.pdf"
    write_sheets(target, CODE, 2)
    with pypdfium2.PdfDocument(target) as pdf:
        assert [tuple(map(round, page.get_size())) for page in pdf] == [(595, 842)] * 2
        drawn = pdf[1].render(scale=200 / 72, grayscale=True).to_numpy()
    return np.ascontiguousarray(drawn.reshape(drawn.shape[:2]))


def scanned(sheet: Pixels, dpi: int, quarters: int, skew: float) -> Pixels:
    small = cv2.resize(sheet, None, fx=dpi / 200, fy=dpi / 200, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
    leaning = cv2.warpAffine(small, move, (width, height), borderValue=255)
    return np.ascontiguousarray(np.rot90(leaning, quarters))


@pytest.mark.parametrize("dpi", [100, 150, 200])
@pytest.mark.parametrize(("quarters", "skew"), [(0, 0), (1, 2), (2, -3), (3, 5)])
def test_a_scanned_sheet_is_told_however_it_lay(
    sheet: Pixels, dpi: int, quarters: int, skew: float
) -> None:
    assert find_separator(scanned(sheet, dpi, quarters, skew)) == CODE.written


@pytest.mark.parametrize("way", ["bitonal", "pale", "noisy", "stained"])
def test_a_poor_scan_of_a_sheet_is_told(sheet: Pixels, way: str) -> None:
    page = scanned(sheet, 150, 2, 1.5).astype(np.float32)
    chance = np.random.default_rng(7)
    if way == "bitonal":
        page = np.where(page + chance.normal(0, 20, page.shape) < 128, 0, 255)
    if way == "pale":
        page = 150 + page * 0.2
    if way == "noisy":
        page = 30 + page * 0.8 + chance.normal(0, 25, page.shape)
    if way == "stained":
        page[600:680, 500:600] = 60
    assert find_separator(np.clip(page, 0, 255).astype(np.uint8)) == CODE.written


def with_code(written: str, share: float) -> Pixels:
    page = np.full((1754, 1240), 255, np.uint8)
    code = segno.make(written, error="m", micro=False)
    rows = np.array([[0 if dark else 255 for dark in row] for row in code.matrix], np.uint8)
    side = round(share * 1240)
    page[300 : 300 + side, 200 : 200 + side] = cv2.resize(
        rows, (side, side), interpolation=cv2.INTER_NEAREST
    )
    return page


def test_only_our_words_count_and_only_as_large_as_we_print_them() -> None:
    assert find_separator(with_code("luutru:1:document", 0.5)) == "luutru:1:document"
    assert find_separator(with_code("luutru:1:document", 0.12)) is None
    for written in (
        "https://example.com",
        "luutru:2:document",
        "luutru:1:document:../etc",
        "x" * 300,
    ):
        assert find_separator(with_code(written, 0.5)) is None


@pytest.mark.parametrize(
    "written",
    [
        "", "luutru:1:document:", "luutru:1:document\n", " luutru:1:document",
        "luutru:1:document:h",
        "luutru:1:document:A\nB", "luutru:1:document:.A", "luutru:1:document:" + "A" * 101,
        "LUUTRU:1:DOCUMENT", "luutru:1:document:Ａ",
    ],
)  # fmt: skip
def test_what_is_not_the_grammar_is_nothing(written: str) -> None:
    assert read_code(written) is None


def test_a_sheet_names_its_dossier_or_none() -> None:
    assert dossier_of(CODE.written) == "H46.21.2012.01.01.02"
    assert dossier_of(SheetCode().written) is None
    with pytest.raises(ValueError, match="no code"):
        SheetCode(dossier="hồ sơ 1")


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_page_of_one_shade_or_a_strip_is_no_sheet(shade: int) -> None:
    assert find_separator(np.full((1754, 1240), shade, np.uint8)) is None
    assert find_separator(np.full((3, 1240), shade, np.uint8)) is None


@pytest.mark.parametrize("told", ["https://example.com", 7, ["luutru:1:document"]])
def test_a_record_with_another_code_is_none(recognised: RecognizedPage, told: object) -> None:
    record = record_of(replace(recognised, separator="luutru:1:document"))
    assert page_of(record, Path()).separator == "luutru:1:document"
    with pytest.raises((ValueError, TypeError)):
        page_of(record | {"separator": told}, Path())
