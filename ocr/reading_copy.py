"""Joins access PDFs behind a cover sheet into one plain PDF with a bookmark for each document.

The pages stay as they are. It claims no PDF/A, and signatures of single files do not survive it.
"""

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from ocr.cover import Cover, draw_cover
from ocr.saving import save_pdf
from ocr.whole_file import write_whole


def write_reading_copy(
    documents: Sequence[tuple[str, Path]], cover: Cover, title: str, target: Path
) -> None:
    """Write the cover and the ``documents`` (bookmark and file); equal arguments, equal bytes.

    Raises:
        SetupError: O023, the fonts of the cover are missing.
    """
    with contextlib.ExitStack() as opened, pikepdf.new() as pdf:
        sheet = opened.enter_context(pikepdf.open(io.BytesIO(draw_cover(cover))))
        pdf.pages.extend(sheet.pages)
        with pdf.open_outline() as outline:
            for bookmark, file in documents:
                outline.root.append(pikepdf.OutlineItem(bookmark, len(pdf.pages)))
                pdf.pages.extend(opened.enter_context(pikepdf.open(file)).pages)
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Title=title, Producer="luutru"))
        write_whole(target, lambda stream: save_pdf(pdf, stream))


def pages_in(file: Path) -> int:
    """How many pages one of our access PDFs has."""
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)
