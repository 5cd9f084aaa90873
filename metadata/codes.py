"""Words of the list and of schedules → codes of Circular 05/2025/TT-BNV.

An access mode that nobody understands becomes the stricter conditional one, never public.
"""

import re

from records.access import AccessLevel
from records.retention import PeriodKind, RetentionPeriod
from records.vietnamese import fold

DIGITISED = "02"
"""Mức độ tin cậy: Số hóa."""
LEVELS = ("01", "02", "03")
"""Codes of ``confidenceLevel`` and of ``format``."""
YES_NO = ("0", "1")
BACKUP_STATES = ("01", "02")
MAINTENANCE = tuple(f"{number:02d}" for number in range(1, 8))
TYPE_CODES = tuple(f"{number:02d}" for number in range(1, 33))
PERMANENT = "01"
OTHER_PERIOD = "07"
YEARS = {70: "02", 50: "03", 30: "04", 20: "05", 10: "06"}
CONFIDENCE = {"goc dien tu": "01", "so hoa": "02", "hon hop": "03"}
PHYSICAL = {"tot": "01", "binh thuong": "02", "trung binh": "02", "hong": "03", "kem": "03"}
LANGUAGES = {
    "viet": "01", "anh": "02", "phap": "03", "nga": "04", "trung": "05", "viet anh": "06",
    "viet nga": "07", "viet phap": "08", "han nom": "09", "viet trung": "10", "khac": "11",
}  # fmt: skip
PUBLIC_WORDS = frozenset({"cong khai", "khong han che", "rong rai", "su dung rong rai"})
CONDITIONAL_WORDS = frozenset(
    {"su dung co dieu kien", "co dieu kien", "han che", "noi bo", "luu hanh noi bo"}
)
SECRET_WORDS = frozenset({"mat", "toi mat", "tuyet mat"})


def access_code(written: str | None) -> str | None:
    """The ``mode`` code of what a list says; ``None`` where it says nothing."""
    key = _key(written)
    if not key:
        return None
    if key in PUBLIC_WORDS or key in {"1", "01"}:
        return AccessLevel.PUBLIC.value
    if key in SECRET_WORDS or key in {"3", "03"}:
        return AccessLevel.SECRET.value
    return AccessLevel.CONDITIONAL.value


def is_access_understood(written: str) -> bool:
    """Whether what a list says of access is a mode we know by its words or its code."""
    known = PUBLIC_WORDS | SECRET_WORDS | CONDITIONAL_WORDS | {"1", "2", "3", "01", "02", "03"}
    return _key(written) in known


def listed_code(written: str | None, kind: str) -> str | None:
    """The code of a typed ``confidence`` level or ``physical`` state; ``None`` when unknown."""
    known = {"confidence": CONFIDENCE, "physical": PHYSICAL}[kind]
    key = _key(written)
    padded = key.zfill(2)
    return padded if padded in known.values() else known.get(key)


def language_codes(written: str | None) -> tuple[str, ...]:
    """Codes of the languages typed (``Tiếng Việt, tiếng Anh``); a language not listed is 11."""
    codes: list[str] = []
    for part in re.split(r"[;,/+]|\bva\b", _key(written, keep=";,/+")):
        name = re.sub(r"\btieng\b", " ", part).replace("-", " ").split()
        key = " ".join(name)
        if key:
            code = key.zfill(2) if key.isdigit() else LANGUAGES.get(key, "11")
            codes.append(code if code in LANGUAGES.values() else "11")
    return tuple(dict.fromkeys(codes))


def maintenance_code(period: RetentionPeriod | None, written: str | None) -> str:
    """The ``maintenance`` code; periods the circular has no code for are 07 (Khác)."""
    if period is not None:
        if period.kind is PeriodKind.PERMANENT:
            return PERMANENT
        return YEARS.get(period.years or 0, OTHER_PERIOD)
    key = _key(written)
    if key.startswith("vinh vien"):
        return PERMANENT
    years = re.fullmatch(r"(\d+)( nam)?", key)
    return YEARS.get(int(years[1]), OTHER_PERIOD) if years else OTHER_PERIOD


def _key(written: str | None, keep: str = "") -> str:
    kept = re.sub(rf"[^\w\s{re.escape(keep)}-]", " ", fold(written or ""))
    return " ".join(kept.split())
