"""Words lie on an upright page and stand on one on its side, tables and slanted sheets included."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.deskew import turned
from ocr.ink import ink_of
from ocr.orientation import quarter_turn, runs_upwards
from ocr.pixels import Pixels

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
DPI = 150


@pytest.fixture
def table() -> Pixels:
    """A sheet of many narrow columns, whose rules are sharper than its print."""
    image = Image.new("L", (1300, 900), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 24)
    for left in range(50, 1250, 150):
        draw.line((left, 40, left, 860), "black", 3)
        for top in range(60, 840, 50):
            draw.text((left + 20, top), f"Hồ sơ {top}", "black", font)
            draw.line((50, top + 40, 1250, top + 40), "black", 2)
    return np.asarray(image)


@pytest.mark.parametrize("slant", [0, 3, -6])
@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
@pytest.mark.parametrize("ruled", [False, True])
def test_words_tell_whether_a_page_lies_on_its_side(
    sheet: Callable[..., Image.Image], table: Pixels, slant: float, quarter: int, *, ruled: bool
) -> None:
    page = table if ruled else np.asarray(sheet(dpi=DPI).convert("L"))
    scanned = turned(turned(page, slant), quarter)
    assert runs_upwards(ink_of(scanned, DPI)) is (quarter in (90, 270))


def test_an_empty_page_lies_on_no_side() -> None:
    assert not runs_upwards(np.zeros((600, 400), dtype=np.bool_))


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_the_engine_tells_which_way(
    sheet: Callable[..., Image.Image], tmp_path: Path, quarter: int
) -> None:
    page = np.asarray(sheet(dpi=DPI).convert("L"))
    assert quarter_turn(turned(page, quarter), DPI, tmp_path) == 360 - quarter
