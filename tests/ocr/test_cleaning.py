"""Dirty pages are told from sound ones, and are read as clean ones are."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.cleaning import clean
from ocr.options import OcrOptions
from ocr.pixels import Picture, Pixels
from ocr.quality import measure_page
from ocr.recognise import Reading, recognise_page
from ocr.specks import without_specks
from ocr.tesseract import read_words
from ocr.tsv import lines_of

Sheet = Callable[..., Image.Image]
Spoil = Callable[[Pixels], Pixels]
DPI = 200
LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Về việc thành lập tổ công tác rà soát hồ sơ",
    "Xét đề nghị của Giám đốc Sở Nội vụ",
    "Điều 1. Thành lập tổ công tác gồm năm người",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký",
)
BAD, GOOD = 0.02, 0.01
"""Shares of wrong letters."""


def _shadowed(grey: Pixels) -> Pixels:
    """The right half lies in the shade, darker than the middle between ink and bright paper."""
    across = np.linspace(0, 1, grey.shape[1])
    light = 1 - 0.65 / (1 + np.exp((0.5 - across) * 40))
    return np.asarray(grey * light, np.uint8)


def _speckled(grey: Pixels) -> Pixels:
    chance = np.random.default_rng(3).random(grey.shape)
    return np.where(chance < 0.02, 0, np.where(chance > 0.98, 255, grey)).astype(np.uint8)


def _grainy(grey: Pixels) -> Pixels:
    grain = np.random.default_rng(5).normal(0, 55, grey.shape)
    return np.clip(grey + grain, 0, 255).astype(np.uint8)


SPOILT = [
    pytest.param(_shadowed, "paper-evened", id="shadow"),
    pytest.param(_speckled, "specks-removed", id="specks"),
    pytest.param(_grainy, "grain-smoothed", id="grain"),
]


def _grey(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("L"), np.uint8)


def _picture(grey: Pixels) -> Picture:
    return Picture(pixels=grey, dpi=DPI, bitonal=False)


def _wrong(grey: Pixels, folder: Path) -> float:
    """The share of the letters that the bare engine reads wrong."""
    height, width = grey.shape
    lines = lines_of(read_words(grey, DPI, "vie", folder), width, height)
    words = [word.text for line in lines for word in line.words]
    return measure_page("\n".join(LINES), words).tally.cer


def _recognised(grey: Pixels, folder: Path) -> Reading:
    scan = folder / "scan.png"
    Image.fromarray(grey).save(scan, dpi=(DPI, DPI))
    return recognise_page(scan, 1, OcrOptions(), folder)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_sound_page_is_left_alone(sheet: Sheet, dpi: int) -> None:
    picture = Picture(pixels=_grey(sheet(dpi)), dpi=dpi, bitonal=False)
    assert clean(picture) is picture


def test_black_and_white_and_slightly_grainy_pages_are_left_alone(sheet: Sheet) -> None:
    grey = _grey(sheet(DPI))
    bitonal = _picture(np.where(grey < 128, 0, 255).astype(np.uint8))
    grain = np.random.default_rng(1).normal(0, 12, grey.shape)
    grainy = _picture(np.clip(grey * 0.85 + grain, 0, 255).astype(np.uint8))
    assert clean(bitonal) is bitonal
    assert clean(grainy) is grainy


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (30, 30)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_the_smallest_pages_are_no_trouble(size: tuple[int, int], level: int) -> None:
    picture = _picture(np.full(size, level, np.uint8))
    assert clean(picture) is picture


@pytest.mark.parametrize(("spoil", "treatment"), SPOILT)
def test_the_picture_that_is_kept_stays_as_it_was(
    sheet: Sheet, spoil: Spoil, treatment: str
) -> None:
    grey = spoil(_grey(sheet(DPI)))
    cleaned = clean(_picture(grey))
    assert cleaned.treatments == (treatment,)
    assert cleaned.pixels is grey
    assert cleaned.letters.shape == grey.shape


def test_a_shadow_with_specks_is_evened_and_freed_of_them(sheet: Sheet) -> None:
    grey = _grey(sheet(DPI))
    cleaned = clean(_picture(_speckled(_shadowed(grey))))
    assert cleaned.treatments == ("specks-removed", "paper-evened")
    nearer = np.asarray(cv2.absdiff(cleaned.letters, grey)).mean()
    assert nearer < 0.2 * np.asarray(cv2.absdiff(cleaned.pixels, grey)).mean()


def test_hairlines_are_no_specks() -> None:
    grey = np.full((200, 200), 255, np.uint8)
    grey[50, 20:180] = grey[60:180, 100] = 0
    grey[20, 20] = grey[80, 40] = 0
    cleared = without_specks(grey)
    assert np.array_equal(cleared[50, 20:180], grey[50, 20:180])
    assert np.array_equal(cleared[61:179, 100], grey[61:179, 100])
    assert cleared[20, 20] == cleared[80, 40] == 255


@pytest.mark.engine
@pytest.mark.parametrize(("spoil", "treatment"), SPOILT)
def test_a_dirty_page_is_read_as_a_clean_one(
    sheet: Sheet, spoil: Spoil, treatment: str, tmp_path: Path
) -> None:
    grey = spoil(_grey(sheet(DPI, LINES)))
    assert _wrong(grey, tmp_path) > BAD
    reading = _recognised(grey, tmp_path)
    assert reading.picture.treatments == (treatment,)
    words = [word.text for line in reading.lines for word in line.words]
    assert measure_page("\n".join(LINES), words).tally.cer < GOOD


@pytest.mark.engine
def test_specks_are_removed_before_a_page_is_turned(sheet: Sheet, tmp_path: Path) -> None:
    leaning = sheet(DPI, LINES).rotate(3, Image.Resampling.BICUBIC, fillcolor="white")
    reading = _recognised(_speckled(_grey(leaning)), tmp_path)
    assert reading.picture.treatments == ("specks-removed", "deskewed")
    assert reading.picture.letters.shape == reading.picture.pixels.shape
    words = [word.text for line in reading.lines for word in line.words]
    assert measure_page("\n".join(LINES), words).tally.cer < GOOD
