"""Which lines under a title belong to its subject (trích yếu), and whether its end is plain.

A body's first lines may look the same; where they do, it says so and decides nothing.
"""

import re

from metadata.columns import bare, columns
from metadata.layout import Letterhead
from metadata.letters import capital_share
from records.page import Line, Word
from records.place import around

SUBJECT_LINES = 7
BLOCK_GAP_HEIGHTS = 1.3
FULL_LINE = 0.55
NARROW_AXIS, WIDE_AXIS = 0.035, 0.07
"""Shares of the page's width by which a line may leave the title's axis."""
TITLE_GAP_HEIGHTS = 1.9
ROW_GAP_HEIGHTS = 2
MOSTLY = 0.75
LEGIBLE = 0.3
WHOLE_WIDTH = 0.68
"""Share of the page's width: so wide are the lines of the text itself."""
FAR_WIDER = 1.3
CLOSE_HEIGHTS = 1.5
"""From the middle of a line to the top of one that may go on with it."""
BODY_BEGINS = re.compile(
    r"^\W*(kinh (gui|goi)|can cu|chuong [ivx\d]|dieu \d|phan [ivx\d]|muc [ivx\d]|hom nay|"
    r"chung toi|(stt|tt)\b|[ivx]{1,4}\s*[./)]|\d{1,2}\s*[./)]|[a-d]\s*[./)]|(tm|kt|q|tl)\.)"
)
GROUNDS = re.compile(r"^\W*(thuc hien|xet|theo)\b")
"""They begin a body's first sentence, but a subject's too: told apart by standing second."""
OFFICE = re.compile(r"\b(truong|giam doc|chu tich|bo truong|uy ban nhan dan)\b")
ABOUT = re.compile(r"^\W*((v\s*[/-]\s*v|ve viec|y/v)\b|v/\s)")
"""Also with its second V lost: no other line begins with a single V and a slash."""


def lines_under(head: Letterhead, place: int, whole: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of the subject under the title ``whole``, which is ``head.below[place]``."""
    above = Line(words=whole, box=around(tuple(word.box for word in whole)))
    middle = (above.box.left + above.box.right) / 2
    gathered: list[Word] = []
    for line in head.below[place + 1 : place + 1 + SUBJECT_LINES]:
        words = _spoken(line)
        if not words:
            continue
        heard = Line(words=words, box=around(tuple(word.box for word in words)))
        if _strays(heard, above, head.page.width, middle) or begins_body(heard):
            break
        if gathered and (_is_authority(heard) or _is_table_row(heard, head)):
            break
        if gathered and (GROUNDS.match(bare(heard.text)) or _is_paragraph(heard, above, head)):
            break
        gathered.extend(words)
        above = heard
    return tuple(gathered)


def end_is_doubtful(head: Letterhead, words: tuple[Word, ...]) -> bool:
    """Whether a line follows closely, or the lines are as wide as the text."""
    block = around(tuple(word.box for word in words))
    last = words[-1].box
    follows = any(
        0 < line.box.top - last.top - last.height / 2 < CLOSE_HEIGHTS * last.height
        and line.box.left < block.right
        and line.box.right > block.left
        and not begins_body(line)
        for line in head.below
        if line.box.top > last.top + last.height / 2 and _spoken(line)
    )
    return follows or block.width > head.page.width * WHOLE_WIDTH


def begins_body(line: Line) -> bool:
    """Whether the line begins as the text of a document does, or the words before it."""
    spoken = bare(line.text)
    return BODY_BEGINS.match(spoken) is not None and ABOUT.match(spoken) is None


def is_parted(above: Line, below: Line) -> bool:
    """Whether more than a line's leading lies between two lines."""
    return below.box.top - above.box.bottom > BLOCK_GAP_HEIGHTS * above.box.height


def _is_paragraph(line: Line, above: Line, head: Letterhead) -> bool:
    """Whether it is as wide as the text and far wider than the centred line above."""
    is_wide = line.box.width > WHOLE_WIDTH * head.page.width
    return is_wide and line.box.width > FAR_WIDER * above.box.width


def _spoken(line: Line) -> tuple[Word, ...]:
    """The line's words, or none where it is only a rule, a smudge or leaders."""
    letters = [word for word in line.words if re.search(r"[^\W\d_]{2}", word.text)]
    sure = [word for word in letters if word.confidence > LEGIBLE]
    return _without_speck(line.words) if sure and len(sure) * 2 >= len(line.words) - 2 else ()


def _without_speck(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without a lone sign far before the rest: a stroke of a stamp or a smudge."""
    is_sign = len(words[0].text) == 1 or words[0].confidence < LEGIBLE
    if len(words) < 2 or not is_sign:  # noqa: PLR2004 - a sign and what it precedes
        return words
    first, second = words[0].box, words[1].box
    return words[1:] if second.left - first.right > BLOCK_GAP_HEIGHTS * second.height else words


def _is_table_row(line: Line, head: Letterhead) -> bool:
    """Whether its columns stand wide apart: a blank between words may be wide, but not so wide."""
    left, *right = columns(line, head.page)
    gaps = [piece.box.left - left.box.right for piece in right]
    return any(gap > ROW_GAP_HEIGHTS * line.box.height for gap in gaps)


def _strays(line: Line, above: Line, width: int, middle: float) -> bool:
    """Whether ``line`` leaves the title's axis or stands apart from it; a paragraph does."""
    centre = (line.box.left + line.box.right) / 2
    allowed = NARROW_AXIS if line.box.width > width * FULL_LINE else WIDE_AXIS
    apart = line.box.top - above.box.bottom
    too_far = apart > TITLE_GAP_HEIGHTS * max(line.box.height, above.box.height)
    return abs(centre - middle) > width * allowed or too_far


def _is_authority(line: Line) -> bool:
    return capital_share(line.words) > MOSTLY and OFFICE.search(bare(line.text)) is not None
