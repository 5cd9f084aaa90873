"""The words behind the codes of Circular 05/2025/TT-BNV, for descriptions that have no codes."""

from metadata.document_types import OTHER_TYPE, document_types
from metadata.field_sets import field_set

NAMES = {
    "maintenance": {
        "01": "Vĩnh viễn", "02": "70 năm", "03": "50 năm", "04": "30 năm", "05": "20 năm",
        "06": "10 năm", "07": "Khác",
    },
    "mode": {"01": "Công khai", "02": "Sử dụng có điều kiện", "03": "Mật"},
    "level": {"01": "Gốc điện tử", "02": "Số hóa", "03": "Hỗn hợp"},
    "state": {"01": "Tốt", "02": "Bình thường", "03": "Hỏng"},
    "languages": {
        "01": "Tiếng Việt", "02": "Tiếng Anh", "03": "Tiếng Pháp", "04": "Tiếng Nga",
        "05": "Tiếng Trung", "06": "Việt - Anh", "07": "Việt - Nga", "08": "Việt - Pháp",
        "09": "Hán Nôm", "10": "Việt - Trung", "11": "Khác",
    },
}  # fmt: skip
LANGUAGE_CODES = {
    "01": ("vie",), "02": ("eng",), "03": ("fre",), "04": ("rus",), "05": ("chi",),
    "06": ("vie", "eng"), "07": ("vie", "rus"), "08": ("vie", "fre"), "09": ("chi", "vie"),
    "10": ("vie", "chi"), "11": ("und",),
}  # fmt: skip
"""ISO 639-2/B; Hán Nôm has no code of its own and is told as Chinese and Vietnamese."""


def in_words(tag: str, code: str) -> str:
    """The words of ``code`` in the field ``tag``; several joined by ``; ``; unknown codes stay."""
    if tag == "typeName":
        names_of_code = [each.name for each in document_types() if each.code == code]
        return "Khác" if code == OTHER_TYPE else min(names_of_code, key=len, default=code)
    rules = (*field_set("SIP_hoso"), *field_set("SIP_doc"))
    kind = next((rule.kind for rule in rules if rule.tag == tag), "")
    names = NAMES.get(kind)
    if names is None:
        return code
    return "; ".join(names.get(each, each) for each in code.split(";"))


def languages_of(codes: str) -> tuple[str, ...]:
    """ISO 639-2/B codes of the circular's language codes, each once."""
    found = (name for code in codes.split(";") for name in LANGUAGE_CODES.get(code, ("und",)))
    return tuple(dict.fromkeys(found))
