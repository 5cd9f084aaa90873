"""Which syllables of a clause context may read differently, and what a change costs; pure.

Closed are the words the engine is sure of, names, abbreviations, numerals and dates: what the
writer wrote there no neighbour can tell.
"""

import math
import unicodedata

from ocr.clauses import Syllable

SURE = 0.965
"""Of the words read with more confidence, one in two hundred has a wrong mark."""
COST_OF_DOUBTFUL, COST_OF_SURE = 3.5, 7.5
DOUBTFUL = 0.80
COST_OF_FURTHER_MARK = 1.5
COST_OF_CAPITALS = 1.5
COST_OF_SEEN_ELSEWHERE = 1.0
COST_OF_INITIAL = 1.5
SHORTEST, SHORTEST_HEADING_WORDS = 2, 3
NUMERALS = frozenset((
    "một", "mốt", "hai", "ba", "bốn", "lăm", "nhăm", "sáu", "bảy", "bẩy", "tám", "chín", "mười",
    "mươi", "trăm", "nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ", "lẻ", "rưỡi",
))  # fmt: skip
"""Amounts are written with these, and no context tells which was meant: never changed, and nothing
is changed into them. Không, tư and linh are left out: they are mostly other words."""
BEFORE_NAMES = frozenset((
    "ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "chí", "tên", "là", "họ",
))  # fmt: skip
"""Đồng chí, too: the capitalised word behind one of these is somebody's name."""
OF_DATES = frozenset(("ngày", "tháng", "năm"))


def is_open(clause: tuple[Syllable, ...], at: int) -> bool:
    """Whether the syllable at place ``at`` may be read differently at all."""
    syllable = clause[at]
    if syllable.confidence > SURE or len(syllable.written) < SHORTEST:
        return False
    if syllable.written.lower() in NUMERALS | OF_DATES:
        return False
    if syllable.is_capital:
        return sum(each.is_capital for each in clause) >= SHORTEST_HEADING_WORDS
    return syllable.written.islower() or _begins_sentence(clause, at) or _begins_title(clause, at)


def change_cost(syllable: Syllable, other: str) -> float:
    """What reading ``other`` (lower case, as long) costs, in natural logarithms."""
    share = (syllable.confidence - DOUBTFUL) / (SURE - DOUBTFUL)
    surety = min(1.0, max(0.0, share))
    cost = COST_OF_DOUBTFUL + surety * (COST_OF_SURE - COST_OF_DOUBTFUL)
    changed = sum(
        _differences(mine, theirs)
        for mine, theirs in zip(syllable.written.lower(), other, strict=True)
    )
    cost += COST_OF_FURTHER_MARK * max(0, changed - 1)
    cost += COST_OF_INITIAL * syllable.written.istitle()
    return cost + COST_OF_CAPITALS * syllable.is_capital


def _begins_sentence(clause: tuple[Syllable, ...], at: int) -> bool:
    return (
        at == 0 and clause[0].written.istitle() and len(clause) > 1 and clause[1].written.islower()
    )


def _begins_title(clause: tuple[Syllable, ...], at: int) -> bool:
    """Whether a body's or a paper's name begins here ("của Chi cục"): one capital, no person."""
    return (
        0 < at < len(clause) - 1
        and clause[at].written.istitle()
        and clause[at + 1].written.islower()
        and clause[at - 1].written.islower()
        and clause[at - 1].written not in BEFORE_NAMES
    )


def _differences(mine: str, theirs: str) -> int:
    """How many marks must be put or taken away."""
    if mine == theirs:
        return 0
    before, after = (set(unicodedata.normalize("NFD", letter)) for letter in (mine, theirs))
    return max(1, math.ceil(len(before ^ after) / 2))
