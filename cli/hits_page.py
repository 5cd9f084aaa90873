"""Writes hits as a page of HTML, each with its page of the scan on which the words are marked."""

from datetime import datetime
from pathlib import Path

from cli.html import render
from cli.progress import progress_bar
from flows.archive import Archive
from flows.looking.marked_pages import draw_hits
from flows.looking.picture_folder import PICTURES, make_folder
from ocr.whole_file import write_whole
from records.dates import VIETNAM
from records.errors import SetupError
from records.hit import Answer
from records.problem import Problem

FORM = "hits.html"


def write_hits(
    archive: Archive, answer: Answer, asked: str, folder: Path
) -> tuple[Path, tuple[Problem, ...]]:
    """Write ``folder/index.html`` with ``answer``'s hits on their pages; what could not be drawn.

    Raises:
        RefusedError: F090, something is in the folder.
        SetupError: F042, it cannot be written.
    """
    make_folder(folder)
    with progress_bar() as watch:
        pages, problems = draw_hits(archive, answer.hits, folder, watch)
    made, target = datetime.now(VIETNAM), folder / "index.html"
    page = render(FORM, answer=answer, pages=pages, asked=asked, made=made, pictures=PICTURES)
    try:
        write_whole(target, lambda stream: stream.write(page))
    except OSError as error:
        raise SetupError("F042", folder, reason=error.strerror) from error
    return target, problems
