"""Who signed: one, several or two parties, at the left or at the right, with a seal or without."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata import read_description
from records.document import Description
from records.page import RecognizedPage, Seal
from records.place import Box

HEAD = (
    (430, 230, "SỞ Y TẾ AN BÌNH"),
    (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (430, 300, "CHI CỤC DÂN SỐ"),
    (400, 420, "Số: 15/BC-CCDS"),
    (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
    (1080, 620, "BÁO CÁO"),
    (900, 700, "Về việc kiểm kê tài sản"),
    (500, 1040, "Chi cục đã kiểm kê xong."),
)
Make = Callable[..., RecognizedPage]


def described(page: RecognizedPage, *seals: tuple[int, int]) -> Description:
    """Read ``page`` with a round seal at each place, given by left and top."""
    struck = tuple(Seal(box=Box(left, top, left + 420, top + 420), words=()) for left, top in seals)
    return read_description((replace(page, seals=struck),))


def told(read: Description) -> tuple[str | None, str | None]:
    title, name = read.signer_title, read.signer_name
    return (title.value if title else None), (name.value if name else None)


def test_the_office_at_the_seal_is_taken_though_it_stands_at_the_left(make_page: Make) -> None:
    page = make_page(
        *HEAD,
        (300, 1700, "CHI CỤC TRƯỞNG"),
        (1500, 1700, "PHÒNG HÀNH CHÍNH"),
        (300, 2100, "Nguyễn Văn An"),
        (1500, 2100, "Lê Thị Bình"),
    )
    assert told(described(page, (150, 1720))) == ("CHI CỤC TRƯỞNG", "Nguyễn Văn An")


def test_three_offices_on_one_line_are_told_apart(make_page: Make) -> None:
    page = make_page(
        *HEAD, (200, 1700, "NGƯỜI LẬP BẢNG  KẾ TOÁN ĐƠN VỊ  CHI CỤC TRƯỞNG"),
        (200, 2100, "Lê Thị Bình  Trần Văn Cam  Nguyễn Văn An"),
    )  # fmt: skip
    read = described(page)
    assert told(read)[0] == "CHI CỤC TRƯỞNG"
    assert read.signer_title is not None
    assert read.signer_title.confidence < 0.9


def test_a_clerk_signs_for_no_authority_whose_office_the_seal_hides(make_page: Make) -> None:
    page = make_page(*HEAD, (1500, 1700, "NGƯỜI LẬP BẢNG"))
    assert told(described(page, (200, 1700))) == (None, None)


def test_two_parties_are_never_sure(make_page: Make) -> None:
    page = make_page(
        *HEAD, (300, 1700, "ĐẠI DIỆN BÊN B"), (1500, 1700, "ĐẠI DIỆN BÊN A"),
        (300, 2100, "Lê Thị Bình"), (1500, 2100, "Nguyễn Văn An"),
    )  # fmt: skip
    read = described(page, (1400, 1750))
    assert told(read) == ("ĐẠI DIỆN BÊN A", "Nguyễn Văn An")
    assert read.signer_title is not None
    assert read.signer_title.rule == "signer.office-lines.of-two-parties"
    assert read.signer_title.confidence <= 0.6


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("KT. Chi cục trưởng", "Phó Chi cục trưởng", "KT. Chi cục trưởng Phó Chi cục trưởng"),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH"),
        ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC", "TUQ. GIÁM ĐỐC TRƯỞNG PHÒNG TỔ CHỨC"),
        ("TL. CHI CỤC TRƯỞNG", "CHÁNH VĂN PHÒNG", "TL. CHI CỤC TRƯỞNG CHÁNH VĂN PHÒNG"),
    ],
)
def test_prefix_and_office_lines_are_one_title(
    make_page: Make, first: str, second: str, whole: str
) -> None:
    page = make_page(*HEAD, (1400, 1700, first), (1450, 1770, second), (1450, 2100, "(Đã ký)"),
                     (1450, 2200, "Nguyễn Văn An"))  # fmt: skip
    assert told(described(page)) == (whole, "Nguyễn Văn An")


@pytest.mark.parametrize("misread", ["CHICỤC TRƯỞNG", "CHI CỤC TRƯỞNC"])
def test_an_office_misread_by_a_letter_or_a_blank_is_mended_and_unsure(
    make_page: Make, misread: str
) -> None:
    read = described(make_page(*HEAD, (1500, 1700, misread))).signer_title
    assert read is not None
    assert (read.value, read.as_read) == ("CHI CỤC TRƯỞNG", misread)
    assert read.confidence < 0.9


def test_an_office_in_running_text_is_no_signature(make_page: Make) -> None:
    page = make_page(*HEAD, (500, 1700, "Giám đốc và các phòng ban chịu trách nhiệm thi hành."))
    assert told(described(page)) == (None, None)


def test_an_office_signed_for_another_is_incomplete_without_its_own(make_page: Make) -> None:
    read = described(make_page(*HEAD, (1500, 1700, "KT. CHI CỤC TRƯỞNG"))).signer_title
    assert read is not None
    assert read.confidence < 0.9
