"""What looks like a mark of secrecy is seen anywhere on a page; ordinary prose is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata.secrecy import find_secrecy
from records.page import Line, RecognizedPage, Seal, Word
from records.place import Box

MakePage = Callable[..., RecognizedPage]
PROSE = "các đơn vị trực thuộc có trách nhiệm thi hành"


@pytest.mark.parametrize(
    "stamp",
    ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "MẶT", "MAT", "M ẬT", "TÔI MẬT", "TUYET MAT", "| MẬT |",
     "TUYỆTMA", "¡TÔI MẬT 2", "MẬI", "NẬT", "ĐỘ MẬT: MẬT", "Độ mật: tối mật", "Mật", "Tối mật",
     "Tuyệt mật", "TÀI LIỆU MẬT", "VĂN BẢN TUYỆT MẬT", "GIẢI MẬT"],
)  # fmt: skip
@pytest.mark.parametrize("top", [300, 3200])
def test_a_mark_alone_is_seen(make_page: MakePage, stamp: str, top: int) -> None:
    page = make_page((300, 200, PROSE), (300, top, stamp), (300, top + 200, PROSE))
    found = find_secrecy(page)
    assert found is not None
    assert found.box.top == top


@pytest.mark.parametrize(
    "row",
    [f"TỐI MẬT  {PROSE}", f"MẬT  {PROSE}", "UBND TỈNH  MẬT  Độc lập - Tự do",
     "nxMẬT1: chuyên dụng của tỉnh được đưa vào", "kèm theo GÓI MẬTL định về quản lý"],
)  # fmt: skip
def test_a_mark_across_other_print_is_seen(make_page: MakePage, row: str) -> None:
    assert find_secrecy(make_page((300, 600, row))) is not None


@pytest.mark.parametrize(
    "row",
    ["bảo vệ bí mật nhà nước", "BẢO VỆ BÍ MẬT NHÀ NƯỚC", "PHÍ BẢO MẬT", "mật ong rừng", "MẬT ONG",
     "mật độ dân số", "MẬT ĐỘ XÂY DỰNG", "bề mặt", "MẶT TRẬN TỔ QUỐC VIỆT NAM",
     "ỦY BAN MẶT TRẬN TỔ QUỐC", "CẮT TÚI MẬT", "SỎI MẬT", "CÁC MẠT CÔNG TÁC CỤ THỂ", "Mặt trước",
     "BAN CƠ YẾU, MẬT MÃ", "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT", "tài liệu mật phải đăng ký",
     "QUY CHẾ QUẢN LÝ TÀI LIỆU MẬT CỦA TỈNH", "mật", "Độ mật: không", "ĐẠI MẠCH", "TÔI", "Mắt",
     "NGUYỄN VĂN NHẬT", "LÊ THỊ MAI", "PHẬT", "VẮNG MẶT"],
)  # fmt: skip
def test_ordinary_words_are_no_marks(make_page: MakePage, row: str) -> None:
    assert find_secrecy(make_page((300, 200, PROSE), (300, 600, row))) is None


def test_a_heading_broken_within_a_compound_is_no_mark(make_page: MakePage) -> None:
    page = make_page((300, 600, "CÔNG TÁC BẢO VỆ BÍ"), (300, 650, "MẬT"))
    assert find_secrecy(page) is None


def _words(written: str) -> tuple[Word, ...]:
    return tuple(Word(text=each, box=Box(9, 9, 90, 40), confidence=0.3) for each in written.split())


@pytest.mark.parametrize(
    ("written", "is_mark"),
    [("TỐI lĩẬ1", True), ("MẬẤI", True), ("MAT", True), ("TUYET MÀI", True), ("KHẨN", False),
     ("HỎA TỐC", False), ("CÔNG VĂN ĐẾN Số 12", False), ("BSCKI. Hoàng tân", False)],
)  # fmt: skip
def test_a_stamp_read_apart_may_be_misread(
    make_page: MakePage, written: str, is_mark: bool
) -> None:
    stamp = Line(words=_words(written), box=Box(9, 9, 90, 40))
    page = replace(make_page((300, 600, PROSE)), stamps=(stamp,))
    assert (find_secrecy(page) is not None) is is_mark


@pytest.mark.parametrize(
    ("legend", "is_mark"), [("TỈNH MẬT *", True), ("UBND MẶT TRẬN", False), ("BÍ MẬT", False)]
)
def test_words_in_a_seal_count_outside_compounds(
    make_page: MakePage, legend: str, is_mark: bool
) -> None:
    seal = Seal(box=Box(9, 9, 90, 90), words=_words(legend))
    page = replace(make_page((300, 600, PROSE)), seals=(seal,))
    assert (find_secrecy(page) is not None) is is_mark
