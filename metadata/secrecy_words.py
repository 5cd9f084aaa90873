"""Words that look like a mark of state secrecy, and the compounds of prose that do not.

An engine misreads the marks on the vowel, takes the sides of a frame for letters, or loses one
letter; ``metadata.secrecy`` says where on a page such words count.
"""

import re

from rapidfuzz.distance import Levenshtein

from metadata.layout import bare
from records.page import Word
from records.vietnamese import normal

MARKS = {"mat": 0, "toimat": 1, "tuyetmat": 2, "giaimat": 1}
"""Whole marks without blanks, and how many letters may be misread."""
CARRIERS = ("", "tailieu", "vanban", "hoso", "congvan", "quyetdinh", "dienmat")
CARRIED = CARRIERS[1:]
FRAMED = re.compile(r"[a-zIL]{0,2}(MẬT)[a-zIL]?")
"""The word with what the sides of its frame are read as."""
OPENERS = frozenset(
    (
        "bi", "bao", "co", "than", "chu", "ma", "so", "ong", "duong", "tui", "soi", "dich", "gan",
        "nuoc", "viem", "cat", "mau", "sac", "do", "trao", "trat", "muc", "lieu", "ban", "van",
        "vien", "khoa", "nganh", "an", "giu", "cac", "be", "mot", "moi", "vang",
    )
)  # fmt: skip
"""What stands before ``mật`` in compounds and in prose about secrets."""
CLOSERS = frozenset(
    (
        "ong", "do", "khau", "ma", "vu", "thiet", "nha", "lenh", "thu", "danh", "bao", "tran",
        "tien", "bang", "troi", "dat", "cong",
    )
)  # fmt: skip
STAMPED_MARK = re.compile(r"[MNH][ẬẠÂẤẶ]\w{0,2}|\w{1,2}Ậ[T1IL]|T[ỐÔ]I|TUY\wT")
HARD_MARK = re.compile(r"M[ẬẠÂẶĂ][TIL1FÌ]|[NHWVIR]ẬT")
OTHER_STAMPS = re.compile(r"khan|hoa toc|\bden\b|sao y|ban sao|gui|cong van|chuyen")


def spoken(word: Word) -> str:
    """The letters of a word in small letters without marks."""
    return re.sub(r"[^a-z]", "", bare(word.text))


def is_whole_mark(words: tuple[Word, ...], before: str) -> bool:
    """Whether ``words`` are a mark and nothing else, in capitals or as a heading."""
    told = "".join(c for word in words for c in normal(word.text) if c.isalnum())
    letters = "".join(c for c in told if c.isalpha())
    compact = _bare_letters(letters)
    continues = len(words) > 1 and spoken(words[-2]) in OPENERS and not compact.startswith(CARRIED)
    if not letters[:1].isupper() or before in {"bi", "bao"} or continues:
        return False
    capitals = sum(c.isupper() for c in letters) >= len(letters) - 1
    if capitals and HARD_MARK.fullmatch(told.upper()):
        return True
    for carrier in CARRIERS:
        if compact.startswith(carrier) and _names_mark(compact.removeprefix(carrier)):
            return capitals or _has_vowel_of_mark(letters)
    return False


def _bare_letters(letters: str) -> str:
    return re.sub(r"[^a-z]", "", bare(letters))


def _names_mark(compact: str) -> bool:
    forms = {compact, compact.strip("ilj"), compact.lstrip("ilj"), compact.rstrip("ilj")}
    return any(
        Levenshtein.distance(form, mark) <= misread
        and (len(form) >= len(mark) or misread > 1 or form == mark)
        for form in forms
        for mark, misread in MARKS.items()
    )


def _has_vowel_of_mark(letters: str) -> bool:
    """``Mật`` as a heading; ``Mặt``, ``Mắt`` and ``Mát`` in small letters are other words."""
    return re.search(r"m[ậâạa]t$", letters.lower()) is not None


def has_mark_within(words: tuple[Word, ...], before: str) -> bool:
    """Whether a mark in capitals stands among other words without being part of a compound."""
    told = [normal(re.sub(r"[\W_\d]+", "", word.text)) for word in words]
    for place, word in enumerate(told):
        found = FRAMED.fullmatch(word)
        stripped = found[1] if found else word
        is_mark = found is not None
        previous = _bare_letters(told[place - 1]) if place else before
        following = _bare_letters(told[place + 1]) if place + 1 < len(told) else ""
        if previous in {"toi", "tuyet"} and stripped.isupper() and bare(stripped) == "mat":
            earlier = _bare_letters(told[place - 2]) if place > 1 else ""
            if earlier != "do" and following not in CLOSERS and told[place - 1].isupper():
                return True
        elif is_mark and previous not in OPENERS and following not in CLOSERS:
            return True
    return False


def is_stamped_mark(text: str) -> bool:
    """What was cut out as a stamp is suspicious by itself: one more letter may be misread."""
    spoken = bare(text)
    if OTHER_STAMPS.search(spoken) and "mat" not in spoken:
        return False
    compact = _bare_letters(text).strip("ilj")
    if "mat" in compact and "mattran" not in compact:
        return True
    near = {"mat": 1, "toimat": 2, "tuyetmat": 3}
    is_near = any(Levenshtein.distance(compact, mark) <= far for mark, far in near.items())
    return is_near or any(STAMPED_MARK.fullmatch(word) for word in re.findall(r"\w+", normal(text)))


def has_mark_in_seal(words: tuple[Word, ...]) -> bool:
    """Whether what was misread in a seal holds the word in capitals, outside a compound."""
    told = [re.sub(r"[\W_\d]+", "", normal(word.text)) for word in words]
    return any(
        word.isupper()
        and bare(word) == "mat"
        and (place + 1 == len(told) or _bare_letters(told[place + 1]) not in CLOSERS)
        and not (place and _bare_letters(told[place - 1]) in OPENERS)
        for place, word in enumerate(told)
    )
