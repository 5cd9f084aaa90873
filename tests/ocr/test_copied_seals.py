"""Seals on grey and bitonal copies are found by their ring, and nothing else is."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.copied_seals import MOST_EDGES, find_rings
from records.place import Box
from samples.sheet import Face, font

INCH = 25.4
INK = 95
WORDS = "ĐỘC LẬP TỰ DO HẠNH PHÚC"


def _page(dpi: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (5 * dpi, 4 * dpi), 240)
    return image, ImageDraw.Draw(image)


def _seal(draw: ImageDraw.ImageDraw, dpi: int, millimetres: float = 34, across: float = 2.5) -> Box:
    radius = millimetres / INCH * dpi / 2
    middle = (across * dpi, 2.0 * dpi)
    for share in (1.0, 0.6):
        corners = [c - share * radius for c in middle] + [c + share * radius for c in middle]
        draw.ellipse(corners, outline=INK, width=max(2, dpi // 40))
    for angle in np.linspace(0, 2 * np.pi, len(WORDS), endpoint=False):
        place = [
            c + 0.78 * radius * f(angle) for c, f in zip(middle, (np.cos, np.sin), strict=True)
        ]
        draw.text(place, "Ộ", INK, font(Face.BOLD, 0.11 * dpi), anchor="mm")
    return Box(*(round(c) for c in (*(m - radius for m in middle), *(m + radius for m in middle))))


def _print(draw: ImageDraw.ImageDraw, dpi: int, size: float = 12) -> None:
    face = font(Face.REGULAR, size * dpi / 72)
    for row in np.arange(0.3, 3.7, 1.4 * size / 72):
        draw.text((0.3 * dpi, row * dpi), 3 * WORDS.lower(), 20, face)


def _found(image: Image.Image, dpi: int) -> tuple[Box, ...]:
    return find_rings(np.asarray(image), dpi)


@pytest.mark.parametrize("dpi", [75, 100, 150, 200, 300, 400])
@pytest.mark.parametrize("millimetres", [30, 36])
def test_a_seal_is_found_at_every_resolution(dpi: int, millimetres: float) -> None:
    image, draw = _page(dpi)
    drawn = _seal(draw, dpi, millimetres)
    (found,) = _found(image, dpi)
    assert np.abs(np.subtract(found, drawn)).max() < 0.06 * dpi


def test_a_seal_is_found_in_a_bitonal_copy_over_print_and_under_a_pen() -> None:
    image, draw = _page(200)
    _print(draw, 200)
    drawn = _seal(draw, 200)
    draw.line((drawn.left, drawn.bottom, drawn.right, drawn.top), fill=0, width=14)
    assert len(_found(image.convert("1", dither=Image.Dither.NONE).convert("L"), 200)) == 1


def test_each_of_two_seals_is_found() -> None:
    image, draw = _page(150)
    _seal(draw, 150, across=1.2)
    _seal(draw, 150, across=3.4)
    assert [round(box.left / 150) for box in sorted(_found(image, 150))] == [1, 3]


def _small_ring(draw: ImageDraw.ImageDraw) -> None:
    _seal(draw, 150, 24)


def _wide_ring(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((150, 100, 450, 400), outline=INK, width=5)


def _half_seal(draw: ImageDraw.ImageDraw) -> None:
    _seal(draw, 150, across=0.0)


def _disc(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((275, 200, 475, 400), fill=INK)


def _frame(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((275, 200, 475, 400), 40, outline=INK, width=5)


def _letters(draw: ImageDraw.ImageDraw) -> None:
    _print(draw, 150, 8)


@pytest.mark.parametrize("draw_on", [_small_ring, _wide_ring, _half_seal, _disc, _frame, _letters])
def test_what_looks_a_little_like_a_seal_is_none(
    draw_on: Callable[[ImageDraw.ImageDraw], None],
) -> None:
    image, draw = _page(150)
    draw_on(draw)
    assert _found(image, 150) == ()


def test_a_dithered_picture_is_no_seal() -> None:
    chance = np.random.default_rng(1)
    clouds = cv2.resize(chance.integers(0, 256, (12, 10), np.uint8), (1000, 800))
    picture = Image.fromarray(np.asarray(clouds, np.uint8)).convert("1").convert("L")
    assert _found(picture, 200) == ()


def test_noise_without_end_is_not_looked_through() -> None:
    image, draw = _page(150)
    _seal(draw, 150)
    noise = np.random.default_rng(1).integers(0, 2, (6400, 1600), np.uint8) * np.uint8(255)
    noise[2000 : 2000 + image.height, 300 : 300 + image.width] = np.asarray(image)
    assert noise.size / 4 > MOST_EDGES
    assert find_rings(noise, 100) == ()


def test_a_sheet_larger_than_any_is_not_looked_through() -> None:
    image, draw = _page(100)
    _seal(draw, 100)
    sheet = np.full((4100, 4100), 240, np.uint8)
    sheet[: image.height, : image.width] = np.asarray(image)
    assert len(find_rings(sheet[:4000, :3900], 100)) == 1
    assert find_rings(sheet, 100) == ()


def test_a_strip_of_one_row_has_no_seal() -> None:
    assert find_rings(np.zeros((1, 400), np.uint8), 100) == ()
