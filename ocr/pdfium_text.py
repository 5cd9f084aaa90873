"""The text that a PDF page draws, with its places, and the ink that this text puts on the page.

With ``ocr.pdfium`` the only module that runs PDFium. Whether the text can be believed is judged
elsewhere.
"""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from ocr.ink import INK_DPI, Ink
from ocr.pdfium import POINTS_PER_INCH, UNDRAWABLE
from records.place import Box

MOST_CHARACTERS = 50_000
"""A sheet of A3 in the smallest print has fewer; more are an attack, and the picture is read."""
LEAST_DIFFERENCE = 8
"""Grey levels; drawn twice, everything else is alike, and a thin dash leaves no more at 75 dpi."""
LARGEST_SHEET = 2_000 * 4_000
"""Points squared: twice A0. Larger ones are read from the picture, whose pixels are limited."""
DEEPEST_FORM = 8
UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
UNMAPPED = "\N{REPLACEMENT CHARACTER}"
HYPHEN_AT_LINE_END = "\x02"
"""PDFium's own sign for it (``FPDFText_IsHyphen``)."""
BREAKS = "\r\n"
Places = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnWord:
    """A word as PDF text; ``box`` in pixels of the displayed page, ``run`` counts lines of text.

    ``degrees`` is how its letters lean clockwise on the displayed page.
    """

    text: str
    box: Box
    run: int
    degrees: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnText:
    """The words of a page in the order they are drawn, and at 75 dpi where they leave ink."""

    words: tuple[DrawnWord, ...]
    ink: Ink


def identify_text_layer() -> str:
    """What reads text out of PDF files, with its version, named as the engine is."""
    version = str(pypdfium2.version.PDFIUM_INFO).partition("@")[0]
    return f"pdfium {version} text-layer"


def drawn_text(path: Path, number: int, width: int, height: int) -> DrawnText | None:
    """The text of page ``number`` (from 1), displayed ``width`` x ``height`` pixels large.

    Text that is drawn invisibly is among the words, but has no ink. ``None`` if there is no other
    text, as on most scans, or PDFium cannot read the page.
    """
    try:
        with pypdfium2.PdfDocument(path) as document:
            page = document[number - 1]
            if math.prod(page.get_size()) > LARGEST_SHEET:
                return None
            modes = {raw.FPDFTextObj_GetTextRenderMode(each) for each in _text_objects(page)}
            words = tuple(_words(page, width, height)) if modes - UNSEEN else ()
            return DrawnText(words=words, ink=_ink_of_text(page)) if words else None
    except UNDRAWABLE:
        return None


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfObject]:
    return iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEEPEST_FORM))


def _words(page: pypdfium2.PdfPage, width: int, height: int) -> Iterator[DrawnWord]:
    text = page.get_textpage()
    if text.count_chars() > MOST_CHARACTERS:
        return
    turn = page.get_rotation()
    for run, start, letters in _spelled(text):
        places = [_place(text, start + at) for at in range(len(letters))]
        sides = tuple(zip(*places, strict=True))
        yield DrawnWord(
            text="".join(letters),
            box=_displayed(page, (width, height), (
                min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]),
            )),
            run=run,
            degrees=(math.degrees(raw.FPDFText_GetCharAngle(text, start)) + turn) % 360,
        )  # fmt: skip


def _spelled(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, int, list[str]]]:
    """The line of text, the place of the first letter and the letters of each word."""
    run, letters = 0, list[str]()
    count = text.count_chars()
    for at in range(count):
        letter = _letter(text, at)
        if letter.isspace():
            if letters:
                yield run, at - len(letters), letters
                letters = []
            run += letter in BREAKS
        else:
            letters.append(letter)
    if letters:
        yield run, count - len(letters), letters


def _letter(text: pypdfium2.PdfTextPage, at: int) -> str:
    code = raw.FPDFText_GetUnicode(text, at)
    if raw.FPDFText_HasUnicodeMapError(text, at) == 1 or not code:
        return UNMAPPED
    letter = chr(code)
    return "-" if letter == HYPHEN_AT_LINE_END else letter


def _place(text: pypdfium2.PdfTextPage, at: int) -> Places:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _displayed(page: pypdfium2.PdfPage, size: tuple[int, int], place: Places) -> Box:
    corners = []
    for x, y in (place[:2], place[2:]):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (left, right), (top, bottom) = (sorted(side) for side in zip(*corners, strict=True))
    return Box(left, top, right, bottom)


def _ink_of_text(page: pypdfium2.PdfPage) -> Ink:
    """What vanishes from the page at 75 dpi when its text does."""
    whole = _small(page)
    for drawn in _text_objects(page):
        raw.FPDFPageObj_SetIsActive(drawn, 0)
    return np.asarray(np.abs(whole - _small(page)) > LEAST_DIFFERENCE)


def _small(page: pypdfium2.PdfPage) -> NDArray[np.int16]:
    bitmap = page.render(scale=INK_DPI / POINTS_PER_INCH, grayscale=True, may_draw_forms=False)
    return np.asarray(bitmap.to_numpy()).astype(np.int16)
