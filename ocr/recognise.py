"""One page from its file to words: the steps in order. Runs in the confined child."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ocr.deskew import SKEW_LIMIT_DEGREES, measure_skew, turned
from ocr.images import DECODE_ERRORS, open_frame, picture_of
from ocr.ink import Ink, ink_of, is_blank
from ocr.options import OcrOptions
from ocr.orientation import DOUBTFUL_CONFIDENCE, quarter_turn, runs_upwards
from ocr.pixels import Picture, Pixels, darkest, lettering
from ocr.print_reading import read_print
from ocr.scan_pdf import load_pdf_page, open_pdf
from ocr.tsv import mean_confidence
from records.errors import InputError
from records.page import Line, Seal

MAGIC = {
    b"%PDF": "PDF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An upright picture with its lines; degrees are clockwise, as in ``RecognizedPage``."""

    picture: Picture
    quarter_degrees: int = 0
    skew_degrees: float = 0.0
    lines: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    is_blank: bool = False

    @property
    def confidence(self) -> float:
        """The mean of the words', weighed by length, 0 to 1."""
        return mean_confidence(self.lines)


def kind_of(path: Path) -> str:
    """``PDF``, ``TIFF``, ``JPEG`` or ``PNG``, by the file's first bytes.

    Raises:
        InputError: O001 none of these.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    raise InputError("O001", path.name)


def count_pages(path: Path, max_pixels: int) -> int:
    """How many pages a file has.

    Raises:
        InputError: O001, O002, O003 or O005.
    """
    kind = kind_of(path)
    if kind == "PDF":
        with open_pdf(path) as pdf:
            return len(pdf.pages)
    with open_frame(path, kind, 1, max_pixels) as image:
        try:
            return int(getattr(image, "n_frames", 1)) if kind == "TIFF" else 1
        except DECODE_ERRORS as error:
            raise InputError("O002", path.name, detail=str(error)) from error


def recognise_page(path: Path, number: int, options: OcrOptions, folder: Path) -> Reading:
    """Decode, set upright and read one page; ``folder`` is for passing files between programs.

    Raises:
        InputError: O001 to O007, this page cannot be read.
        SetupError: a program or its data is missing.
    """
    picture = _load(path, number, options, folder)
    ink = ink_of(lettering(picture.pixels), picture.dpi)
    if is_blank(ink) and is_blank(ink_of(darkest(picture.pixels), picture.dpi)):
        return Reading(picture=_treated(picture, "blank"), is_blank=True)
    first_guess = 0
    if runs_upwards(ink):
        first_guess = quarter_turn(lettering(picture.pixels), picture.dpi, folder)
    reading = _read(picture, ink, first_guess, options, folder)
    if reading.confidence < DOUBTFUL_CONFIDENCE:
        return _surer(reading, picture, ink, options, folder)
    return reading


def _load(path: Path, number: int, options: OcrOptions, folder: Path) -> Picture:
    kind = kind_of(path)
    if kind == "PDF":
        return load_pdf_page(path, number, options.max_pixels, folder)
    with open_frame(path, kind, number, options.max_pixels) as image:
        return picture_of(image, path.name, options.max_pixels)


def _surer(
    reading: Reading, picture: Picture, ink: Ink, options: OcrOptions, folder: Path
) -> Reading:
    """The page read another way up, if that reads better: the engine's orientation can be wrong."""
    degrees = 0
    if not reading.quarter_degrees:
        degrees = quarter_turn(lettering(picture.pixels), picture.dpi, folder)
    if degrees == reading.quarter_degrees:
        return reading
    other = _read(picture, ink, degrees, options, folder)
    return max(reading, other, key=lambda each: each.confidence)


def _read(picture: Picture, ink: Ink, quarter: int, options: OcrOptions, folder: Path) -> Reading:
    if quarter:
        picture = _treated(picture, f"turned-{quarter}", turned(picture.pixels, quarter))
    skew = measure_skew(np.rot90(ink, -(quarter // 90)))
    if abs(skew) > SKEW_LIMIT_DEGREES:
        picture = _treated(picture, "deskewed", turned(picture.pixels, skew))
    read = read_print(picture, options.language, folder)
    return Reading(
        picture=replace(picture, treatments=(*picture.treatments, *read.treatments)),
        quarter_degrees=quarter,
        skew_degrees=skew,
        lines=read.lines,
        seals=read.seals,
    )


def _treated(picture: Picture, treatment: str, pixels: Pixels | None = None) -> Picture:
    return replace(
        picture,
        pixels=picture.pixels if pixels is None else pixels,
        treatments=(*picture.treatments, treatment),
    )
