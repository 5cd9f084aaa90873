"""Forms of the date of issue: printed, typed, open, impossible."""

from collections.abc import Callable

import pytest

from metadata import read_description
from records.document import Field
from records.page import RecognizedPage

Make = Callable[..., RecognizedPage]
HEAD = (
    (430, 230, "SỞ NỘI VỤ"),
    (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (400, 420, "Số: 15/BC-SNV"),
)


def issued(make_page: Make, written: str) -> Field | None:
    page = make_page(*HEAD, (1420, 420, written), (1080, 620, "BÁO CÁO"))
    return read_description((page,)).issued_date


@pytest.mark.parametrize(
    "written",
    [
        "An Bình, ngày 05 tháng 11 năm 2010",
        "An Bình, ngày 5 tháng 11 năm 2010",
        "An Bình, ngày05 tháng11 năm2010",
        "An Bình, ngày ..5.. tháng 11 năm 2010",
        "An Bình, ngày 5/11/2010",
        "An Bình, ngày 05-11-2010",
    ],
)
def test_the_day_is_read_in_each_form(make_page: Make, written: str) -> None:
    read = issued(make_page, written)
    assert read is not None
    assert read.value == "2010-11-05"


@pytest.mark.parametrize(
    "written",
    [
        "An Bình, ngày 5 tháng 11 năm 2010",
        "An Bình, ngày ..5.. tháng 11 năm 2010",
        "An Bình, ngày 5/11/2010",
    ],
)
def test_what_may_not_be_print_is_never_sure(make_page: Make, written: str) -> None:
    read = issued(make_page, written)
    assert read is not None
    assert read.confidence < 0.9


@pytest.mark.parametrize(
    "written",
    [
        "An Bình, ngày ... tháng 4 năm 2018",
        "An Bình, ngày 31 tháng 02 năm 2018",
        "An Bình, ngày 05 tháng 13 năm 2018",
        "An Bình, ngày 05 tháng 4 năm 20188",
        "An Bình, ngày 31/02/2018",
    ],
)
def test_a_day_that_is_open_or_cannot_be_is_not_guessed(make_page: Make, written: str) -> None:
    assert issued(make_page, written) is None


def test_a_date_in_the_text_is_not_the_date_of_issue(make_page: Make) -> None:
    page = make_page(*HEAD, (1080, 620, "BÁO CÁO"), (900, 900, "Hôm nay, ngày 5/11/2010, họp bàn."))
    assert read_description((page,)).issued_date is None
