"""Reading order: letterhead and signature by columns, everything else across."""

import pytest

from ocr.columns import in_reading_order
from records.page import Line, Word
from records.place import Box, around


def _line(top: int, *places: tuple[int, str]) -> Line:
    words = tuple(
        Word(text=text, box=Box(left, top, left + 100, top + 30), confidence=0.9)
        for left, text in places
    )
    return Line(words=words, box=around(tuple(word.box for word in words)))


LETTERHEAD = (
    _line(100, (100, "UBND"), (210, "TỈNH"), (700, "CỘNG"), (810, "HÒA")),
    _line(140, (120, "SỞ"), (230, "NỘI"), (720, "Độc"), (830, "lập")),
    _line(180, (120, "VỤ")),
)
BODY = tuple(_line(top, *((n, "chữ") for n in range(100, 900, 110))) for top in (300, 900, 1500))
FORM = (
    _line(700, (100, "Họ"), (210, "tên"), (700, "Năm"), (810, "sinh")),
    _line(740, (100, "Quê"), (210, "quán"), (700, "Dân"), (810, "tộc")),
)
SIGNATURE = (
    _line(1600, (100, "Nơi"), (210, "nhận:"), (700, "GIÁM"), (810, "ĐỐC")),
    _line(1640, (100, "-"), (210, "Như"), (720, "Lê"), (830, "Văn")),
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((*LETTERHEAD, *BODY), ["UBND TỈNH", "SỞ NỘI", "VỤ", "CỘNG HÒA", "Độc lập"]),
        ((*BODY, *SIGNATURE), ["Nơi nhận:", "- Như", "GIÁM ĐỐC", "Lê Văn"]),
        ((*BODY[:2], *FORM, BODY[2]), ["Họ tên Năm sinh", "Quê quán Dân tộc"]),
        ((LETTERHEAD[0], *BODY), ["UBND TỈNH CỘNG HÒA"]),
    ],
)
def test_columns_are_read_where_papers_have_them(
    lines: tuple[Line, ...], expected: list[str]
) -> None:
    body = {line.text for line in BODY}
    assert [line.text for line in in_reading_order(lines) if line.text not in body] == expected


def test_no_word_is_lost_or_doubled_and_the_body_stays_last() -> None:
    lines = (*LETTERHEAD, BODY[0], *FORM, *BODY[1:], *SIGNATURE)
    ordered = in_reading_order(lines)
    words = [word for line in lines for word in line.words]
    assert sorted(word.box for line in ordered for word in line.words) == sorted(
        word.box for word in words
    )
    assert ordered[5] == BODY[0]


def test_an_empty_page_has_no_order() -> None:
    assert in_reading_order(()) == ()
