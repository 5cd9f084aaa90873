"""Vietnamese letters: normal form, tone placement, letters without their marks.

The only owner of these rules; intake, metadata and search ask here.
"""

import re
import unicodedata

# Letters that print as Đ or đ but are not: eth (30 in 28 M characters of official text), African D.
_STROKED_D = {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"}
_TWIN_OF_D = re.compile(f"[{''.join(_STROKED_D)}]")
_OLD_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_NEW_TONE_ENDING = re.compile(f"(?<!q)({'|'.join(_OLD_TONE)})(?![^\\W\\d_])")
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_BARE = {
    ord(unicodedata.normalize("NFC", vowel + tone)): unicodedata.normalize("NFD", vowel)[0]
    for vowel in "aăâeêioôơuưy"
    for tone in _TONES
} | dict.fromkeys(map(ord, "đ\u00f0\u0256"), "d")
"""Every lower-case letter of Vietnamese that is one character → the letter without its marks."""
_FINAL_Y = re.compile(r"(?<=[hklmstv])y(?![^\W\d_])|(?<=qu)y(?![^\W\d_])")


def normal(written: str) -> str:
    """``written`` in NFC, with every twin of Đ replaced by Đ itself. Idempotent."""
    composed = unicodedata.normalize("NFC", written)
    return _TWIN_OF_D.sub(lambda found: _STROKED_D[found[0]], composed)


def unify_tone(written: str) -> str:
    """Lower case, with the tone of open oa, oe, uy on the first vowel: hoà → hòa, thuỷ → thủy."""
    lowered = normal(written).lower()
    return _NEW_TONE_ENDING.sub(lambda found: _OLD_TONE[found.group(1)], lowered)


def without_marks(written: str) -> str:
    """``written`` with all diacritics removed and đ as d; case and length of words stay."""
    opened = unicodedata.normalize("NFD", normal(written))
    bare = "".join(letter for letter in opened if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


def fold(written: str) -> str:
    """The form that search matches on: lower case, no marks, open-syllable y as i (ký → ki)."""
    bare = written.lower().translate(_BARE)
    if not bare.isascii():
        # Something else than whole Vietnamese letters: the long way, that knows all of Unicode.
        bare = without_marks(unify_tone(written))
    return _FINAL_Y.sub("i", bare)


def single_spaced(written: str) -> str:
    """``written`` in normal form, outer blanks dropped, runs of blanks as one."""
    return " ".join(normal(written).split())
