"""The nouns that a body's (cơ quan) name begins with, also where one sign of them was misread.

The names themselves stay as on paper; here only their beginnings are known.
"""

import re
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from metadata.columns import bare
from records.page import Word

BODY_STARTS = re.compile(
    r"^(so|chi cuc|cuc|tong cuc|vu|bo|uy ban|ubnd|hoi dong|hdnd|van phong|trung tam|ban|phong|"
    r"truong|benh vien|cong ty|tong cong ty|thanh tra|vien|hoc vien|dai hoc|tinh uy|huyen uy|"
    r"thanh uy|dang uy|dang bo|dang doan|chinh phu|thu tuong|quoc hoi|chu tich|toa an|lien doan|"
    r"kho bac|doan|hoi|cong an|cong doan|bao hiem|ngan hang|dai|nha|xi nghiep|hop tac xa|"
    r"bo chi huy|bo tu lenh|lien hiep|lien minh|mat tran|uy vien|tap doan|quy|tram|chi nhanh|"
    r"doi|mttq|bao tang|thu vien|tap chi|quan khu|trai giam|hat kiem lam|don bien phong|"
    r"vuon quoc gia|(tinh|thanh|huyen|quan) doan)\b"
)
TWO_WORDS = (
    ("CHI", "CỤC"), ("TỔNG", "CỤC"), ("TRUNG", "TÂM"), ("VĂN", "PHÒNG"), ("BỆNH", "VIỆN"),
    ("HỘI", "ĐỒNG"), ("LIÊN", "ĐOÀN"), ("KHO", "BẠC"), ("NGÂN", "HÀNG"), ("BẢO", "TÀNG"),
    ("THƯ", "VIỆN"),
)  # fmt: skip
"""One sign more, less or other leaves no doubt which is meant. (Thanh tra may be Thanh Trì.)"""
MENDED_CONFIDENCE = 0.5


def begins_a_body(words: tuple[Word, ...]) -> bool:
    """Whether a body's name begins with ``words``."""
    return BODY_STARTS.match(bare(" ".join(word.text for word in words))) is not None


def with_mended_noun(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """``words`` with the noun at their start mended, if it is one sign off.

    Mended words keep their field under 0.9, however well they were read.
    """
    if len(words) < len(TWO_WORDS[0]) or begins_a_body(words):
        return words
    head = words[:2]
    spoken = bare(" ".join(word.text for word in head))
    meant = [noun for noun in TWO_WORDS if Levenshtein.distance(spoken, bare(" ".join(noun))) == 1]
    if len(meant) != 1:
        return words
    mended = (
        word
        if bare(word.text) == bare(told)
        else replace(word, text=told, confidence=min(word.confidence, MENDED_CONFIDENCE))
        for word, told in zip(head, meant[0], strict=True)
    )
    return (*mended, *words[2:])
