"""Whether a reading is the name of a listed body: word by word, its abbreviations spelt out.

Names of bodies differ by one word, of which most is one letter (Quảng Bình, Quảng Ninh). So letters
are not counted over the whole name: every word must be the listed one, an abbreviation of listed
ones, or a slip that an engine makes, and the word of a place or an own name allows none that is a
word itself.
"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from metadata.organisations import PROVINCES, organisations
from metadata.syllables import is_syllable
from records.vietnamese import fold, normal, unify_tone, without_marks

WORD = re.compile(r"[^\W\d_]+|\d+")
PLACE = re.compile(
    r"\b(tỉnh|thành phố|tp|huyện|quận|thị xã|thị trấn|xã(?! hội| viên)|phường|đặc khu)\b"
)
"""With their marks: without them xã hội and quản lý would be places."""
OWN_NAME_AFTER = re.compile(
    r"(tong cong ti|tong cong ty|cong ti|cong ty|doanh nghiep|xi nghiep|hop tac xa|truong|tap doan|"
    r"benh vien|tram|quy)\b"
)
"""Behind these the whole name is an own name."""
LOOKALIKES = frozenset(
    map(frozenset, ("fp", "pe", "er", "vy", "oq", "oc", "og", "cg", "br", "bs", "it", "ij", "il",
                    "tj", "jl", "nh", "nm", "il", "ce", "gc", "uv", "ao", "hb", "tl"))
)  # fmt: skip
THIN = "iljtfd"
FEWEST_WORDS, MANY_WORDS = 3, 6
"""A name of fewer words allows no slip, one of ``MANY_WORDS`` two, any other one."""
Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
SLIP = 0.5
"""What a slip takes from a word's worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """The words of a name as written, in their plain spelling, and where its place begins.

    ``spelt`` is lower case with one placement of tones and one of y and i (kỹ, kĩ); ``own_from`` is
    where a place or an own name begins.
    """

    words: tuple[str, ...]
    spelt: tuple[str, ...] = field(init=False)
    own_from: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelt", tuple(map(_spelt, self.words)))
        object.__setattr__(self, "own_from", _own_from(self.words))

    @property
    def place(self) -> tuple[str, ...]:
        """The words from the place on."""
        return self.words[self.own_from :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a reading stands to a listed name: ``slips`` are places in the reading, with the word."""

    likeness: float
    slips: tuple[tuple[int, str], ...]


@lru_cache(maxsize=1 << 16)
def name_of(written: str) -> Name:
    """``written`` in words; signs between them do not count."""
    return Name(words=tuple(WORD.findall(normal(written))))


def align(listed: Name, read: Name) -> Alignment | None:
    """How ``read`` is ``listed``, or ``None`` where it is something else."""
    slips: list[tuple[int, str]] = []
    at = 0
    for place, word in enumerate(read.words):
        if at >= len(listed.words):
            return None
        taken = 1 if listed.spelt[at] == read.spelt[place] else _abbreviated(listed, at, word)
        if not taken:
            if not _is_slip(listed.words[at], word, is_own=at >= listed.own_from):
                return None
            slips.append((place, listed.words[at]))
        at += taken or 1
    allowed = (at >= FEWEST_WORDS) + (at >= MANY_WORDS)
    if at != len(listed.words) or len(slips) > allowed:
        return None
    return Alignment(likeness=1 - SLIP * len(slips) / max(1, at), slips=tuple(slips))


def _abbreviated(listed: Name, at: int, word: str) -> int:
    """How many listed words ``word`` holds the initials of; 0 where it is none of that."""
    following = listed.words[at : at + len(word)]
    if len(word) < 2 or len(following) != len(word) or is_syllable(word):  # noqa: PLR2004 - letters
        return 0
    initials = "".join(_initial(each) for each in following)
    return len(word) if initials == "".join(map(_initial, word)) else 0


def may_begin(listed: str, read: str) -> bool:
    """Whether a name that begins with ``listed`` may be read as beginning with ``read``."""
    if _spelt(listed) == _spelt(read) or _is_slip(listed, read, is_own=False):
        return True
    return not is_syllable(read) and _initial(listed) == _initial(read)


@lru_cache(maxsize=1 << 16)
def _is_slip(meant: str, read: str, *, is_own: bool) -> bool:
    """Whether an engine may have made ``read`` of ``meant``: its marks, or one lookalike."""
    if fold(meant) == fold(read):
        return not is_own
    if is_syllable(read) or not read.isalpha():
        return False
    return (
        _is_misread(_spelt(meant), _spelt(read)) if is_own else _is_misread(fold(meant), fold(read))
    )


def _is_misread(meant: str, spoken: str) -> bool:
    edits = list(Levenshtein.editops(meant, spoken))
    if len(edits) != 1:
        return False
    kind, here, there = edits[0].tag, edits[0].src_pos, edits[0].dest_pos
    if kind == "replace":
        return frozenset((meant[here], spoken[there])) in LOOKALIKES
    return (spoken[there] if kind == "insert" else meant[here]) in THIN


def _spelt(word: str) -> str:
    """Lower case, whichever way a tone is placed and y or i is written (kỹ, kĩ)."""
    return unify_tone(word).translate(Y_AS_I)


def _initial(word: str) -> str:
    upper = normal(word)[:1].upper()
    return upper if upper == "Đ" else without_marks(upper)


def _own_from(words: tuple[str, ...]) -> int:
    """Where a place, a province's name or an own name begins; the length where there is none."""
    bare, marked = " ".join(map(fold, words)), unify_tone(" ".join(words))
    owned = OWN_NAME_AFTER.match(bare)
    if owned:
        return len(owned[0].split())
    before = [marked[: found.start()] for found in PLACE.finditer(marked) if found.start() > 0]
    before += [bare[: bare.find(f" {each}")] for each in _provinces() if f" {each}" in bare]
    return min((len(each.split()) for each in before), default=len(words))


@cache
def _provinces() -> tuple[str, ...]:
    rows = (each for each in organisations().values() if each.group == PROVINCES)
    return tuple(" ".join(map(fold, WORD.findall(row.name))) for row in rows)
