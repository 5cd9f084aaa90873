"""Seals are found, and what is misread in them is no text of the page."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.pixels import Picture
from ocr.seals import find_seals, keep_apart
from records.page import Line, Seal, Word
from records.place import Box, around

RED = (205, 30, 45)
INCH = 25.4


def _page(dpi: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (4 * dpi, 3 * dpi), "white")
    return image, ImageDraw.Draw(image)


def _ring(
    draw: ImageDraw.ImageDraw,
    dpi: int,
    ink: tuple[int, int, int] = RED,
    middle: tuple[float, float] = (2.0, 1.5),
) -> Box:
    radius = 34 / INCH * dpi / 2
    middle = (middle[0] * dpi, middle[1] * dpi)
    for share in (1.0, 0.6):
        corners = [c - share * radius for c in middle] + [c + share * radius for c in middle]
        draw.ellipse(corners, outline=ink, width=max(2, dpi // 50))
    return Box(*(round(c) for c in (*(m - radius for m in middle), *(m + radius for m in middle))))


def _seals(image: Image.Image, dpi: int) -> tuple[Box, ...]:
    return find_seals(Picture(pixels=np.asarray(image), dpi=dpi, bitonal=False))


@pytest.mark.parametrize("dpi", [100, 150, 200, 300])
def test_a_ring_is_found_at_every_resolution(dpi: int) -> None:
    image, draw = _page(dpi)
    drawn = _ring(draw, dpi)
    (found,) = _seals(image, dpi)
    assert np.abs(np.subtract(found, drawn)).max() < 0.05 * dpi


def test_a_pen_across_the_ring_does_not_hide_it() -> None:
    image, draw = _page(150)
    drawn = _ring(draw, 150)
    draw.line((drawn.left, drawn.bottom, drawn.right, drawn.top), fill=(30, 45, 130), width=14)
    assert len(_seals(image, 150)) == 1


def test_a_frame_a_line_of_print_and_a_small_ring_are_no_seals() -> None:
    image, draw = _page(150)
    draw.rectangle((60, 40, 360, 160), outline=RED, width=5)
    draw.rectangle((60, 300, 560, 330), fill=RED)
    draw.ellipse((420, 60, 560, 200), outline="black", width=6)
    assert _seals(image, 150) == ()


def test_a_seal_is_found_on_a_grey_copy() -> None:
    image, draw = _page(150)
    drawn = _ring(draw, 150)
    (found,) = _seals(image.convert("L"), 150)
    assert np.abs(np.subtract(found, drawn)).max() < 0.05 * 150


def test_a_copied_seal_beside_a_red_one_is_found_and_a_dark_red_one_only_once() -> None:
    image, draw = _page(150)
    red = _ring(draw, 150, ink=(120, 10, 20), middle=(1.0, 1.8))
    copied = _ring(draw, 150, ink=(60, 60, 60), middle=(3.0, 1.0))
    upper, lower = _seals(image, 150)
    assert upper.holds_middle(copied)
    assert lower.holds_middle(red)


SEAL = Box(400, 400, 800, 800)


def _line(*words: tuple[str, float, Box]) -> Line:
    found = tuple(Word(text=text, box=box, confidence=sure) for text, sure, box in words)
    return Line(words=found, box=around(tuple(word.box for word in found)), block=3)


NOISE = ("Ñ:<", 0.12, Box(500, 560, 560, 640))
STROKE = ("`", 0.97, Box(700, 600, 710, 610))
PRINT = ("CHI", 0.63, Box(420, 560, 480, 600))
OUTSIDE = ("gi", 0.1, Box(820, 820, 860, 850))


def test_what_is_misread_in_the_ring_is_kept_with_the_seal() -> None:
    lines, (seal,) = keep_apart((_line(NOISE, STROKE), _line(OUTSIDE)), (SEAL,))
    assert lines == (_line(OUTSIDE),)
    assert seal == Seal(box=SEAL, words=_line(NOISE, STROKE).words)


def test_print_that_the_seal_was_pressed_upon_stays_in_its_line() -> None:
    lines, (seal,) = keep_apart((_line(PRINT, NOISE),), (SEAL,))
    assert lines == (_line(PRINT),)
    assert [word.text for word in seal.words] == ["Ñ:<"]


def test_a_blurred_word_beside_plain_print_stays() -> None:
    blurred = ("Lế", 0.3, Box(700, 500, 760, 540))
    plain = ("Văn", 0.96, Box(775, 500, 840, 540))
    lines, (seal,) = keep_apart((_line(blurred, plain),), (SEAL,))
    assert lines == (_line(blurred, plain),)
    assert seal.words == ()


def test_without_seals_nothing_changes() -> None:
    lines = (_line(NOISE, PRINT),)
    assert keep_apart(lines, ()) == (lines, ())
