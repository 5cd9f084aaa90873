"""Writes what is open as pages of HTML with the crops beside them, for screen and paper."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cli.html import render
from flows.looking.picture_folder import PICTURES
from flows.revising.review import ReviewedDocument, ReviewedDossier, Sighted
from metadata.review_table import SheetRow
from ocr.whole_file import write_whole
from records.document import Field
from records.messages import entries

FORM = "review.html"
ONE_PAGE = 20
"""Dossiers on one page; of more, each has a page of its own and the first page lists them."""


def sighted_in(reviewed: Sequence[ReviewedDossier]) -> list[Sighted]:
    """All points, by dossier and document."""
    return [
        point for dossier in reviewed for document in dossier.documents for point in document.points
    ]


def sheet_rows(reviewed: Sequence[ReviewedDossier]) -> list[SheetRow]:
    """All points as rows of the sheet."""
    return [
        _row(document, each)
        for dossier in reviewed
        for document in dossier.documents
        for each in document.points
    ]


def write_pages(
    reviewed: Sequence[ReviewedDossier], archive: str, made: datetime, folder: Path
) -> Path:
    """Write ``index.html``, and a page for each dossier where they are many; the path of the first.

    Raises:
        OSError: they cannot be written.
    """
    facts = {"archive": archive, "made": made, "rule_key": rule_key, "pictures": PICTURES}
    names = [f"{number:04d}.html" for number in range(1, len(reviewed) + 1)]
    if len(reviewed) <= ONE_PAGE:
        names = [f"#d{number}" for number in range(1, len(reviewed) + 1)]
        shown: Sequence[ReviewedDossier] = reviewed
    else:
        shown = ()
        for number, (name, each) in enumerate(zip(names, reviewed, strict=True)):
            around = {
                "before": names[number - 1] if number else None,
                "after": names[number + 1] if number + 1 < len(names) else None,
            }
            page = render(FORM, dossiers=[each], listed=(), around=around, **facts)
            _write(folder / name, page)
    listed = tuple(zip(names, reviewed, strict=True))
    target = folder / "index.html"
    _write(target, render(FORM, dossiers=shown, listed=listed, around=None, **facts))
    return target


def rule_key(read: Field) -> str:
    """The key of the words that tell how a value was read; rules without words have one together.

    What a rule's name says after its second part, as ``.mended``, is told by the reason.
    """
    key = f"rule.{'.'.join(read.rule.split('.')[:2])}"
    return key if key in entries() else "rule.other"


def _row(document: ReviewedDocument, each: Sighted) -> SheetRow:
    box = each.crop.box if each.crop is not None else None
    return SheetRow(
        point=each.point,
        file=str(document.document.file.name),
        page=each.page,
        picture=each.picture,
        aspect=box.height / box.width if box is not None and box.width else 0.0,
        is_certain=each.crop is not None and each.crop.mark is not None,
    )


def _write(target: Path, page: bytes) -> None:
    write_whole(target, lambda stream: stream.write(page))
