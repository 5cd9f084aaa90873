"""Blankness: specks are dust, a word is not, and a lone red seal counts."""

import numpy as np
from PIL import Image, ImageDraw

from ocr.ink import ink_of, is_blank
from ocr.pixels import Pixels, darkest, lettering, without_empty_colour


def _paper() -> Pixels:
    return np.full((1754, 1240, 3), 238, dtype=np.uint8)


def test_paper_with_dust_and_show_through_is_blank() -> None:
    page = _paper()
    page[300:303, 300:303] = 0
    page[600:640, 200:900] = 205
    page[:, :30] = 0
    assert is_blank(ink_of(darkest(page), 150))


def test_paper_with_one_word_is_not_blank() -> None:
    image = Image.fromarray(_paper())
    ImageDraw.Draw(image).text((500, 500), "(hết)", "black", font_size=40)
    assert not is_blank(ink_of(darkest(np.asarray(image)), 150))


def test_a_red_seal_vanishes_from_the_letters_but_not_from_the_page() -> None:
    page = _paper()
    page[400:600, 400:600] = (225, 40, 50)
    assert not is_blank(ink_of(darkest(page), 150))
    assert is_blank(ink_of(lettering(page), 150))


def test_colour_without_colour_becomes_grey_and_a_stamp_keeps_it() -> None:
    page = _paper()
    assert without_empty_colour(page).shape == (1754, 1240)
    page[400:420, 400:420] = (225, 40, 50)
    assert without_empty_colour(page).shape == (1754, 1240, 3)
