"""What a document is called."""

from pathlib import Path, PurePosixPath

import pytest

from records.batch import DeliveredFile
from records.digest import Sha256
from records.document import Description, Document


def document(kind: str | None, subject: str | None) -> Document:
    return Document(
        code="H46.01.01.0000001", ordinal=1,
        file=DeliveredFile(
            name=PurePosixPath("1.png"), copy=Path("1.png"), sha256=Sha256("a" * 64),
            size_bytes=1, media_type="image/png", page_count=1,
        ),
        page_count=1, read=Description(), listed=None, document_type=kind, type_code=None,
        number=None, notation=None, issued=None, issuing_body=None, subject=subject, language=(),
        access="01", confidence_level="01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "subject", "heading"),
    [
        ("Quyết định", "Về việc thành lập tổ", "Quyết định Về việc thành lập tổ"),
        ("Báo cáo", "BÁO CÁO KẾT QUẢ KIỂM TRA", "BÁO CÁO KẾT QUẢ KIỂM TRA"),
        ("Quyết định", "Quyêt đinh về việc cử cán bộ", "Quyêt đinh về việc cử cán bộ"),
        ("Báo", "Báo cáo tháng", "Báo cáo tháng"),
        ("Công văn", None, "Công văn"),
        (None, "Danh sách", "Danh sách"),
        (None, None, ""),
    ],
)
def test_a_heading_has_the_type_once(kind: str | None, subject: str | None, heading: str) -> None:
    assert document(kind, subject).heading == heading
