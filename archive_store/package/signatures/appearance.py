"""Draws what people see of the archive's signature, as a page of its own size; signs nothing.

Place, letters and words are data: ``archive_store/package/data/appearance.toml``.
"""

import io
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from string import digits
from typing import Any

import pikepdf

from archive_store.package.signatures.font import Typeface, embed, load_typeface
from archive_store.package.stamp import VIETNAM

POINTS_PER_MM = 72 / 25.4
ZONE = "+07:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The drawn page as a PDF, and where it belongs on the page that is signed, in points."""

    content: bytes
    box: tuple[float, float, float, float]


def draw_appearance(
    organisation: str, moment: datetime, page: tuple[float, float, float, float]
) -> Appearance:
    """The appearance for a signature by ``organisation`` on a page (left, bottom, right, top).

    Raises:
        SetupError: A122, the font is not installed, or lacks a letter of the name.
    """
    layout = _layout()
    time = moment.astimezone(VIETNAM).strftime(layout["time"]).format(zone=ZONE)
    told = [line.format(organisation=organisation, time=time) for line in layout["lines"]]
    # All digits, so that the next signature of the same run finds its letters at hand.
    letters = "".join(sorted({*"".join(told), *digits, " "}))
    face = load_typeface(tuple(layout["fonts"]), letters)
    size, left, top = layout["font_size"], page[0], page[3]
    right = page[2] - layout["right_mm"] * POINTS_PER_MM
    widest = min(layout["widest_mm"] * POINTS_PER_MM, right - left) / size
    lines = [part for line in told for part in _broken(line, face, widest)]
    width = max(map(face.width_of, lines)) * size
    height = len(lines) * size * layout["leading"]
    upper = top - layout["top_mm"] * POINTS_PER_MM
    return Appearance(
        content=_page(lines, face, (width, height), size * layout["leading"], size),
        box=(right - width, upper - height, right, upper),
    )


@cache
def _layout() -> dict[str, Any]:
    source = files("archive_store.package").joinpath("data/appearance.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _broken(line: str, face: Typeface, widest: float) -> list[str]:
    """``line`` in pieces that are no wider than ``widest`` type sizes, unless a word is."""
    pieces, words = [], line.split()
    while words:
        count = len(words)
        while count > 1 and face.width_of(" ".join(words[:count])) > widest:
            count -= 1
        pieces.append(" ".join(words[:count]))
        words = words[count:]
    return pieces


def _page(
    lines: list[str], face: Typeface, size: tuple[float, float], leading: float, points: float
) -> bytes:
    # The first base line leaves room for the marks above capitals.
    first = size[1] - face.ascent * points / 1000
    rows = (b"%s Tj 0 %.2f Td" % (face.encoded(line), -leading) for line in lines)
    drawn = b"BT 0 g /F %d Tf 0 %.2f Td %s ET" % (points, first, b" ".join(rows))
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({"/F": embed(pdf, face)}))
        page.obj.Contents = pdf.make_stream(drawn)
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()
