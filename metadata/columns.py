"""A line's left and right piece, where a column gap parts it; and its letters without marks.

It knows the words with which the right column of a letterhead begins, and no field.
"""

import re
from statistics import median

from rapidfuzz import fuzz

from records.page import Line, RecognizedPage, Word
from records.vietnamese import without_marks

COLUMN_GAP_ZONE = (0.26, 0.68)
COLUMN_GAP_HEIGHTS = 1.3
NATIONAL_TITLE = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
RIGHT_COLUMN_STARTS = (("cong", "hoa"), ("doc", "lap"))
NUMBER_LINE = re.compile(r"^\W*so\s*[:;.,/]|^\W*so\s+\S{0,8}\d")
LABEL = re.compile(r"\W*[Ss][oốồổ]\W*")
NOTATION_LIKE = re.compile(r"/|[A-ZĐ][\w.]*-[A-ZĐ]")


def bare(written: str) -> str:
    """Lower case without marks, for finding fixed words; never for values."""
    return without_marks(written).lower()


def columns(line: Line, page: RecognizedPage) -> tuple[Line, ...]:
    """The line as one piece, or as a left and a right piece where a column gap parts it."""
    cut = _anchor_cut(line.words) or _gap_cut(line, page.width)
    if not cut:
        return (line,)
    halves = (line.words[:cut], line.words[cut:])
    return tuple(line.with_words(half) for half in halves)


def _anchor_cut(words: tuple[Word, ...]) -> int:
    spoken = [re.sub(r"\W", "", bare(word.text)) for word in words]
    for place in range(1, len(spoken) - 1):
        if (spoken[place], spoken[place + 1]) in RIGHT_COLUMN_STARTS:
            follows = " ".join(spoken[place:])
            if max(fuzz.ratio(follows, NATIONAL_TITLE), fuzz.ratio(follows, MOTTO)) > 75:  # noqa: PLR2004 - a likeness in percent
                return place
    return 0


def _gap_cut(line: Line, width: int) -> int:
    height = median(word.box.height for word in line.words)
    low, high = (share * width for share in COLUMN_GAP_ZONE)
    widest, cut = COLUMN_GAP_HEIGHTS * height, 0
    # A number written small in the room that the form left for it parts nothing.
    for place in range(_number_end(line, width) + 1, len(line.words)):
        start, end = line.words[place - 1].box.right, line.words[place].box.left
        if end - start > widest and low < (start + end) / 2 < high:
            widest, cut = end - start, place
    return cut


def _number_end(line: Line, width: int) -> int:
    """The place of the notation in a number line's left half, else 0."""
    if NUMBER_LINE.match(bare(line.text)) is None and LABEL.fullmatch(line.words[0].text) is None:
        return 0
    ends = [
        place
        for place, word in enumerate(line.words)
        if NOTATION_LIKE.search(word.text) and word.box.right < width / 2
    ]
    return ends[0] if ends else 0
