"""Stamps in red ink or in a frame are found where they stand, and read apart from the page."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.pixels import Picture
from ocr.stamp_places import find_places
from ocr.stamps import read_stamps
from records.place import Box
from samples.sheet import Face, font

RED, BLACK = (205, 30, 45), (28, 28, 30)
DPI = 200


def _page(text: str, colour: tuple[int, int, int], *, frame: bool, tilt: float) -> Image.Image:
    page = Image.new("RGB", (6 * DPI, 4 * DPI), "white")
    stamp = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(stamp)
    if frame:
        draw.rectangle((150, 200, 550, 300), outline=colour, width=5)
    draw.text((350, 250), text, colour, font(Face.BOLD, 52), anchor="mm")
    stamp = stamp.rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white", center=(350, 250))
    darkest = np.minimum(np.asarray(page), np.asarray(stamp))
    page = Image.fromarray(darkest)
    ImageDraw.Draw(page).text((100, 300), "Báo cáo công tác năm", BLACK, font(Face.REGULAR, 38))
    return page


def _picture(page: Image.Image) -> Picture:
    pixels = np.asarray(page)
    is_grey = bool((pixels[..., 0] == pixels[..., 1]).all())
    return Picture(
        pixels=np.ascontiguousarray(pixels[..., 0]) if is_grey else pixels, dpi=DPI, bitonal=False
    )


def _grey(page: Image.Image) -> Image.Image:
    return page.convert("L").convert("RGB")


@pytest.mark.parametrize("tilt", [-7.0, 0.0, 6.0])
@pytest.mark.parametrize("in_colour", [True, False])
def test_a_framed_stamp_is_read_through_print_at_any_tilt(
    tmp_path: Path, tilt: float, *, in_colour: bool
) -> None:
    page = _page("TỐI MẬT", RED, frame=True, tilt=tilt)
    (line,) = read_stamps(_picture(page if in_colour else _grey(page)), (), "vie", tmp_path)
    letters = "".join(sign for sign in line.text if sign.isalpha())
    assert letters.replace("Ô", "Ố") == "TỐIMẬT"
    assert abs(line.box.left - 150) < 0.15 * DPI
    assert abs(line.box.bottom - 300) < 0.2 * DPI


def test_red_words_without_a_frame_are_read(tmp_path: Path) -> None:
    page = _page("TUYỆT MẬT", RED, frame=False, tilt=3.0)
    (line,) = read_stamps(_picture(page), (), "vie", tmp_path)
    assert line.text == "TUYỆT MẬT"


def test_print_tables_and_seals_are_no_places_of_stamps() -> None:
    page = _page("BÁO CÁO", BLACK, frame=False, tilt=0.0)
    draw = ImageDraw.Draw(page)
    for at in range(5):
        draw.line((100, 400 + 70 * at, 1150, 400 + 70 * at), fill=BLACK, width=3)
    assert find_places(_picture(page), ()) == ()
    draw.ellipse((700, 50, 960, 310), outline=RED, width=6)
    assert find_places(_picture(page), (Box(700, 50, 960, 310),)) == ()


def test_a_page_without_stamps_costs_no_reading(tmp_path: Path) -> None:
    page = _page("BÁO CÁO", BLACK, frame=False, tilt=0.0)
    assert read_stamps(_picture(page), (), "no such language", tmp_path) == ()
