"""Writes hits as a page of HTML, each with its page of the scan on which the words are marked."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from markupsafe import Markup, escape

from cli.html import render
from flows.looking.marked_pages import MarkedPage
from flows.looking.picture_folder import PICTURES
from ocr.whole_file import write_whole
from records.hit import Answer

FORM = "hits.html"
_BEGIN, _END = "⟪", "⟫"


def write_hits(
    answer: Answer, pages: Sequence[MarkedPage], words: str, made: datetime, folder: Path
) -> Path:
    """Write ``index.html`` for the ``pages`` of ``answer``'s hits; its path.

    Raises:
        OSError: it cannot be written.
    """
    page = render(
        FORM, answer=answer, pages=pages, words=words, made=made, marked=marked, pictures=PICTURES
    )
    target = folder / "index.html"
    write_whole(target, lambda stream: stream.write(page))
    return target


def marked(snippet: str) -> Markup:
    """The snippet with found words marked; everything in it is escaped."""
    shown = escape(snippet).replace(_BEGIN, Markup("<mark>"))
    return shown.replace(_END, Markup("</mark>"))
