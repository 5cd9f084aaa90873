"""Which abbreviations stand for a body (cơ quan): well-known ones, and a name's own initials."""

import re

from records.vietnamese import normal

COMMON_BODIES = frozenset({
    "UBND", "HĐND", "CP", "TTg", "TW", "TU", "QH", "UBTVQH", "CTN", "VPCP", "VPTW", "HĐBT", "BNV",
    "BTC", "BYT", "BCA", "BQP", "BTP", "BCT", "BXD", "BGTVT", "BTNMT", "BNNPTNT", "BGDĐT",
    "BKHCN", "BKHĐT", "BLĐTBXH", "BTTTT", "BVHTTDL", "BNG", "NHNN", "TTCP", "UBDT",
})  # fmt: skip


def stands_for_a_body(group: str, names: tuple[str, ...]) -> bool:
    """Whether ``group`` is well known, or its letters follow one another in a name's initials.

    SNV stands for Sở Nội vụ, ATTP for Chi cục An toàn vệ sinh thực phẩm.
    """
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
