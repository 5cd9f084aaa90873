"""One page from its file to words: the steps in order. Runs in the confined child."""

from dataclasses import dataclass, replace
from pathlib import Path

from ocr.cleaning import clean
from ocr.columns import in_reading_order
from ocr.deskew import SKEW_LIMIT_DEGREES, turned
from ocr.ink import Ink, ink_of, is_blank
from ocr.language_model import load_model
from ocr.line_making import lines_from
from ocr.loading import kind_of, load_page
from ocr.options import OcrOptions
from ocr.orientation import (
    DOUBTFUL_CONFIDENCE,
    Stance,
    how_sure,
    likely_stance,
    quarter_turn,
    stance_after,
)
from ocr.pale import is_pale
from ocr.pdfium_text import drawn_text, identify_text_layer
from ocr.pixels import Picture, darkest, lettering
from ocr.print_reading import read_print
from ocr.rest import read_rest
from ocr.rulings import tables_of
from ocr.separator import find_separator
from ocr.stamps import read_stamps
from ocr.tables import in_table_order
from ocr.text_layer import kept_text
from ocr.tsv import mean_confidence
from records.page import Line, Seal


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
    stamps: tuple[Line, ...] = ()
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


def recognise_page(path: Path, number: int, options: OcrOptions, folder: Path) -> Reading:
    """Decode, set upright and read one page; ``folder`` is for passing files between programs.

    Raises:
        InputError: O001 to O007, this page cannot be read.
        SetupError: a program or its data is missing.
    """
    picture = load_page(path, number, options, folder)
    ink = ink_of(picture.letters, picture.dpi)
    looks_blank = is_blank(ink) and is_blank(ink_of(darkest(picture.pixels), picture.dpi))
    separator = None if looks_blank else find_separator(picture.letters)
    if separator is not None:
        return Reading(picture=picture.treated("separator"), separator=separator)
    if not looks_blank or is_pale(picture.letters, picture.dpi):
        reading = _recognise(path, number, picture, ink, options, folder)
        if not looks_blank or reading.confidence >= DOUBTFUL_CONFIDENCE:
            seals = tuple(seal.box for seal in reading.seals)
            stamps = read_stamps(reading.picture, seals, options.language, folder)
            return replace(reading, stamps=stamps)
    return Reading(picture=picture.treated("blank"), is_blank=True)


def _recognise(
    path: Path, number: int, picture: Picture, ink: Ink, options: OcrOptions, folder: Path
) -> Reading:
    kept = _kept(path, number, picture, options, folder)
    if kept is not None:
        return kept
    cleaned = clean(picture)
    if cleaned is not picture:
        # A shadow would be taken for ink, which tells the way up and the skew.
        picture, ink = cleaned, ink_of(cleaned.letters, cleaned.dpi)
    stance = likely_stance(ink)
    asked = stance.is_doubtful
    if asked:
        told = quarter_turn(picture.letters, picture.dpi, folder)
        stance = stance if told is None else stance_after(told, ink)
    reading = _read(picture, stance, options, folder)
    if reading.confidence < DOUBTFUL_CONFIDENCE:
        return _surer(reading, picture, ink, options, folder, asked=asked)
    return reading


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
        picture = _turned(picture, f"turned-{quarter}", quarter)
    picture, pieces = picture.treated("text-kept"), kept.pieces
    if kept.has_more:
        picture = picture.treated("rest-read")
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
    tables = tables_of(picture.letters, picture.dpi, words)
    lean = 0.0 if "deskewed" in picture.treatments else skew
    return in_table_order(in_reading_order(lines), tables, lean)


def _surer(
    reading: Reading, picture: Picture, ink: Ink, options: OcrOptions, folder: Path, *, asked: bool
) -> Reading:
    """The page read another way up, if that reads better; the engine is asked but once."""
    degrees: int | None = (reading.quarter_degrees + 180) % 360
    if not asked:
        degrees = quarter_turn(picture.letters, picture.dpi, folder)
    if degrees in (None, reading.quarter_degrees):
        return reading
    other = _read(picture, stance_after(degrees, ink), options, folder)
    return max(reading, other, key=lambda each: each.confidence)


def _read(picture: Picture, stance: Stance, options: OcrOptions, folder: Path) -> Reading:
    quarter, skew = stance.quarter_degrees, stance.skew_degrees
    if quarter:
        picture = _turned(picture, f"turned-{quarter}", quarter)
    if abs(skew) > SKEW_LIMIT_DEGREES:
        picture = _turned(picture, "deskewed", skew)
    read = read_print(
        picture, options.language, folder, lambda lines: _ordered(lines, picture, skew)
    )
    return Reading(
        picture=picture.treated(*read.treatments),
        quarter_degrees=quarter,
        skew_degrees=skew,
        lines=read.lines,
        seals=read.seals,
    )


def _turned(picture: Picture, treatment: str, clockwise_degrees: float) -> Picture:
    cleaned = picture.cleaned
    return replace(
        picture.treated(treatment),
        pixels=turned(picture.pixels, clockwise_degrees),
        cleaned=None if cleaned is None else turned(cleaned, clockwise_degrees),
    )
