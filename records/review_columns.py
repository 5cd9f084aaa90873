"""The columns of the sheet on which a person settles what is open, as they are headed.

Whoever writes the sheet and whoever reads it back ask here.
"""

REVIEW_COLUMNS = {
    "right": "Giá trị đúng",
    "name": "Tên trường",
    "held": "Giá trị trong kho",
    "read": "Máy đọc",
    "confidence": "Độ tin cậy",
    "listed": "Danh mục ghi",
    "picture": "Hình",
    "reason": "Vì sao cần xem",
    "page": "Trang",
    "code": "Mã tài liệu",
    "field": "Trường",
    "file": "Tệp",
}
NEEDED = ("code", "field", "held", "right")
"""Without these a sheet says nothing that could be corrected."""

RIGHT, AS_HELD, AS_READ, UNKNOWN = "đúng", "theo kho", "theo máy", "không rõ"
"""Words in the column of right values: what stands there is right (also ``=``); the archive's value
is; the machine's is; nobody knows it."""
WORDS = (RIGHT, AS_HELD, AS_READ, UNKNOWN)
