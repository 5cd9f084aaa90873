"""Skew: the angle that was put in is the angle that is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.deskew import measure_skew, turned
from ocr.ink import ink_of
from ocr.pixels import Pixels


def _page_of_words() -> Pixels:
    rows = np.random.default_rng(7)
    page = np.full((1754, 1240), 245, dtype=np.uint8)
    for top in range(160, 1560, 36):
        left = 130
        while left < 1060:
            width = int(rows.integers(20, 90))
            page[top : top + 16, left : left + width] = 40
            left += width + 14
    return page


@settings(max_examples=25, deadline=None)
@given(st.floats(-14, 14))
def test_a_page_turned_by_an_angle_needs_that_angle_back(angle: float) -> None:
    ink = ink_of(turned(_page_of_words(), angle), 150)
    assert measure_skew(ink) == pytest.approx(-angle, abs=0.15)


def test_a_page_without_lines_has_no_skew() -> None:
    noise = np.random.default_rng(7).random((800, 600)) < 0.05
    assert measure_skew(noise) == 0.0
    assert measure_skew(np.zeros((800, 600), dtype=np.bool_)) == 0.0


def test_turning_is_clockwise_and_loses_no_corner() -> None:
    page = np.zeros((20, 30, 3), dtype=np.uint8)
    page[0, 0] = 200
    quarter = turned(page, 90)
    assert quarter.shape == (30, 20, 3)
    assert quarter[0, 19].tolist() == [200, 200, 200]
    assert turned(page, 5).shape[0] > 20
