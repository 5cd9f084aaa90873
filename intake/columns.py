"""Tells which column of a list holds what, by its header and by its place.

Headers match without marks, case, blanks and brackets. Some headers stand twice, once for the
dossier and once for the document: the column "Số thứ tự văn bản trong hồ sơ" parts the two.
"""

import re
from dataclasses import dataclass
from functools import cache

from records.vietnamese import fold

_FEWEST = 5
_SHARED = {
    "language": ("Ngôn ngữ",),
    "note": ("Ghi chú",),
    "information_sign": ("Ký hiệu thông tin",),
    "keywords": ("Từ khóa",),
    "access": ("Chế độ sử dụng", "Mức độ tiếp cận"),
    "confidence_level": ("Mức độ tin cậy",),
    "physical_state": ("Tình trạng vật lý",),
}
_DOSSIER = {
    "fonds": ("Phông", "Tên phông", "Phông lưu trữ", "Tên phông lưu trữ"),
    "inventory": ("Mục lục", "Mục lục số", "Mục lục hồ sơ"),
    "box": ("Hộp số", "Hộp", "Số hộp"),
    "number": ("Số và ký hiệu hồ sơ", "Hồ sơ số", "Số hồ sơ"),
    "title": ("Tiêu đề hồ sơ", "Tên hồ sơ"),
    "retention": ("Thời hạn bảo quản", "Thời hạn lưu trữ"),
    "start_day": ("Ngày bắt đầu", "Thời gian bắt đầu"),
    "start_month": ("Tháng bắt đầu",),
    "start_year": ("Năm bắt đầu",),
    "end_day": ("Ngày kết thúc", "Thời gian kết thúc"),
    "end_month": ("Tháng kết thúc",),
    "end_year": ("Năm kết thúc",),
    "declared_documents": ("Tổng số văn bản trong hồ sơ", "Tổng số văn bản", "Tổng số tài liệu"),
    "annotation": ("Chú giải",),
    "declared_sheets": ("Số lượng tờ", "Số tờ", "Tổng số tờ"),
    "paper_file_code": ("Mã hồ sơ giấy gốc", "Mã hồ sơ gốc giấy"),
}
_DOCUMENT = {
    "ordinal": ("Số thứ tự văn bản trong hồ sơ", "Số thứ tự văn bản", "STT văn bản trong hồ sơ"),
    "document_type": ("Tên loại văn bản", "Loại văn bản"),
    "number": ("Số của văn bản", "Số văn bản"),
    "notation": ("Ký hiệu của văn bản", "Ký hiệu văn bản"),
    "issued_day": ("Ngày văn bản", "Ngày tháng năm văn bản"),
    "issued_month": ("Tháng văn bản",),
    "issued_year": ("Năm văn bản",),
    "issuing_body": (
        "Tên cơ quan, tổ chức ban hành văn bản",
        "Cơ quan ban hành",
        "Tên cơ quan ban hành văn bản",
    ),
    "subject": ("Trích yếu nội dung", "Trích yếu", "Trích yếu nội dung văn bản"),
    "declared_pages": ("Số lượng trang của văn bản", "Số trang", "Số lượng trang"),
    "autograph": ("Bút tích",),
    "process": ("Quy trình xử lý",),
    "first_sheet": ("Tờ số",),
    "kind": ("Loại tài liệu",),
    "path": ("Đường dẫn file", "Đường dẫn", "Đường dẫn tệp", "Tên file", "Tên tệp"),
}
_EXPECTED = (*(("dossier", key) for key in ("fonds", "number", "title")), ("document", "ordinal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each known column stands, counted from 0; ``missing`` headers ought to be there."""

    dossier: dict[str, int]
    document: dict[str, int]
    missing: tuple[str, ...]


def read_header(cells: list[object]) -> Columns | None:
    """The columns of a header row; ``None`` for any other row.

    A header row has the column of file paths and at least five known headers.
    """
    headers = [_folded(cell) if isinstance(cell, str) else "" for cell in cells]
    dossier = _places(headers, _folded_names("dossier"))
    document = _places(headers, _folded_names("document"))
    if "path" not in document or len(dossier) + len(document) < _FEWEST:
        return None
    others = [place for key, place in document.items() if key != "path"]
    parting = document.get("ordinal", min(others, default=len(headers)))
    shared = _folded_names("shared")
    dossier |= _places(headers[:parting], shared)
    document |= {key: parting + at for key, at in _places(headers[parting:], shared).items()}
    found = {"dossier": dossier, "document": document}
    names = {"dossier": _DOSSIER, "document": _DOCUMENT}
    missing = tuple(names[level][key][0] for level, key in _EXPECTED if key not in found[level])
    return Columns(dossier=dossier, document=document, missing=missing)


def column_letters(place: int) -> str:
    """A column's letters as Excel shows them, from its place counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@cache
def _folded_names(level: str) -> dict[str, str]:
    names = {"shared": _SHARED, "dossier": _DOSSIER, "document": _DOCUMENT}[level]
    return {_folded(header): key for key, headers in names.items() for header in headers}


def _folded(header: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub(r"\(.*?\)", "", header)))


def _places(headers: list[str], names: dict[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        if header in names:
            places.setdefault(names[header], place)
    return places
