"""Where a page may bear handwriting: number line, date line, the signer's name; pure.

The places follow the form of Decree 30/2020/NĐ-CP, Annex I. It reads no handwriting itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from ocr.signing_office import lines_under, signing_office
from records.page import Line, Word
from records.place import Box, around
from records.vietnamese import without_marks

HEAD_SHARE = 0.45
LEFT_SHARE = 0.45
RIGHT_SHARE = 0.35
GAP_IN_HEIGHTS = 3.0
"""A blank this wide, in heights of the words, ends the number line."""
SIDE_IN_HEIGHTS = 0.3
LABEL = re.compile(r"^\W*s[o0]\w?(\W|$)")
NUMBER_TAIL = re.compile(r"[/(|][a-z]|-[a-z]{2}")
DAY_WORD = re.compile(r"nga[yi]")
LATER_WORD = re.compile(r"th?ang|nam|(19|20)\d\d")
MOST_NAME_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HandLine:
    """A line to be read for ``field`` (``number``, ``issued_date`` or ``signer_name``).

    ``box`` holds the printed words, ``letter`` is their median height in pixels, ``printed`` what
    the engine for print made of them.
    """

    field: str
    box: Box
    letter: int
    printed: str

    def crop(self, margin: float, width: int, height: int) -> Box:
        """The box with ``margin`` heights of its letters above and below, inside the page."""
        side, above = round(SIDE_IN_HEIGHTS * self.letter), round(margin * self.letter)
        return Box(
            max(0, self.box.left - side),
            max(0, self.box.top - above),
            min(width, self.box.right + side),
            min(height, self.box.bottom + above),
        )


def head_lines(lines: tuple[Line, ...], width: int, height: int) -> tuple[HandLine, ...]:
    """The number line and the date line of a letterhead, as far as they are found."""
    head = [line for line in lines if line.box.top < height * HEAD_SHARE]
    number = next((found for line in head if (found := _number_line(line, width))), None)
    day = next((found for line in head if (found := _date_line(line, width))), None)
    return tuple(found for found in (number, day) if found is not None)


def name_lines(lines: tuple[Line, ...], width: int, height: int) -> tuple[HandLine, ...]:
    """The lines under the signer's office, from above, among which the name may stand."""
    office = signing_office(lines, width)
    if office is None:
        return ()
    under = lines_under(office, lines, width, height)
    return tuple(_hand_line("signer_name", line.words) for line in under[:MOST_NAME_LINES])


def _bare(written: str) -> str:
    return without_marks(written).lower()


def _hand_line(field: str, words: tuple[Word, ...]) -> HandLine:
    return HandLine(
        field=field,
        box=around(tuple(word.box for word in words)),
        letter=round(median(word.box.height for word in words)),
        printed=" ".join(word.text for word in words),
    )


def _number_line(line: Line, width: int) -> HandLine | None:
    words = tuple(_until_gap(line.words))
    printed = "".join(_bare(word.text) for word in words)
    at_left = bool(words) and words[0].box.left < width * LEFT_SHARE
    labelled = at_left and LABEL.match(_bare(words[0].text)) is not None
    if not labelled or not NUMBER_TAIL.search(printed):
        return None
    return _hand_line("number", words)


def _until_gap(words: tuple[Word, ...]) -> Iterable[Word]:
    letter = median(word.box.height for word in words)
    end = words[0].box.right
    for word in words:
        if word.box.left - end > GAP_IN_HEIGHTS * letter:
            return
        end = word.box.right
        yield word


def _date_line(line: Line, width: int) -> HandLine | None:
    starts = [n for n, word in enumerate(line.words) if DAY_WORD.search(_bare(word.text))]
    if not starts or line.words[starts[0]].box.left < width * RIGHT_SHARE:
        return None
    words = line.words[starts[0] :]
    later = " ".join(_bare(word.text) for word in words)
    return _hand_line("issued_date", words) if LATER_WORD.search(later) else None
