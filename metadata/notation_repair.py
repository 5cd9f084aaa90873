"""A notation misread by one sign, mended against the lists of types and bodies; pure.

The engine doubles Đ, drops its bar and adds thin letters. A mended notation is a proposal: it stays
under 0.9 and keeps what was read beside it. What is on a list as it stands is never touched.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from metadata.abbreviations import stands_for_a_body
from metadata.document_types import document_types
from metadata.evidence import UNCONFIRMED_CEILING
from records.document import Field

FEWEST_LETTERS = 3
"""In shorter groups one letter says too little of which was meant."""
THIN = "IlJ1Đ"
"""What the engine adds: strokes that are none, and Đ twice."""
SHAPES = ("FPER", "VY", "OQCG", "BRS", "UƯŨ", "ITJL", "NHM", "DĐ", "AĂÂ", "OÔƠ", "EÊ")
SAME_SHAPE = str.maketrans({"Đ": "D", "đ": "d", "0": "O", "Ô": "O", "1": "I", "l": "I", "5": "S"})


def mended_notation(notation: Field, names: tuple[str, ...]) -> Field:
    """``notation`` with each unlisted group replaced by the one listed group that is one sign away.

    ``names`` are those of the bodies that the letterhead tells. Where there is none or more than
    one, the group stays.
    """
    parts = re.split(r"([-/])", notation.value)
    start = 2 if parts[0].isdigit() and len(parts) > 1 else 0
    mended = [
        part if at < start or at % 2 else _mended(part, names, is_first=at == start)
        for at, part in enumerate(parts)
    ]
    value = "".join(mended)
    if value == notation.value:
        return notation
    return replace(
        notation,
        value=value,
        as_read=notation.value,
        confidence=min(notation.confidence, UNCONFIRMED_CEILING),
        rule=f"{notation.rule}.mended",
    )


def _mended(group: str, names: tuple[str, ...], *, is_first: bool) -> str:
    types = {each.abbreviation for each in document_types() if each.abbreviation}
    if (is_first and group in types) or stands_for_a_body(group, names):
        return group
    if is_first:
        meant = {each for each in types if _one_shape(each) == _one_shape(group)}
        if meant:
            return meant.pop() if len(meant) == 1 else group
    if len(group) < FEWEST_LETTERS:
        return group
    meant = {each for each in _one_sign_away(group) if stands_for_a_body(each, names)}
    return meant.pop() if len(meant) == 1 else group


def _one_shape(group: str) -> str:
    return group.translate(SAME_SHAPE).replace("DD", "D")


def _one_sign_away(group: str) -> Iterator[str]:
    for at, letter in enumerate(group):
        before, after = group[:at], group[at + 1 :]
        if letter in THIN:
            yield before + after
        for shape in SHAPES:
            if letter in shape:
                yield from (before + other + after for other in shape if other != letter)
