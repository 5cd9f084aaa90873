"""Numbers as Vietnamese papers write them, in figures and in words."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", "nghìn", "triệu", "tỷ")
MOST = 10**12 - 1
_SIGNS = str.maketrans(",.", ".,")
FIVE, TEN, HUNDRED, THOUSAND = 5, 10, 100, 1000


def in_figures(number: float, decimals: int = 0) -> str:
    """``number`` with points between thousands and a comma before decimals: ``1.234,50``."""
    return f"{number:,.{decimals}f}".translate(_SIGNS)


def in_words(number: int) -> str:
    """``number`` in words: 28 → ``hai mươi tám``, 1005 → ``một nghìn không trăm linh năm``.

    Raises:
        ValueError: it is negative, or has more than twelve digits.
    """
    if not 0 <= number <= MOST:
        raise ValueError(number)
    parts: list[str] = []
    for power in reversed(range(len(GROUPS))):
        group = number // THOUSAND**power % THOUSAND
        if group:
            parts += [_group(group, is_first=not parts), GROUPS[power]]
    return " ".join(filter(None, parts)) or DIGITS[0]


def _group(number: int, *, is_first: bool) -> str:
    """Three digits; those behind others name their hundreds even where there are none."""
    hundreds, rest = divmod(number, HUNDRED)
    parts = [] if is_first and not hundreds else [DIGITS[hundreds], "trăm"]
    tens, ones = divmod(rest, TEN)
    if tens:
        parts += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
        parts += [_after_ten(tens, ones)] if ones else []
    elif ones:
        parts += ["linh", DIGITS[ones]] if parts else [DIGITS[ones]]
    return " ".join(parts)


def _after_ten(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == FIVE else DIGITS[ones]
