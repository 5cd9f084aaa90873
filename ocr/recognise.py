"""One page from its file to words: the steps in order. Runs in the confined child."""

from dataclasses import dataclass, replace
from pathlib import Path

from ocr.columns import in_reading_order
from ocr.deskew import SKEW_LIMIT_DEGREES, turned
from ocr.images import DECODE_ERRORS, open_frame, picture_of
from ocr.ink import Ink, ink_of, is_blank
from ocr.kept_frame import frame_scan
from ocr.language_model import load_model
from ocr.line_making import lines_from
from ocr.options import OcrOptions
from ocr.orientation import (
    DOUBTFUL_CONFIDENCE,
    Stance,
    how_sure,
    likely_stance,
    quarter_turn,
    stance_after,
)
from ocr.pdfium_text import drawn_text, identify_text_layer
from ocr.pixels import Picture, Pixels, darkest, lettering
from ocr.print_reading import read_print
from ocr.rest import read_rest
from ocr.rulings import tables_of
from ocr.scan_pdf import load_pdf_page, open_pdf
from ocr.separator import find_separator
from ocr.tables import in_table_order
from ocr.text_layer import kept_text
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
    """An upright picture with its lines; degrees are clockwise, as in ``RecognizedPage``.

    ``kept_by`` names what took text out of the file where text was kept; ``was_read`` if the
    engine read any of it; ``separator`` is the code of a separator sheet.
    """

    picture: Picture
    quarter_degrees: int = 0
    skew_degrees: float = 0.0
    lines: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    is_blank: bool = False
    kept_by: str | None = None
    was_read: bool = True
    separator: str | None = None

    @property
    def confidence(self) -> float:
        """The mean of the words', weighed by length, 0 to 1."""
        return mean_confidence(self.lines)

    @property
    def orientation_confidence(self) -> float:
        """How sure it is that the picture stands upright, 0 to 1."""
        return how_sure(self.confidence)


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
    textless = _without_text(picture, ink)
    if textless is not None:
        return textless
    kept = _kept(path, number, picture, options, folder)
    if kept is not None:
        return kept
    stance = likely_stance(ink)
    asked = stance.is_doubtful
    if asked:
        told = quarter_turn(lettering(picture.pixels), picture.dpi, folder)
        stance = stance if told is None else stance_after(told, ink)
    reading = _read(picture, stance, options, folder)
    if reading.confidence < DOUBTFUL_CONFIDENCE:
        return _surer(reading, picture, ink, options, folder, asked=asked)
    return reading


def _without_text(picture: Picture, ink: Ink) -> Reading | None:
    """A blank page or a separator sheet, which is not read."""
    if is_blank(ink) and is_blank(ink_of(darkest(picture.pixels), picture.dpi)):
        return Reading(picture=_treated(picture, "blank"), is_blank=True)
    separator = find_separator(lettering(picture.pixels))
    if separator is None:
        return None
    return Reading(picture=_treated(picture, "separator"), separator=separator)


def _load(path: Path, number: int, options: OcrOptions, folder: Path) -> Picture:
    kind = kind_of(path)
    if kind == "PDF":
        picture = load_pdf_page(path, number, options.max_pixels, folder)
        return picture if options.keep_scan else replace(picture, scan=None)
    with open_frame(path, kind, number, options.max_pixels) as image:
        picture = picture_of(image, path.name, options.max_pixels)
        return picture.keeping(frame_scan(image, path)) if options.keep_scan else picture


def _kept(
    path: Path, number: int, picture: Picture, options: OcrOptions, folder: Path
) -> Reading | None:
    """The page with the text that its PDF holds, or ``None`` if that is not to be kept."""
    height, width = picture.pixels.shape[:2]
    if kind_of(path) != "PDF" or "image-extracted" in picture.treatments:
        return None
    drawn = drawn_text(path, number, width, height)
    if drawn is None:
        return None
    kept = kept_text(drawn, lettering(picture.pixels), picture.dpi, load_model())
    if kept is None:
        return None
    quarter = kept.quarter_degrees
    if quarter:
        picture = _treated(picture, f"turned-{quarter}", turned(picture.pixels, quarter))
    picture, pieces = _treated(picture, "text-kept"), kept.pieces
    if kept.has_more:
        picture = _treated(picture, "rest-read")
        rest = read_rest(lettering(picture.pixels), picture.dpi, pieces, options.language, folder)
        pieces = (*pieces, *rest)
    return Reading(
        picture=picture,
        quarter_degrees=quarter,
        lines=_ordered(lines_from(pieces), picture, 0.0),
        kept_by=identify_text_layer(),
        was_read=kept.has_more,
    )


def _ordered(lines: tuple[Line, ...], picture: Picture, skew: float) -> tuple[Line, ...]:
    """The lines of an upright page in reading order; tables are parted by their rules."""
    words = (word.box for line in lines for word in line.words if any(map(str.isalnum, word.text)))
    tables = tables_of(lettering(picture.pixels), picture.dpi, words)
    lean = 0.0 if "deskewed" in picture.treatments else skew
    return in_table_order(in_reading_order(lines), tables, lean)


def _surer(
    reading: Reading, picture: Picture, ink: Ink, options: OcrOptions, folder: Path, *, asked: bool
) -> Reading:
    """The page read another way up, if that reads better; the engine is asked but once."""
    degrees: int | None = (reading.quarter_degrees + 180) % 360
    if not asked:
        degrees = quarter_turn(lettering(picture.pixels), picture.dpi, folder)
    if degrees in (None, reading.quarter_degrees):
        return reading
    other = _read(picture, stance_after(degrees, ink), options, folder)
    return max(reading, other, key=lambda each: each.confidence)


def _read(picture: Picture, stance: Stance, options: OcrOptions, folder: Path) -> Reading:
    quarter, skew = stance.quarter_degrees, stance.skew_degrees
    if quarter:
        picture = _treated(picture, f"turned-{quarter}", turned(picture.pixels, quarter))
    if abs(skew) > SKEW_LIMIT_DEGREES:
        picture = _treated(picture, "deskewed", turned(picture.pixels, skew))
    read = read_print(
        picture, options.language, folder, lambda lines: _ordered(lines, picture, skew)
    )
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
