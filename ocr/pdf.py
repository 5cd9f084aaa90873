"""Access PDFs: pages as scanned with invisible text over them, PDF/A-1b; decodes no picture.

PDF/A-1b (ISO 19005-1) because it is the level whose conformance can be checked with free tools.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf

from ocr.hidden_font import hidden_font
from ocr.hidden_text import hidden_text
from ocr.saving import save_pdf
from ocr.srgb import srgb_profile
from ocr.underlay import lay_under
from ocr.whole_file import write_whole
from ocr.xmp import xmp_packet
from records.page import RecognizedPage

FONT = "Hidden"
POINTS_PER_INCH = 72
PRODUCER = "luutru"


def write_access_pdf(
    pages: Sequence[RecognizedPage], title: str, created: datetime, target: Path
) -> None:
    """Write one page for each read page, at its true size, with its words where they stand.

    ``created`` must know its time zone. Equal arguments give equal bytes.
    """
    with pikepdf.new() as pdf:
        fonts = pikepdf.Dictionary({f"/{FONT}": hidden_font(pdf)})
        for page in pages:
            scale = POINTS_PER_INCH / page.dpi
            made = pdf.add_blank_page(page_size=(page.width * scale, page.height * scale))
            made.obj.Resources = pikepdf.Dictionary(Font=fonts)
            made.obj.Contents = pdf.make_stream(hidden_text(page, FONT))
        lay_under(pdf, [page.image for page in pages])
        _describe(pdf, title, created)
        write_whole(target, lambda stream: _save(pdf, stream))


def write_access_part(
    places: Sequence[tuple[Path, int]], title: str, created: datetime, target: Path
) -> None:
    """Write the pages of access PDFs that ``places`` name, by file and place from 0, as they are.

    ``created`` must know its time zone. Equal arguments give equal bytes.
    """
    with contextlib.ExitStack() as opened, pikepdf.new() as pdf:
        known = {path: opened.enter_context(pikepdf.open(path)) for path, _ in places}
        for path, place in places:
            pdf.pages.append(known[path].pages[place])
            # A signature on the whole file says nothing of a part; its picture must not either.
            if "/Annots" in pdf.pages[-1].obj:
                del pdf.pages[-1].obj.Annots
        _describe(pdf, title, created)
        write_whole(target, lambda stream: _save(pdf, stream))


def _describe(pdf: pikepdf.Pdf, title: str, created: datetime) -> None:
    """Make XMP and document information say the same (ISO 19005-1, 6.7.3), and name the colours."""
    stamp = pikepdf.String(_pdf_date(created))
    packet = xmp_packet(title, PRODUCER, created)
    pdf.Root.Metadata = pdf.make_stream(
        packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    pdf.trailer.Info = pdf.make_indirect(
        pikepdf.Dictionary(Title=title, Producer=PRODUCER, CreationDate=stamp, ModDate=stamp)
    )
    colours = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier="sRGB", Info="sRGB",
        DestOutputProfile=pdf.make_stream(srgb_profile(), N=3),
    )  # fmt: skip
    pdf.Root.OutputIntents = pikepdf.Array([colours])


def _save(pdf: pikepdf.Pdf, stream: BinaryIO) -> None:
    save_pdf(
        pdf,
        stream,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        force_version="1.4",
    )


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
