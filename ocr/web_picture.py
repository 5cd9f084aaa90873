"""Pictures of read pages in a form that every browser shows."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError
from records.page import RecognizedPage

CHILD_MODULE = "ocr.worker"


def save_web_pictures(pages: Sequence[RecognizedPage], folder: Path) -> tuple[Path, ...]:
    """Draw the pages, each with the pixels that its boxes count, as ``folder/0001.jpg`` and so on.

    Raises:
        InputError: O004 drawing a page brought the drawing program down.
    """
    made = []
    with (
        tempfile.TemporaryDirectory(prefix="pictures-") as temporary,
        ConfinedWorker(CHILD_MODULE, Limits(), Path(temporary)) as child,
    ):
        drawn = Path(temporary) / "drawn.jpg"
        for number, page in enumerate(pages, 1):
            size = {"width": page.width, "height": page.height, "dpi": page.dpi}
            try:
                child.call("draw_page", image=str(page.image), target=str(drawn), **size)
            except ConfinedFailure as error:
                raise InputError("O004", page.image.name, detail=error.detail) from error
            made.append(Path(shutil.move(drawn, folder / f"{number:04d}.jpg")))
    return tuple(made)
