"""Tesseract's table of words becomes lines and words; pure."""

import unicodedata
from dataclasses import replace

from records.errors import InputError
from records.page import Line, Word
from records.place import Box, around
from records.vietnamese import normal

COLUMNS = 12
WORD_LEVEL = "5"


def lines_of(table: str, width: int, height: int) -> tuple[Line, ...]:
    """The lines of a page of ``width`` x ``height`` pixels, in the engine's reading order.

    Raises:
        InputError: O007 the engine wrote something else.
    """
    try:
        grouped = _grouped(table, width, height)
    except ValueError as error:
        raise InputError("O007", "tesseract", detail=str(error)[:200]) from error
    return tuple(
        Line(
            words=tuple(words),
            box=around(tuple(word.box for word in words)),
            block=block,
        )
        for (block, _, _), words in grouped.items()
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


def _grouped(table: str, width: int, height: int) -> dict[tuple[int, int, int], list[Word]]:
    """Words by block, paragraph and line."""
    grouped: dict[tuple[int, int, int], list[Word]] = {}
    header, *rows = table.splitlines() or [""]
    if header.count("\t") != COLUMNS - 1:
        raise ValueError(header)
    for row in rows:
        cells = row.split("\t")
        if len(cells) == COLUMNS and cells[0] == WORD_LEVEL:
            block, paragraph, line, *_ = (int(cell) for cell in cells[2:5])
            text = _printable(cells[11])
            if text:
                word = Word(text=text, box=_box(cells, width, height), confidence=_share(cells[10]))
                grouped.setdefault((block, paragraph, line), []).append(word)
    return grouped


def _printable(written: str) -> str:
    kept = "".join(sign for sign in written if unicodedata.category(sign)[0] != "C")
    return normal("".join(kept.split()))


def _box(cells: list[str], width: int, height: int) -> Box:
    left, top, across, down = (int(cell) for cell in cells[6:10])
    left, top = min(max(0, left), width), min(max(0, top), height)
    right, bottom = min(width, left + across), min(height, top + down)
    return Box(left, top, max(left, right), max(top, bottom))


def _share(confidence: str) -> float:
    return round(min(1.0, max(0.0, float(confidence) / 100)), 4)
