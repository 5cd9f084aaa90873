"""The stamp of arrival lends the document neither its number nor its date."""

from collections.abc import Callable

import pytest

from metadata import read_description
from records.page import RecognizedPage

HEAD = (
    (430, 230, "SỞ Y TẾ AN BÌNH"),
    (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (430, 300, "CHI CỤC DÂN SỐ"),
    (1500, 300, "Độc lập - Tự do - Hạnh phúc"),
)
OWN_NUMBER = (400, 420, "Số: 15/BC-CCDS")
OWN_DATE = (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018")
TITLE = ((1080, 800, "BÁO CÁO"), (900, 880, "Về việc kiểm kê tài sản"))
STAMP = ("CÔNG VĂN ĐẾN", "Số: 1671", "Ngày: 12/5/2018")
LONG_STAMP = ("ĐẾN", "Số: 1671/ĐẾN", "Ngày 12 tháng 5 năm 2018")


def stamped(left: int, top: int, rows: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    return tuple((left, top + 60 * place, row) for place, row in enumerate(rows))


@pytest.mark.parametrize("rows", [STAMP, LONG_STAMP])
@pytest.mark.parametrize(("left", "top"), [(420, 20), (420, 500), (1500, 20), (1500, 500)])
def test_number_and_date_are_the_documents_own(
    make_page: Callable[..., RecognizedPage], left: int, top: int, rows: tuple[str, ...]
) -> None:
    page = make_page(*HEAD, OWN_NUMBER, OWN_DATE, *TITLE, *stamped(left, top, rows))
    read = read_description((page,))
    assert read.number is not None
    assert read.notation is not None
    assert read.issued_date is not None
    assert read.number.value == "15"
    assert read.notation.value == "BC-CCDS"
    assert read.issued_date.value == "2018-04-05"


@pytest.mark.parametrize("rows", [STAMP, LONG_STAMP])
@pytest.mark.parametrize(("left", "top"), [(420, 20), (420, 500), (1500, 500)])
def test_a_document_without_number_and_date_gets_none_from_the_stamp(
    make_page: Callable[..., RecognizedPage], left: int, top: int, rows: tuple[str, ...]
) -> None:
    page = make_page(*HEAD, *TITLE, *stamped(left, top, rows))
    read = read_description((page,))
    assert (read.number, read.notation, read.issued_date) == (None, None, None)


def test_a_letter_on_arrivals_keeps_its_own_words(
    make_page: Callable[..., RecognizedPage],
) -> None:
    """A subject may speak of what arrived."""
    subject = (400, 500, "V/v quản lý công văn đến")
    page = make_page(*HEAD, (400, 420, "Số: 15/CCDS-VP"), OWN_DATE, subject)
    read = read_description((page,)).subject
    assert read is not None
    assert read.value == "V/v quản lý công văn đến"
