"""Does one field bear out another? A notation's groups against the bodies that could stand there.

An engine that reads ATTF for ATTP is sure of it; the name of the issuing body is not.
"""

import re
from dataclasses import replace

from metadata.document_types import type_of_notation
from records.document import Field
from records.vietnamese import normal

UNCONFIRMED_CEILING = 0.85
COMMON_BODIES = frozenset({
    "UBND", "HĐND", "CP", "TTg", "TW", "TU", "QH", "UBTVQH", "CTN", "VPCP", "VPTW", "HĐBT", "BNV",
    "BTC", "BYT", "BCA", "BQP", "BTP", "BCT", "BXD", "BGTVT", "BTNMT", "BNNPTNT", "BGDĐT",
    "BKHCN", "BKHĐT", "BLĐTBXH", "BTTTT", "BVHTTDL", "BNG", "NHNN", "TTCP", "UBDT",
})  # fmt: skip


def confirm_notation(notation: Field | None, bodies: tuple[Field | None, ...]) -> Field | None:
    """``notation`` as it is when every group is a known abbreviation, else held under 0.9.

    A group stands for a body when its letters follow one another among the initials of the
    issuing or the parent body's name (SNV: Sở Nội vụ).
    """
    if notation is None:
        return None
    groups = [group for group in re.split(r"[-/]", notation.value) if not group.isdigit()]
    if type_of_notation(notation.value) is not None:
        groups = groups[1:]
    names = [body.value for body in bodies if body is not None]
    if groups and all(_stands_for_a_body(group, names) for group in groups):
        return notation
    return replace(
        notation,
        confidence=min(notation.confidence, UNCONFIRMED_CEILING),
        rule=f"{notation.rule}.unconfirmed",
    )


def _stands_for_a_body(group: str, names: list[str]) -> bool:
    if group in COMMON_BODIES:
        return True
    return any(_in_order(group, _initials(name)) for name in names)


def _initials(name: str) -> str:
    """First letters of the words; a word that is an abbreviation itself gives all its letters."""
    words = re.findall(r"[^\W\d_]+", normal(name).upper())
    vowels = re.compile("[AEIOUYĂÂÊÔƠƯÀ-ỹ]")
    return "".join(word[0] if vowels.search(word[1:]) else word for word in words)


def _in_order(letters: str, among: str) -> bool:
    rest = iter(among)
    return all(letter in rest for letter in letters.upper())
