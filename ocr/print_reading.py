"""What is printed on an upright page, in reading order: treatment by need, engine, seals, signer.

Handwriting and the way up of a page are no matter of this module.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ocr.columns import in_reading_order
from ocr.faint import READING_DPI, darkened, is_faint
from ocr.pixels import Picture
from ocr.seals import find_seals, keep_apart
from ocr.signer_name import with_signer
from ocr.tesseract import read_words
from ocr.tsv import lines_of, placed
from records.page import Line, Seal

Order = Callable[[tuple[Line, ...]], tuple[Line, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """The lines of a page, its seals with what was misread in them, and what was done to read."""

    lines: tuple[Line, ...]
    seals: tuple[Seal, ...]
    treatments: tuple[str, ...]


def read_print(
    picture: Picture, language: str, folder: Path, order: Order = in_reading_order
) -> Print:
    """Read an upright page; ``folder`` is for passing files between programs.

    ``order`` sets the engine's lines in reading order.

    Raises:
        InputError: O007 the engine failed on this page.
        SetupError: O020 Tesseract is missing.
    """
    lines, treatments = _read(picture, language, folder)
    kept, seals = keep_apart(lines, find_seals(picture))
    ordered = order(kept)
    signed = with_signer(ordered, picture, language, folder)
    if signed is not ordered:
        treatments = (*treatments, "signer-read-again")
    return Print(lines=signed, seals=seals, treatments=treatments)


def _read(
    picture: Picture, language: str, folder: Path
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    treatments = ("red-channel-read",) if picture.is_colour else ()
    grey = picture.letters
    height, width = grey.shape
    if not is_faint(grey, picture.dpi):
        table = read_words(grey, picture.dpi, language, folder)
        return lines_of(table, width, height), treatments
    dark = darkened(grey, picture.dpi)
    table = read_words(dark, READING_DPI, language, folder)
    lines = lines_of(table, dark.shape[1], dark.shape[0])
    scale = width / dark.shape[1]
    return placed(lines, scale, 0, 0), (*treatments, "faint-print-darkened")
