"""Worn copies are told from sound ones, and are read better when darkened."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.faint import READING_DPI, darkened, is_faint
from ocr.pixels import Picture, Pixels
from ocr.print_reading import read_print
from ocr.tesseract import read_words
from ocr.tsv import lines_of

Sheet = Callable[..., Image.Image]
DPI = 300
LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Về việc thành lập tổ công tác rà soát hồ sơ",
    "Xét đề nghị của Giám đốc Sở Nội vụ",
    "Điều 1. Thành lập tổ công tác gồm năm người",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký",
)


def _worn(image: Image.Image) -> Pixels:
    """Pale print whose strokes are eaten away in spots, as on a photocopy of a photocopy."""
    rng = np.random.default_rng(7)
    grey = np.asarray(image.convert("L"), dtype=np.float64)
    spots = cv2.GaussianBlur(rng.normal(size=grey.shape), (0, 0), 1.6)
    share = np.where(spots > 0.6 * spots.std(), 0.05, 0.42)
    return np.asarray(255 - (255 - grey) * share).astype(np.uint8)


def _found(text: str) -> int:
    read = text.split()
    return sum(word in read for line in LINES for word in line.split())


def test_sound_print_is_not_faint(sheet: Sheet) -> None:
    assert not is_faint(np.asarray(sheet(DPI).convert("L")), DPI)


def test_dark_print_on_grey_paper_is_not_faint(sheet: Sheet) -> None:
    grey = np.asarray(sheet(DPI).convert("L")) * 0.7 + 10
    assert not is_faint(grey.astype(np.uint8), DPI)


def test_worn_print_is_faint_but_not_on_coarse_scans(sheet: Sheet) -> None:
    assert is_faint(_worn(sheet(DPI)), DPI)
    assert not is_faint(_worn(sheet(200)), 200)


@pytest.mark.parametrize("level", [255, 0])
def test_a_page_without_print_is_not_faint(level: int) -> None:
    assert not is_faint(np.full((900, 900), level, np.uint8), DPI)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1)])
def test_the_smallest_pages_are_no_trouble(size: tuple[int, int]) -> None:
    assert not is_faint(np.full(size, 128, np.uint8), DPI)


def test_darkened_print_is_darker_on_paper_that_stays_white(sheet: Sheet) -> None:
    worn = _worn(sheet(DPI))
    dark = darkened(worn, DPI)
    assert dark.shape == tuple(round(side * READING_DPI / DPI) for side in worn.shape)
    assert np.median(dark) == 255
    assert np.percentile(dark, 1) < np.percentile(worn, 1) - 40


@pytest.mark.engine
def test_worn_print_is_read_better_and_where_it_stands(sheet: Sheet, tmp_path: Path) -> None:
    worn = _worn(sheet(DPI, LINES))
    height, width = worn.shape
    plain = lines_of(read_words(worn, DPI, "vie", tmp_path), width, height)
    read = read_print(Picture(pixels=worn, dpi=DPI, bitonal=False), "vie", tmp_path)
    assert read.treatments == ("faint-print-darkened",)
    before = _found("\n".join(line.text for line in plain))
    after = _found("\n".join(line.text for line in read.lines))
    assert after > before
    assert read.lines[0].box.left == pytest.approx(0.9 * DPI, abs=12)
