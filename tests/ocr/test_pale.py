"""Pale print is read although the page looks blank; what shines through from the back is not."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.ink import ink_of, is_blank
from ocr.options import OcrOptions
from ocr.pale import is_pale
from ocr.pixels import Pixels
from ocr.recognise import Reading, recognise_page

Sheet = Callable[..., Image.Image]
DPI = 200


def _pale(image: Image.Image, depth: int = 35) -> Pixels:
    grey = np.asarray(image.convert("L"), np.float64)
    return np.asarray(200 - depth + grey * depth / 255, np.uint8)


def _shining_through(sheet: Sheet) -> Pixels:
    back = np.asarray(sheet(DPI).convert("L"), np.float64)[:, ::-1]
    return np.asarray(210 + cv2.GaussianBlur(back, (0, 0), 1.2) * 35 / 255, np.uint8)


def _recognised(grey: Pixels, folder: Path) -> Reading:
    scan = folder / "scan.png"
    Image.fromarray(grey).save(scan, dpi=(DPI, DPI))
    return recognise_page(scan, 1, OcrOptions(), folder)


def test_empty_grainy_paper_has_no_pale_print() -> None:
    grain = np.random.default_rng(2).normal(235, 8, (1166, 1654))
    assert not is_pale(np.clip(grain, 0, 255).astype(np.uint8), DPI)


def test_black_print_is_not_pale(sheet: Sheet) -> None:
    assert not is_pale(np.asarray(sheet(DPI).convert("L"), np.uint8), DPI)


@pytest.mark.engine
def test_pale_print_is_read(sheet: Sheet, tmp_path: Path) -> None:
    pale = _pale(sheet(DPI))
    assert is_blank(ink_of(pale, DPI))
    reading = _recognised(pale, tmp_path)
    assert not reading.is_blank
    assert reading.picture.treatments == ("pale-print-stretched",)
    assert np.array_equal(reading.picture.pixels, pale)
    assert reading.lines[-1].text == "Điều 2. Quyết định này có hiệu lực từ ngày ký"


@pytest.mark.engine
def test_what_shines_through_is_not_taken_for_print(sheet: Sheet, tmp_path: Path) -> None:
    grey = _shining_through(sheet)
    assert is_pale(grey, DPI)
    reading = _recognised(grey, tmp_path)
    assert reading.is_blank
    assert reading.picture.treatments == ("blank",)


@pytest.mark.engine
def test_the_skew_of_pale_print_is_found(sheet: Sheet, tmp_path: Path) -> None:
    leaning = sheet(DPI).rotate(3, Image.Resampling.BICUBIC, fillcolor="white")
    pale = _pale(leaning, depth=65)
    assert not is_blank(ink_of(pale, DPI))
    reading = _recognised(pale, tmp_path)
    assert reading.picture.treatments == ("pale-print-stretched", "deskewed")
    assert reading.lines[-1].text == "Điều 2. Quyết định này có hiệu lực từ ngày ký"
