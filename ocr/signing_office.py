"""The office of the one who signed, at the right under the text, and what stands under it; pure.

The places follow the form of Decree 30/2020/NĐ-CP, Annex I.
"""

import re

from records.page import Line
from records.vietnamese import without_marks

OFFICE = re.compile(
    r"\b(chu tich|cuc truong|giam doc|hieu truong|vien truong|bo truong|thu truong|chanh|bi thu|"
    r"chu nhiem|truong phong|thu tuong|tong thu ky)\b"
)
CAPITAL_SHARE = 0.7
"""A seal across the office adds small letters."""
SIGNER_SHARE = 0.42
NAME_REACH = 0.28
GAP_IN_HEIGHTS = 2.0
"""As between the columns of a letterhead."""


def signing_office(lines: tuple[Line, ...], width: int) -> Line | None:
    """The lowest at the right of a page of ``width`` pixels, without what stands left of it."""
    at_right = (_at_right(line, width) for line in lines)
    offices = (part for part in at_right if part is not None and _is_office(part))
    return max(offices, key=lambda line: line.box.top, default=None)


def lines_under(office: Line, lines: tuple[Line, ...], width: int, height: int) -> tuple[Line, ...]:
    """The lines under the office, from above, among which the name may stand."""
    foot = office.box.bottom + NAME_REACH * height
    under = (
        line
        for line in lines
        if line.box.left > width * SIGNER_SHARE
        and office.box.bottom <= line.box.top < foot
        and line.box.right > office.box.left
    )
    return tuple(sorted(under, key=lambda line: line.box.top))


def _at_right(line: Line, width: int) -> Line | None:
    """The part of the line that begins at the right of the page, by itself or behind a blank."""
    rest = [n for n, word in enumerate(line.words) if word.box.left > width * SIGNER_SHARE]
    if not rest or rest[0] == 0:
        return line if rest else None
    before, first = line.words[rest[0] - 1], line.words[rest[0]]
    if first.box.left - before.box.right < GAP_IN_HEIGHTS * first.box.height:
        return None
    words = line.words[rest[0] :]
    return line.with_words(words)


def _is_office(line: Line) -> bool:
    letters = [letter for letter in line.text if letter.isalpha()]
    capital = bool(letters) and sum(letter.isupper() for letter in letters) > CAPITAL_SHARE * len(
        letters
    )
    return capital and OFFICE.search(without_marks(line.text).lower()) is not None
