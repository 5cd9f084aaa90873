"""What a recogniser of handwriting proposes, and when it is taken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata import read_description
from records.document import Field
from records.page import Proposal, RecognizedPage
from records.place import Box

MakePage = Callable[..., RecognizedPage]
PLACE = Box(430, 420, 900, 470)


def proposal(field: str, value: str) -> Proposal:
    return Proposal(field=field, value=value, confidence=0.45, box=PLACE, rule="handwriting")


@pytest.fixture
def unreadable(make_page: MakePage) -> RecognizedPage:
    return make_page(
        (430, 230, "UBND TỈNH AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (400, 420, "Số: €Ÿ /QĐ-SNV"),
        (1420, 420, "An Bình, ngày ƒ$ tháng Ø năm 2018"),
        (1080, 620, "QUYẾT ĐỊNH"),
    )


def test_proposals_fill_what_the_print_does_not_say(unreadable: RecognizedPage) -> None:
    proposed = (proposal("number", "46"), proposal("issued_date", "2018-03-05"))
    read = read_description((replace(unreadable, proposals=proposed),))
    taken = Field(value="46", confidence=0.45, page=1, box=PLACE, rule="handwriting")
    assert read.number == taken
    assert read.issued_date == replace(taken, value="2018-03-05")


def test_a_proposal_is_preferred_to_what_the_engine_for_print_made_of_handwriting(
    unreadable: RecognizedPage, make_page: MakePage
) -> None:
    page = make_page(
        (430, 230, "UBND TỈNH AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (400, 420, "Số: 4 /QĐ-SNV"),
        (1420, 420, "An Bình, ngày ƒ$ tháng Ø năm 2018"),
        (1080, 620, "QUYẾT ĐỊNH"),
    )
    assert read_description((page,)).number != read_description((unreadable,)).number
    read = read_description((replace(page, proposals=(proposal("number", "46"),)),)).number
    assert read is not None
    assert (read.value, read.confidence) == ("46", 0.45)


def test_a_proposal_never_replaces_print(decision: tuple[RecognizedPage, ...]) -> None:
    proposed = (proposal("number", "46"), proposal("issued_date", "2018-03-05"))
    pages = (replace(decision[0], proposals=proposed), decision[1])
    assert read_description(pages) == read_description(decision)


@pytest.mark.parametrize(("field", "value"), [("number", "4x6"), ("issued_date", "2018-02-30")])
def test_what_cannot_be_is_not_taken(unreadable: RecognizedPage, field: str, value: str) -> None:
    page = replace(unreadable, proposals=(proposal(field, value),))
    assert read_description((page,)) == read_description((unreadable,))
