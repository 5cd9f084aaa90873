"""Issuing body and its parent, from the left column of the letterhead.

The names stay as on paper; who succeeded a body after a merger is not this module's matter.
"""

import re
from dataclasses import replace

from metadata.body_nouns import begins_a_body, with_mended_noun
from metadata.evidence import engine_confidence, field_of
from metadata.layout import Letterhead
from metadata.marks import restore_marks
from records.document import Field
from records.page import Line, Word

CAPITAL_SHARE = 0.7
DASHES = ("-", "–", "—")


def read_bodies(head: Letterhead) -> tuple[Field | None, Field | None]:
    """Parent body and issuing body; a single body is the issuing one."""
    lines = tuple(line for line in map(_spoken, _above_number(head)) if line)
    if not lines:
        return None, None
    groups, is_certain = _groups(tuple(map(with_mended_noun, lines)))
    strength = 1.0 if is_certain and head.has_national_title else 0.75
    read = tuple(word for line in lines for word in line)
    cut = len(read) - len(groups[-1])
    issuing = _body(groups[-1], read[cut:], (head, "issuing-body.letterhead", strength))
    if len(groups) == 1:
        return None, issuing
    above = tuple(word for group in groups[:-1] for word in group)
    return _body(above, read[:cut], (head, "parent-body.letterhead", strength)), issuing


def _body(
    words: tuple[Word, ...], read: tuple[Word, ...], how: tuple[Letterhead, str, float]
) -> Field:
    """The field of a body's name; what was ``read`` stands beside it where its noun was mended."""
    head, rule, strength = how
    field = field_of(restore_marks(words), head.document_page, rule, strength)
    if words == read:
        return field
    as_read = " ".join(word.text for word in read)
    return replace(field, as_read=as_read, rule=f"{rule}.mended")


def _above_number(head: Letterhead) -> tuple[Line, ...]:
    end = head.number_line or (head.date_line if head.left else None)
    foot = end.box.top if end is not None else head.page.height
    return tuple(line for line in head.left if (line.box.top + line.box.bottom) / 2 < foot)


def _spoken(line: Line) -> tuple[Word, ...]:
    words = _lettered(line.words)
    letters = "".join(c for word in words for c in word.text if c.isalpha())
    is_capital = sum(c.isupper() for c in letters) >= CAPITAL_SHARE * len(letters)
    is_name = len(letters) > 2 and is_capital and engine_confidence(words) > 0.3  # noqa: PLR2004 - letters; garbage reads below 0.3
    return words if is_name else ()


def _lettered(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with letters, and each dash between two of them: Lao động - Thương binh."""
    has_letters = [re.search(r"[^\W\d_]", word.text) is not None for word in words]
    return tuple(
        word
        for at, word in enumerate(words)
        if has_letters[at]
        or (word.text in DASHES and any(has_letters[:at]) and any(has_letters[at + 1 :]))
    )


def _groups(lines: tuple[tuple[Word, ...], ...]) -> tuple[list[tuple[Word, ...]], bool]:
    """One tuple of words per body, and whether the first began with a body's noun."""
    groups: list[tuple[Word, ...]] = []
    for line in lines:
        if begins_a_body(line) or not groups:
            groups.append(line)
        else:
            groups[-1] += line
    is_certain = begins_a_body(groups[0])
    if len(groups) == 1 and not is_certain and len(lines) > 1:
        groups = [lines[0], tuple(word for line in lines[1:] for word in line)]
    return groups, is_certain
