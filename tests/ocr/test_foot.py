"""The foot of a document: recipients with their list first, then office and name."""

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


BODY = tuple(_line(top, *((n, "chữ") for n in range(100, 1000, 110))) for top in (300, 900))
NOI_NHAN = _line(1600, (100, "Nơi"), (210, "nhận:"))
ITEMS = (_line(1640, (100, "-"), (210, "Như")), _line(1680, (100, "-"), (210, "Lưu:")))
OFFICE, NAME = _line(1600, (700, "GIÁM"), (810, "ĐỐC")), _line(1760, (710, "Lê"), (820, "Văn"))
IN_ORDER = ["Nơi nhận:", "- Như", "- Lưu:", "GIÁM ĐỐC", "Lê Văn"]
ACROSS = _line(1600, (100, "Nơi"), (210, "nhận:"), (700, "GIÁM"), (810, "ĐỐC"))


@pytest.mark.parametrize(
    "read",
    [
        (ACROSS, *ITEMS, NAME),
        (ACROSS, NAME, *ITEMS),
        (NOI_NHAN, ITEMS[0], OFFICE, NAME, ITEMS[1]),
        (OFFICE, NOI_NHAN, *ITEMS, NAME),
    ],
    ids=["across", "name-before-list", "office-in-the-list", "office-first"],
)
def test_the_list_is_read_before_the_signature(read: tuple[Line, ...]) -> None:
    ordered = in_reading_order((*BODY, *read))
    assert [line.text for line in ordered[len(BODY) :]] == IN_ORDER


def test_what_runs_across_under_the_foot_stays_behind_it() -> None:
    copied = _line(1900, *((n, "sao") for n in range(100, 1000, 110)))
    office = _line(1950, (700, "CHÁNH"))
    ordered = in_reading_order((*BODY, ACROSS, NAME, *ITEMS, copied, office))
    assert [line.text for line in ordered[len(BODY) :]] == [*IN_ORDER, copied.text, office.text]


def test_a_signature_without_recipients_is_left_as_it_was_read() -> None:
    sides = _line(1600, (100, "BÊN"), (210, "A"), (700, "BÊN"), (810, "B"))
    assert in_reading_order((*BODY, sides))[-1] == sides
