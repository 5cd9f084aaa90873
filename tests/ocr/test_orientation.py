"""Words lie on an upright page and stand on one on its side, tables and slanted sheets included."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.deskew import turned
from ocr.ink import ink_of
from ocr.orientation import how_sure, likely_stance, quarter_turn, stance_after
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


@pytest.mark.parametrize("slant", [0, 3, -6, 10])
@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
def test_print_tells_which_way_a_page_lies(
    sheet: Callable[..., Image.Image], slant: float, quarter: int
) -> None:
    page = np.asarray(sheet(dpi=DPI).convert("L"))
    scanned = turned(turned(page, slant), quarter)
    stance = likely_stance(ink_of(scanned, DPI))
    assert (stance.quarter_degrees, stance.is_doubtful) == (-quarter % 360, False)
    assert stance.skew_degrees == pytest.approx(-slant, abs=0.15)
    known = stance_after(-quarter % 360, ink_of(scanned, DPI))
    assert known.skew_degrees == pytest.approx(-slant, abs=0.15)


@pytest.mark.parametrize("slant", [0, 3, -6])
@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
def test_a_table_full_of_rules_never_lies_about_its_side(
    table: Pixels, slant: float, quarter: int
) -> None:
    stance = likely_stance(ink_of(turned(turned(table, slant), quarter), DPI))
    assert (stance.quarter_degrees in (90, 270)) is (quarter in (90, 270))


def test_capitals_without_marks_tell_no_foot_and_an_empty_page_stands() -> None:
    capitals = np.full((900, 1300), 255, dtype=np.uint8)
    for top in range(60, 840, 50):
        for left in range(60, 1200, 60):
            capitals[top : top + 24, left : left + 50] = 0
    empty = np.zeros((600, 400), dtype=np.bool_)
    for ink in (ink_of(capitals, DPI), ink_of(turned(capitals, 180), DPI), empty):
        assert likely_stance(ink).quarter_degrees == 0
    assert likely_stance(ink_of(turned(capitals, 90), DPI)).is_doubtful


def test_a_page_that_reads_well_stands_surely() -> None:
    assert [how_sure(confidence) for confidence in (0.3, 0.44, 0.56, 0.68, 0.97)] == [
        0.0, 0.0, 0.5, 1.0, 1.0,
    ]  # fmt: skip


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_the_engine_tells_which_way(
    sheet: Callable[..., Image.Image], tmp_path: Path, quarter: int
) -> None:
    page = np.asarray(sheet(dpi=DPI).convert("L"))
    assert quarter_turn(turned(page, quarter), DPI, tmp_path) == 360 - quarter


def test_the_engine_is_not_believed_when_it_guesses(tmp_path: Path) -> None:
    assert quarter_turn(np.full((900, 1300), 255, dtype=np.uint8), DPI, tmp_path) is None
