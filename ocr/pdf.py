"""Access PDFs: pages as scanned with invisible text over them; decodes no picture.

PDF/A-1b (ISO 19005-1) because it is the level whose conformance can be checked with free tools.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import CoreFont, TTFFont

from ocr.underlay import lay_under
from ocr.whole_file import write_whole
from ocr.xmp import xmp_packet
from records.errors import SetupError
from records.page import Line, RecognizedPage, Word

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
"""Debian's fonts-dejavu-core; Liberation lacks the letters of Vietnamese with two marks."""
FONT_NAME = "text"
POINTS_PER_INCH = 72
LINE_FILL = 0.75
"""Type size as a share of the line's height; the letters are invisible, only their place counts."""
BASELINE = 0.8
"""Where the letters stand in the line, measured from its top."""
UNPRINTABLE = "\ufffd"
PRODUCER = "luutru"


def write_access_pdf(
    pages: Sequence[RecognizedPage], title: str, created: datetime, target: Path
) -> None:
    """Write one page for each read page, at its true size, with its words where they stand.

    ``created`` must know its time zone. Equal arguments give equal bytes.

    Raises:
        SetupError: O023 the font for the invisible text is not installed.
    """
    if not FONT.is_file():
        raise SetupError("O023", FONT)
    document = FPDF(unit="pt", enforce_compliance="PDF/A-1B")
    document.set_creation_date(created)
    document.add_font(FONT_NAME, "", FONT)
    for page in pages:
        _add_page(document, page)
    with pikepdf.open(io.BytesIO(document.output())) as pdf:
        lay_under(pdf, [page.image for page in pages])
        _describe(pdf, title, created)
        write_whole(target, lambda stream: _save(pdf, stream))


def _add_page(document: FPDF, page: RecognizedPage) -> None:
    scale = POINTS_PER_INCH / page.dpi
    size = (page.width * scale, page.height * scale)
    document.add_page(format=size)
    document.set_font(FONT_NAME, size=1)
    with document.local_context(text_mode=TextMode.INVISIBLE):
        for line in page.lines:
            for word in line.words:
                _add_word(document, word, line, scale)


def _add_word(document: FPDF, word: Word, line: Line, scale: float) -> None:
    """Place a word, stretched to the width it has on paper, with the blank that follows it."""
    written = _printable(word.likeliest, document.fonts[FONT_NAME])
    document.set_font_size(max(1.0, LINE_FILL * line.box.height * scale))
    document.set_stretching(100)
    natural = document.get_string_width(written)
    document.set_stretching(100 * max(1, word.box.width) * scale / natural)
    blank = "" if word is line.words[-1] else " "
    baseline = (line.box.top + BASELINE * line.box.height) * scale
    document.text(word.box.left * scale, baseline, written + blank)


def _printable(written: str, font: CoreFont | TTFFont) -> str:
    letters = font.cmap if isinstance(font, TTFFont) else {}
    return "".join(sign if ord(sign) in letters else UNPRINTABLE for sign in written)


def _describe(pdf: pikepdf.Pdf, title: str, created: datetime) -> None:
    """Make XMP and document information say the same (ISO 19005-1, 6.7.3)."""
    stamp = pikepdf.String(_pdf_date(created))
    packet = xmp_packet(title, PRODUCER, created)
    pdf.Root.Metadata = pdf.make_stream(
        packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary(Title=title, Producer=PRODUCER, CreationDate=stamp, ModDate=stamp)
    )
    # It was made from the time of day, and saving would keep its first half.
    del pdf.trailer.ID


def _save(pdf: pikepdf.Pdf, stream: BinaryIO) -> None:
    pdf.save(
        stream,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        force_version="1.4",
    )


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
