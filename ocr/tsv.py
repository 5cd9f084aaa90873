"""Tesseract's table of words becomes lines and words; pure."""

import unicodedata
from dataclasses import replace

from records.page import Line, Word
from records.place import Box, around
from records.vietnamese import normal

COLUMNS = 12
WORD_LEVEL = "5"


def lines_of(table: str, width: int, height: int) -> tuple[Line, ...]:
    """The lines of a page of ``width`` x ``height`` pixels, in the engine's reading order."""
    grouped: dict[tuple[str, ...], list[Word]] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == COLUMNS and cells[0] == WORD_LEVEL:
            text = _printable(cells[11])
            if text:
                word = Word(text=text, box=_box(cells, width, height), confidence=_share(cells[10]))
                grouped.setdefault(tuple(cells[2:5]), []).append(word)
    return tuple(
        Line(
            words=tuple(words),
            box=around(tuple(word.box for word in words)),
            block=int(place[0]),
        )
        for place, words in grouped.items()
    )


def placed(lines: tuple[Line, ...], scale: float, left: int, top: int) -> tuple[Line, ...]:
    """Lines of a part of a page, read ``1 / scale`` times as large, where they stand on the page.

    ``left`` and ``top`` are the part's corner in pixels of the page.
    """

    def moved(box: Box) -> Box:
        return Box(
            left + round(scale * box.left),
            top + round(scale * box.top),
            left + round(scale * box.right),
            top + round(scale * box.bottom),
        )

    return tuple(
        replace(
            line,
            box=moved(line.box),
            words=tuple(replace(word, box=moved(word.box)) for word in line.words),
        )
        for line in lines
    )


def mean_confidence(lines: tuple[Line, ...]) -> float:
    """The mean of the words' confidence, each weighed by its length; 0.0 without words."""
    words = [word for line in lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 4)


def _printable(written: str) -> str:
    kept = "".join(sign for sign in written if unicodedata.category(sign)[0] != "C")
    return normal("".join(kept.split()))


def _box(cells: list[str], width: int, height: int) -> Box:
    left, top, across, down = (int(cell) for cell in cells[6:10])
    return Box(max(0, left), max(0, top), min(width, left + across), min(height, top + down))


def _share(confidence: str) -> float:
    return round(min(1.0, max(0.0, float(confidence) / 100)), 4)
