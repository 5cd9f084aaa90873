"""Subject (trích yếu): the lines under a title, or the "V/v" block of an official letter.

It keeps the printed wording, misspellings and brackets included.
"""

import re
from dataclasses import replace

from metadata.evidence import field_of
from metadata.layout import Letterhead, bare, columns
from metadata.letters import capital_share
from metadata.marks import restore_marks
from records.document import Field
from records.page import Line, Word
from records.place import around

SUBJECT_LINES = 7
LETTER_HEAD_LINES = 12
LEFT_BLOCK = 0.58
FULL_LINE = 0.55
NARROW_AXIS, WIDE_AXIS = 0.035, 0.07
"""Shares of the page's width by which a line may leave the title's axis."""
TITLE_GAP_HEIGHTS = 1.9
BLOCK_GAP_HEIGHTS = 1.3
ROW_GAP_HEIGHTS = 2
MOSTLY = 0.75
LEGIBLE = 0.3
STRENGTH, DOUBTED = 0.96, 0.85
WHOLE_WIDTH = 0.68
"""Share of the page's width: so wide are the lines of the text itself."""
CLOSE_HEIGHTS = 1.0
SLASHED_ABOUT = re.compile(r"^(\W*)[VvYy](?:\s?[/-]\s?[Vv]\b|\s?/(?=\s))")
ABOUT = re.compile(r"^\W*((v\s*[/-]\s*v|ve viec|y/v)\b|v/\s)")
"""Also with its second V lost: no other line begins with a single V and a slash."""
BODY_BEGINS = re.compile(
    r"^\W*(kinh (gui|goi)|can cu|chuong [ivx\d]|dieu \d|phan [ivx\d]|muc [ivx\d]|hom nay|"
    r"chung toi|(stt|tt)\b|[ivx]{1,4}\s*[./)]|\d{1,2}\s*[./)]|[a-d]\s*[./)]|(tm|kt|q|tl)\.)"
)
GROUNDS = re.compile(r"^\W*(thuc hien|xet|theo)\b")
"""They begin a body's first sentence, but a subject's too: told apart by standing second."""
OFFICE = re.compile(r"\b(truong|giam doc|chu tich|bo truong|uy ban nhan dan)\b")


def titled_subject(
    head: Letterhead, place: int, title: tuple[Word, ...], rest: tuple[Word, ...]
) -> Field | None:
    """What stands under the title at ``head.below[place]``.

    ``rest`` are the words behind the type on the title's own line: a part of the subject, unless
    the next line begins one with "Về việc".
    """
    under = _subject_lines(head, place, (*title, *rest))
    starts_anew = ABOUT.match(bare(" ".join(word.text for word in under))) is not None
    words = restore_marks(under if starts_anew else (*rest, *under))
    if not words:
        return None
    about = _about(words, head.document_page, "subject.under-title")
    return _held(about) if _end_is_doubtful(head, under or rest) else about


def _end_is_doubtful(head: Letterhead, words: tuple[Word, ...]) -> bool:
    """Whether a line follows closely, or the lines are as wide as the text: it may end elsewhere."""
    block = around(tuple(word.box for word in words))
    last = words[-1].box
    follows = any(
        0 < line.box.top - last.top - last.height / 2 < (CLOSE_HEIGHTS + 0.5) * last.height
        and line.box.left < block.right
        and line.box.right > block.left
        and not _begins_body(line)
        for line in head.below
        if line.box.top > last.top + last.height / 2 and _spoken(line)
    )
    return follows or block.width > head.page.width * WHOLE_WIDTH


def _held(about: Field) -> Field:
    return replace(
        about, confidence=min(about.confidence, DOUBTED), rule=f"{about.rule}.end-doubtful"
    )


def letter_subject(head: Letterhead) -> Field | None:
    """The "V/v" block in the left column, down to the first gap or to the addressee."""
    pieces = [
        *head.left,
        *(piece for line in head.below[:LETTER_HEAD_LINES] for piece in columns(line, head.page)),
    ]
    at_left = [piece for piece in pieces if piece.box.right < head.page.width * LEFT_BLOCK]
    start = next((n for n, piece in enumerate(at_left) if ABOUT.match(bare(piece.text))), None)
    if start is None:
        return None
    block = [at_left[start]]
    for piece in at_left[start + 1 : start + SUBJECT_LINES]:
        if _parted(block[-1], piece) or _begins_body(piece):
            break
        block.append(piece)
    words = restore_marks(tuple(word for piece in block for word in piece.words))
    return _about(words, head.document_page, "subject.official-letter")


def _about(words: tuple[Word, ...], page: int, rule: str) -> Field:
    written = " ".join(word.text for word in words)
    return field_of(words, page, rule, STRENGTH, SLASHED_ABOUT.sub(r"\1V/v", written))


def _parted(above: Line, below: Line) -> bool:
    return below.box.top - above.box.bottom > BLOCK_GAP_HEIGHTS * above.box.height


def _subject_lines(head: Letterhead, place: int, whole: tuple[Word, ...]) -> tuple[Word, ...]:
    above = Line(words=whole, box=around(tuple(word.box for word in whole)))
    middle = (above.box.left + above.box.right) / 2
    gathered: list[Word] = []
    for line in head.below[place + 1 : place + 1 + SUBJECT_LINES]:
        words = _spoken(line)
        if not words:
            continue
        heard = Line(words=words, box=around(tuple(word.box for word in words)))
        if _strays(heard, above, head.page.width, middle) or _begins_body(heard):
            break
        if gathered and (_is_authority(heard) or _is_table_row(line, head)):
            break
        if gathered and GROUNDS.match(bare(heard.text)):
            break
        gathered.extend(words)
        above = heard
    return tuple(gathered)


def _spoken(line: Line) -> tuple[Word, ...]:
    """The line's words, or none where it is only a rule, a smudge or leaders."""
    letters = [word for word in line.words if re.search(r"[^\W\d_]{2}", word.text)]
    sure = [word for word in letters if word.confidence > LEGIBLE]
    return line.words if sure and len(sure) * 2 >= len(line.words) - 2 else ()


def _is_table_row(line: Line, head: Letterhead) -> bool:
    """Whether its columns stand wide apart: a blank between words may be wide, but not so wide."""
    left, *right = columns(line, head.page)
    gaps = [piece.box.left - left.box.right for piece in right]
    return any(gap > ROW_GAP_HEIGHTS * line.box.height for gap in gaps)


def _begins_body(line: Line) -> bool:
    spoken = bare(line.text)
    return BODY_BEGINS.match(spoken) is not None and ABOUT.match(spoken) is None


def _strays(line: Line, above: Line, width: int, middle: float) -> bool:
    """Whether ``line`` leaves the title's axis or stands apart from it; a paragraph does."""
    centre = (line.box.left + line.box.right) / 2
    allowed = NARROW_AXIS if line.box.width > width * FULL_LINE else WIDE_AXIS
    apart = line.box.top - above.box.bottom
    too_far = apart > TITLE_GAP_HEIGHTS * max(line.box.height, above.box.height)
    return abs(centre - middle) > width * allowed or too_far


def _is_authority(line: Line) -> bool:
    return capital_share(line.words) > MOSTLY and OFFICE.search(bare(line.text)) is not None
