"""Writes the report on reading as one page of HTML with the pictures beside it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from cli.html import render
from cli.measuring import MeasuredPage, MeasuredScan, count_outcomes, total
from cli.reliability_chart import reliability_svg
from metadata.field_quality import Outcome
from metadata.reliability import reliability
from ocr.differences import Piece
from ocr.web_picture import save_web_pictures
from ocr.whole_file import write_whole

PICTURES = "pictures"
DOUBTFUL = 0.8
"""Words below this confidence are shaded."""


def write_report(scans: Sequence[MeasuredScan], title: str, made: datetime, folder: Path) -> Path:
    """Write ``index.html`` and its pictures into ``folder``; returns the page's path."""
    (folder / PICTURES).mkdir(parents=True, exist_ok=True)
    page = render(
        "ocr_report.html",
        title=title,
        made=made,
        total=total(scans),
        engine=total(scans, engine=True),
        sheets=_sheets(scans, folder),
        scans=scans,
        fields=count_outcomes(scans),
        outcomes=tuple(Outcome),
        chart=Markup(reliability_svg(reliability(each for scan in scans for each in scan.fields))),  # noqa: S704 - numbers alone
    )
    target = folder / "index.html"
    write_whole(target, lambda stream: stream.write(page))
    return target


def _sheets(scans: Sequence[MeasuredScan], folder: Path) -> list[dict[str, object]]:
    """What the page shows of each measured page, in order."""
    measured = [(scan, page) for scan in scans for page in scan.pages]
    pictures = save_web_pictures([each.page for _, each in measured], folder / PICTURES)
    return [
        {
            "anchor": f"p{number}",
            "name": scan.scan.file.name,
            "page": each.page,
            "quality": each.quality,
            "picture": pictures[number - 1].relative_to(folder).as_posix(),
            "marks": tuple(_marks(each)),
            "lines": [
                [(piece, _tags(piece, each)) for piece in line.pieces]
                for line in each.quality.lines
            ],
            "surplus": [each.words[n] for n in sorted(each.quality.surplus)],
        }
        for number, (scan, each) in enumerate(measured, 1)
    ]


def _marks(measured: MeasuredPage) -> list[tuple[str, object, str]]:
    """Kind, box and text of every word that is marked on the picture."""
    quality = measured.quality
    kinds = [
        (_kind(number, quality.wrong, quality.surplus), word)
        for number, word in enumerate(measured.words)
    ]
    return [
        (kind or "doubtful", word.box, f"{word.likeliest} ({word.confidence:.0%})")
        for kind, word in kinds
        if kind or word.confidence < DOUBTFUL
    ]


def _kind(number: int, wrong: frozenset[int], surplus: frozenset[int]) -> str:
    if number in wrong:
        return "wrong"
    return "surplus" if number in surplus else ""


def _tags(piece: Piece, measured: MeasuredPage) -> tuple[str, bool]:
    """The HTML element of a piece (``del`` was not read, ``ins`` was read), and if it is shaded."""
    element = {"missing": "del", "surplus": "ins", "same": "span"}[piece.kind]
    doubtful = piece.word is not None and measured.words[piece.word].confidence < DOUBTFUL
    return element, doubtful
