"""Subject (trích yếu): the lines under a title, or the "V/v" block of an official letter.

It keeps the printed wording, misspellings and brackets included.
"""

import re
from dataclasses import replace

from metadata.evidence import field_of
from metadata.layout import Letterhead, bare, columns
from metadata.marks import restore_marks
from metadata.subject_lines import (
    ABOUT,
    SUBJECT_LINES,
    begins_body,
    end_is_doubtful,
    is_parted,
    lines_under,
)
from records.document import Field
from records.page import Word

LETTER_HEAD_LINES = 12
LEFT_BLOCK = 0.58
STRENGTH, DOUBTED = 0.96, 0.85
SLASHED_ABOUT = re.compile(r"^(\W*)[VvYy](?:\s?[/-]\s?[Vv]\b|\s?/(?=\s))")


def titled_subject(
    head: Letterhead, place: int, title: tuple[Word, ...], rest: tuple[Word, ...]
) -> Field | None:
    """What stands under the title at ``head.below[place]``.

    ``rest`` are the words behind the type on the title's own line: a part of the subject, unless
    the next line begins one with "Về việc".
    """
    under = lines_under(head, place, (*title, *rest))
    starts_anew = ABOUT.match(bare(" ".join(word.text for word in under))) is not None
    words = restore_marks(under if starts_anew else (*rest, *under))
    if not words:
        return None
    about = _about(words, head.document_page, "subject.under-title")
    return _held(about) if end_is_doubtful(head, under or rest) else about


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
        if is_parted(block[-1], piece) or begins_body(piece):
            break
        block.append(piece)
    words = restore_marks(tuple(word for piece in block for word in piece.words))
    return _about(words, head.document_page, "subject.official-letter")


def _about(words: tuple[Word, ...], page: int, rule: str) -> Field:
    written = " ".join(word.text for word in words)
    return field_of(words, page, rule, STRENGTH, SLASHED_ABOUT.sub(r"\1V/v", written))
