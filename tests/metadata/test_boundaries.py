"""Where further documents begin in one file, and where none does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata import read_description, read_parts
from metadata.boundaries import find_boundaries
from records.page import RecognizedPage, Seal
from records.part import PartKind, PartReason
from records.place import Box

Pages = tuple[RecognizedPage, ...]
MakePage = Callable[..., RecognizedPage]
LETTERHEAD = (
    (430, 230, "UBND TỈNH AN BÌNH"),
    (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (430, 300, "SỞ NỘI VỤ"),
    (1500, 300, "Độc lập - Tự do - Hạnh phúc"),
)
BODY = tuple(
    (500, top, "1. Các đơn vị thuộc Sở tổ chức thực hiện theo nhiệm vụ được giao.")
    for top in range(1000, 1600, 80)
)
SIGNED = ((1500, 1900, "GIÁM ĐỐC"), (1500, 2200, "Nguyễn Văn An"))
RECIPIENTS = ((350, 1900, "Nơi nhận:"), (350, 1970, "- Như trên;"), (350, 2040, "- Lưu: VT."))


def judged(pages: Pages) -> list[tuple[int, PartKind, PartReason]]:
    return [(each.page, each.kind, each.reason) for each in find_boundaries(pages)]


def test_a_page_with_its_own_letterhead_begins_a_document(
    decision: Pages, make_page: MakePage
) -> None:
    other = make_page(*LETTERHEAD, (400, 420, "Số: 7/BC-SNV"), (1100, 620, "BÁO CÁO"), *BODY)
    assert judged((*decision, other)) == [(3, PartKind.DOCUMENT, PartReason.LETTERHEAD)]


@pytest.mark.parametrize(
    ("number", "date", "kind"),
    [
        ("Số: /BC-SNV", "An Bình, ngày tháng năm 2018", PartKind.FORM),
        ("Số: ..... /BC-SNV", "An Bình, ngày ..... tháng ..... năm 20....", PartKind.FORM),
        ("Số: 7/BC-SNV", "An Bình, ngày tháng năm 2018", PartKind.DOCUMENT),
        ("Số: /BC-SNV", "An Bình, ngày 5 tháng 4 năm 2018", PartKind.DOCUMENT),
    ],
)
def test_a_letterhead_that_nobody_filled_in_is_a_blank_form(
    decision: Pages, make_page: MakePage, number: str, date: str, kind: PartKind
) -> None:
    other = make_page(*LETTERHEAD, (400, 420, number), (1420, 420, date), *BODY)
    assert judged((*decision, other)) == [(3, kind, PartReason.LETTERHEAD)]


def test_a_sealed_page_is_no_blank_form(decision: Pages, make_page: MakePage) -> None:
    other = make_page(*LETTERHEAD, (400, 420, "Số: /BC-SNV"), *BODY)
    sealed = replace(other, seals=(Seal(box=Box(1500, 2000, 1900, 2400)),))
    assert judged((*decision, sealed)) == [(3, PartKind.DOCUMENT, PartReason.LETTERHEAD)]


def test_a_draft_is_told_as_one(decision: Pages, make_page: MakePage) -> None:
    other = make_page(*LETTERHEAD, (430, 400, "DỰ THẢO"), (1100, 620, "KẾ HOẠCH"), *BODY)
    assert judged((*decision, other)) == [(3, PartKind.DRAFT, PartReason.LETTERHEAD)]


@pytest.mark.parametrize(
    "rows",
    [
        ((1100, 300, "PHỤ LỤC I"), (700, 400, "Danh mục hồ sơ nộp lưu")),
        ((1100, 300, "Phụ lục"),),
        ((900, 300, "QUY CHẾ LÀM VIỆC"), (700, 400, "(Ban hành kèm theo Quyết định số 15/QĐ-SNV)")),
        ((900, 300, "DANH SÁCH"), (700, 400, "(Kèm theo Công văn số 15/SNV-VP)")),
    ],
)
def test_a_page_that_says_what_it_came_with_is_an_annex(
    decision: Pages, make_page: MakePage, rows: tuple[tuple[int, int, str], ...]
) -> None:
    assert judged((decision[0], make_page(*rows, *BODY))) == [
        (2, PartKind.ANNEX, PartReason.ANNEX_TITLE)
    ]


def test_a_title_begins_a_document_only_after_a_signed_page(make_page: MakePage) -> None:
    first = make_page(*LETTERHEAD, *BODY)
    titled = make_page((1000, 300, "BIÊN BẢN BÀN GIAO"), *BODY)
    assert judged((make_page(*LETTERHEAD, *BODY, *SIGNED), titled)) == [
        (2, PartKind.DOCUMENT, PartReason.TITLE)
    ]
    assert judged((first, titled)) == []


def test_what_follows_signature_and_last_recipient_is_another_paper(make_page: MakePage) -> None:
    ended = make_page(*LETTERHEAD, *BODY, *SIGNED, *RECIPIENTS)
    unended = make_page(*LETTERHEAD, *BODY, *SIGNED, *RECIPIENTS[:2])
    assert judged((ended, make_page(*BODY))) == [(2, PartKind.ANNEX, PartReason.END)]
    assert judged((unended, make_page((350, 300, "- Lưu: VT."), *BODY))) == []


def numbered(page: RecognizedPage, number: int, make_page: MakePage) -> RecognizedPage:
    return replace(page, lines=(*page.lines, *make_page((1230, 3300, f"- {number} -")).lines))


def test_page_numbers_that_begin_again_tell_another_document(make_page: MakePage) -> None:
    plain = make_page(*BODY)
    pages = tuple(numbered(plain, number, make_page) for number in (1, 2, 3, 1, 2))
    assert judged(pages) == [(4, PartKind.DOCUMENT, PartReason.NUMBERING)]
    misread = tuple(numbered(plain, number, make_page) for number in (1, 2, 3, 1, 5))
    assert judged(misread) == []


def test_other_paper_counts_after_a_signed_page_only(make_page: MakePage) -> None:
    table = replace(make_page(*BODY), width=3508, height=2480)
    assert judged((make_page(*LETTERHEAD, *BODY, *SIGNED), table)) == [
        (2, PartKind.DOCUMENT, PartReason.PAPER)
    ]
    assert judged((make_page(*LETTERHEAD, *BODY), table)) == []


def test_pages_that_go_on_are_never_proposed(decision: Pages, make_page: MakePage) -> None:
    goes_on = make_page(
        (500, 300, "Phụ lục I ban hành kèm theo Quyết định này được áp dụng từ ngày ký."),
        (500, 380, "Quy chế ban hành kèm theo Quyết định số 15/QĐ-SNV hết hiệu lực."),
        (500, 460, "Kế hoạch năm 2018 được giao cho các đơn vị thuộc Sở thực hiện."),
        *BODY,
    )
    assert judged((decision[0], goes_on, make_page(), decision[1])) == []


def test_blank_pages_begin_nothing_and_stay_in_the_part_before(
    decision: Pages, make_page: MakePage
) -> None:
    other = make_page(*LETTERHEAD, *BODY)
    assert [
        each.page for each in find_boundaries((make_page(), *decision, make_page(), other))
    ] == [5]


def test_the_first_document_is_described_from_its_own_pages_and_the_parts_apart(
    make_page: MakePage,
) -> None:
    first = make_page(*LETTERHEAD, (400, 420, "Số: 5/BC-SNV"), *BODY)
    other = make_page(*LETTERHEAD, (400, 420, "Số: 7/TTr-SNV"), *BODY, *SIGNED)
    assert read_description((first, other)).signer_name is None
    (part,) = read_parts((first, other), read_description)
    assert (part.first, part.last) == (2, 2)
    assert part.description.notation is not None
    assert (part.description.notation.value, part.description.notation.page) == ("TTr-SNV", 2)
    whole = read_description((first, other), is_decided=True).signer_name
    assert whole is not None
    assert whole.value == "Nguyễn Văn An"
