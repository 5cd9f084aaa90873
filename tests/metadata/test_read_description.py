"""Reading the fields of a document from the places and words of its pages."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata import read_description
from records.document import Field
from records.page import RecognizedPage
from records.place import Box

Pages = tuple[RecognizedPage, ...]


def values(pages: Pages) -> dict[str, str]:
    return {name: field.value for name, field in read_description(pages).known()}


def test_a_decision_gives_every_field_of_its_form(decision: Pages) -> None:
    assert values(decision) == {
        "document_type": "Quyết định",
        "number": "15",
        "notation": "QĐ-SNV",
        "issued_date": "2018-04-05",
        "place": "An Bình",
        "parent_body": "UBND TỈNH AN BÌNH",
        "issuing_body": "SỞ NỘI VỤ",
        "subject": "Về việc ban hành Quy chế văn thư, lưu trữ",
        "signer_title": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "signer_name": "Nguyễn Văn An",
        "recipients": "Như Điều 3; Lưu: VT.",
    }


def test_a_form_read_with_ease_is_sure_and_one_read_badly_is_not(decision: Pages) -> None:
    sure = dict(read_description(decision).known())
    assert all(sure[name].confidence >= 0.9 for name in ("document_type", "notation", "number"))
    doubtful = tuple(
        replace(
            page,
            lines=tuple(
                replace(row, words=tuple(replace(word, confidence=0.7) for word in row.words))
                for row in page.lines
            ),
        )
        for page in decision
    )
    assert all(field.confidence < 0.9 for _, field in read_description(doubtful).known())


def test_a_field_knows_its_page_and_place(decision: Pages) -> None:
    read = read_description(decision)
    assert read.signer_name is not None
    assert read.signer_name.page == 2
    assert read.signer_name.box == Box(1500, 1100, 1500 + 22 * 11 + 22, 1140)


def test_columns_that_the_engine_read_as_one_line_are_told_apart(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (300, 230, "SỞ NỘI VỤ AN BÌNH  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (300, 300, "CHI CỤC VĂN THƯ  Độc lập - Tự do - Hạnh phúc"),
        (300, 420, "Số: 07/BC-CCVT           An Bình, ngày 12 tháng 01 năm 2011"),
        (1140, 620, "BÁO CÁO"),
    )
    read = values((page,))
    assert read["parent_body"] == "SỞ NỘI VỤ AN BÌNH"
    assert read["issuing_body"] == "CHI CỤC VĂN THƯ"
    assert read["issued_date"] == "2011-01-12"
    assert read["document_type"] == "Báo cáo"


@pytest.mark.parametrize(
    "issuing",
    ["BẢO TÀNG TỈNH AN BÌNH", "THƯ VIỆN TỈNH", "HẠT KIỂM LÂM AN BÌNH", "VƯỜN QUỐC GIA AN BÌNH"],
)
def test_a_body_under_another_is_no_part_of_its_name(
    make_page: Callable[..., RecognizedPage], issuing: str
) -> None:
    page = make_page(
        (300, 230, "SỞ VĂN HÓA AN BÌNH  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (300, 300, issuing),
        (400, 440, "Số: 07/BC-VP"),
    )
    read = values((page,))
    assert read["parent_body"] == "SỞ VĂN HÓA AN BÌNH"
    assert read["issuing_body"] == issuing


@pytest.mark.parametrize("noun", ["CRI CỤC", "CHI CC", "CHII CỤC"])
def test_a_noun_one_sign_off_begins_a_body_and_is_never_sure(
    make_page: Callable[..., RecognizedPage], noun: str
) -> None:
    page = make_page(
        (300, 230, "SỞ NỘI VỤ AN BÌNH  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (300, 300, f"{noun} VĂN THƯ"),
        (400, 440, "Số: 07/BC-CCVT"),
        confidence=1.0,
    )
    read = read_description((page,))
    assert read.issuing_body is not None
    assert read.issuing_body.value == "CHI CỤC VĂN THƯ"
    assert read.issuing_body.as_read == f"{noun} VĂN THƯ"
    assert read.issuing_body.confidence < 0.9
    assert read.parent_body is not None
    assert (read.parent_body.value, read.parent_body.as_read) == ("SỞ NỘI VỤ AN BÌNH", None)


def test_a_continued_name_is_not_taken_for_a_body_like_it(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (300, 230, "UBND HUYỆN  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (300, 300, "THANH TRÌ"),
        (400, 440, "Số: 07/BC-UBND"),
    )
    assert values((page,))["issuing_body"] == "UBND HUYỆN THANH TRÌ"


def test_a_body_keeps_the_dash_between_its_words_and_no_other(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (300, 230, "UBND TỈNH AN BÌNH -  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (200, 300, "- SỞ LAO ĐỘNG - THƯƠNG BINH"),
        (400, 360, "VÀ XÃ HỘI"),
        (400, 400, "-"),
        (400, 440, "Số: 07/BC-SLĐTBXH"),
    )
    read = values((page,))
    assert read["parent_body"] == "UBND TỈNH AN BÌNH"
    assert read["issuing_body"] == "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"


def test_an_official_letter_has_its_subject_under_the_number(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (430, 230, "SỞ NỘI VỤ"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (400, 420, "Số: 112/SNV-VTLT"),
        (1420, 420, "An Bình, ngày 15 tháng 6 năm 2019"),
        (330, 500, "V/v nộp lưu hồ sơ, tài liệu"),
        (330, 560, "năm 2018"),
        (900, 760, "Kính gửi: Phòng Nội vụ các huyện"),
        (500, 900, "Thực hiện Luật Lưu trữ, Sở Nội vụ đề nghị"),
    )
    read = values((page,))
    assert read["document_type"] == "Công văn"
    assert read["subject"] == "V/v nộp lưu hồ sơ, tài liệu năm 2018"
    assert read["addressee"] == "Phòng Nội vụ các huyện"


@pytest.mark.parametrize(("about", "kind"), [(330, "Công văn"), (900, "Chỉ thị")])
def test_a_subject_in_the_left_column_makes_a_letter_whatever_the_notation(
    make_page: Callable[..., RecognizedPage], about: int, kind: str
) -> None:
    page = make_page(
        (430, 230, "CỤC THUẾ AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (400, 420, "Số: 112/CT-HCSN"),
        (about, 500, "V/ nộp hồ sơ"),
        (900, 760, "Kính gửi: Các chi cục"),
    )
    read = values((page,))
    assert read["document_type"] == kind
    assert read["subject"] == "V/v nộp hồ sơ"


def test_a_letter_is_told_by_its_subject_where_its_notation_is_lost(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (430, 230, "CỤC THUẾ AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (400, 420, "Số: 112"),
        (330, 500, "V-v nộp hồ sơ"),
    )
    read = values((page,))
    assert read["document_type"] == "Công văn"
    assert read["subject"] == "V/v nộp hồ sơ"
    assert "notation" not in read


def test_a_subject_in_brackets_under_a_title_is_no_numbered_section(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (430, 230, "SỞ NỘI VỤ"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (1130, 600, "TỜ TRÌNH"),
        (960, 670, "(V/v xin mua giá kệ)"),
        (900, 760, "Kính gửi: Ủy ban nhân dân tỉnh"),
    )
    assert values((page,))["subject"] == "(V/v xin mua giá kệ)"


@pytest.mark.parametrize(("gap", "is_row"), [(60, False), (160, True)])
def test_a_wide_blank_ends_no_subject_and_a_table_row_does(
    make_page: Callable[..., RecognizedPage], gap: int, is_row: bool
) -> None:
    page = make_page(
        (1150, 600, "KẾ HOẠCH"),
        (960, 670, "Kiểm tra hồ sơ lưu trữ"),
        (1000, 740, "trong dịp"),
        (1187 + gap, 740, "cuối năm"),
    )
    *above, left, right = page.lines
    page = replace(page, lines=(*above, left.with_words((*left.words, *right.words))))
    expected = "Kiểm tra hồ sơ lưu trữ" + ("" if is_row else " trong dịp cuối năm")
    assert values((page,))["subject"] == expected


@pytest.mark.parametrize("written", ["Số: ..4../QĐ-SNV", "Số: 4 /QĐ-SNV", "Số: ___/QĐ-SNV"])
def test_a_number_that_may_be_by_hand_is_never_sure(
    make_page: Callable[..., RecognizedPage], written: str
) -> None:
    page = make_page((430, 230, "SỞ NỘI VỤ"), (400, 420, written), confidence=1.0)
    number = read_description((page,)).number
    assert number is None or number.confidence < 0.9


@pytest.mark.parametrize(
    "written",
    [
        "Sốz> 7? /TTr - SNV",
        "Số:/Ê-./(TTr-SNV",
        "Số:.Ø ...TTr- SNV",
        "Số: 4Ÿ TTr -SNV",
    ],
)
def test_a_notation_is_told_where_the_pen_spoilt_what_stands_before_it(
    make_page: Callable[..., RecognizedPage], written: str
) -> None:
    page = make_page((430, 230, "SỞ NỘI VỤ"), (400, 420, written))
    read = read_description((page,))
    assert read.number is None
    assert read.notation is not None
    assert read.notation.value == "TTr-SNV"


@pytest.mark.parametrize("beside", ["", "  An Bình, ngày 12 tháng 10 năm 2011"])
def test_the_room_left_for_a_number_parts_no_columns(
    make_page: Callable[..., RecognizedPage], beside: str
) -> None:
    page = make_page(
        (430, 230, "SỞ NỘI VỤ  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (560, 420, f"Số: 7  /BC-SNV{beside}"),
    )
    read = values((page,))
    assert read["number"] == "7"
    assert read["notation"] == "BC-SNV"
    assert read.get("issued_date") == ("2011-10-12" if beside else None)


def test_a_notation_without_its_slash_is_in_doubt_and_must_name_a_type(
    make_page: Callable[..., RecognizedPage],
) -> None:
    def notation(written: str) -> Field | None:
        page = make_page((430, 230, "SỞ NỘI VỤ"), (400, 420, written), confidence=1.0)
        return read_description((page,)).notation

    found = notation("Số: 15 TTr-SNV")
    assert found is not None
    assert found.confidence < 0.8
    assert notation("Số: 15 XYZ-SNV") is None
    assert notation("Số: 15 TTr") is None
    assert notation("SỞ NỘI VỤ BAN / QĐ-TTr") is None


@pytest.mark.parametrize(
    "written",
    [
        "An Bình, ngày ..... tháng 4 năm 2018",
        "An Bình, ngày 31 tháng 02 năm 2018",
        "An Bình, ngày 4Ÿ tháng 4 năm 2018",
        "An Bình, ngày 12 tháng 4 năm",
    ],
)
def test_a_date_that_is_not_whole_is_unknown(
    make_page: Callable[..., RecognizedPage], written: str
) -> None:
    page = make_page((430, 230, "SỞ NỘI VỤ"), (1420, 420, written))
    assert read_description((page,)).issued_date is None


@pytest.mark.parametrize(("printed", "is_sure"), [("Tiền Giang", True), ("Tiên Giang", False)])
def test_a_place_with_other_marks_than_everywhere_is_kept_but_never_sure(
    make_page: Callable[..., RecognizedPage], printed: str, is_sure: bool
) -> None:
    page = make_page((430, 230, "SỞ NỘI VỤ"), (1420, 420, f"{printed}, ngày 12 tháng 4 năm 2018"))
    place = read_description((page,)).place
    assert place is not None
    assert place.value == printed
    assert (place.confidence >= 0.9) is is_sure


@pytest.mark.parametrize(
    ("district", "is_sure"), [("ĐỒNG ANH", True), ("ĐÔNG ANH", False), ("SÓC SƠN", True)]
)
def test_a_place_that_the_letterhead_marks_otherwise_is_never_sure(
    make_page: Callable[..., RecognizedPage], district: str, is_sure: bool
) -> None:
    page = make_page(
        (430, 230, f"UBND HUYỆN {district}"), (1420, 420, "Đồng Anh, ngày 12 tháng 4 năm 2018")
    )
    place = read_description((page,)).place
    assert place is not None
    assert place.value == "Đồng Anh"
    assert (place.confidence >= 0.9) is is_sure


@pytest.mark.parametrize(("written", "is_sure"), [("TTr-SNV", True), ("TT-SNV", False)])
def test_a_notation_of_another_type_than_the_title_is_never_sure(
    make_page: Callable[..., RecognizedPage], written: str, is_sure: bool
) -> None:
    page = make_page(
        (430, 230, "SỞ NỘI VỤ"), (400, 420, f"Số: 7/{written}"), (1150, 600, "TỜ TRÌNH")
    )
    read = read_description((page,))
    assert read.notation is not None
    assert read.notation.value == written
    assert (read.notation.confidence >= 0.9) is is_sure


def test_a_date_in_the_body_is_never_the_date_of_issue(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (1000, 300, "HỢP ĐỒNG"),
        (500, 500, "Hôm nay, ngày 12 tháng 4 năm 2018, tại An Bình, chúng tôi gồm:"),
        (500, 600, "Căn cứ Quyết định số 9/QĐ-UBND ngày 01 tháng 02 năm 2017"),
    )
    read = read_description((page,))
    assert read.issued_date is None
    assert read.document_type is not None
    assert read.document_type.value == "Hợp đồng"


def test_a_title_against_its_notation_is_not_sure(decision: Pages) -> None:
    rows = [row for row in decision[0].lines if row.text != "Số: 15/QĐ-SNV"]
    number_row = next(row for row in decision[0].lines if row.text == "Số: 15/QĐ-SNV")
    words = (number_row.words[0], replace(number_row.words[1], text="15/BC-SNV"))
    page = replace(decision[0], lines=(*rows, replace(number_row, words=words)))
    kind = read_description((page,)).document_type
    assert kind is not None
    assert kind.rule == "type.title-against-notation"
    assert kind.confidence < 0.7


def test_a_notation_that_no_body_bears_out_is_not_sure(decision: Pages) -> None:
    number_row = next(row for row in decision[0].lines if row.text == "Số: 15/QĐ-SNV")
    words = (number_row.words[0], replace(number_row.words[1], text="15/QĐ-SXQ"))
    rows = (*(row for row in decision[0].lines if row != number_row),)
    page = replace(decision[0], lines=(*rows, replace(number_row, words=words)))
    notation = read_description((page,)).notation
    assert notation is not None
    assert notation.value == "QĐ-SXQ"
    assert notation.confidence < 0.9


def test_the_signature_of_an_enclosure_is_not_the_signers(
    decision: Pages, make_page: Callable[..., RecognizedPage]
) -> None:
    enclosure = make_page((1500, 900, "TRƯỞNG PHÒNG"), (1500, 1200, "Lê Thị Bình"), number=3)
    name = read_description((*decision, enclosure)).signer_name
    assert name is not None
    assert name.value == "Nguyễn Văn An"


@pytest.mark.parametrize(("stamp", "field"), [("TỐI MẬT", "secrecy"), ("HỎA TỐC", "urgency")])
def test_a_stamp_stands_alone_in_capitals(
    make_page: Callable[..., RecognizedPage], stamp: str, field: str
) -> None:
    page = make_page((300, 700, stamp), (300, 900, f"Tài liệu {stamp.lower()} của cơ quan"))
    assert getattr(read_description((page,)), field).value == stamp
    prose = make_page((300, 900, f"Tài liệu {stamp.lower()} của cơ quan"))
    assert getattr(read_description((prose,)), field) is None


def test_a_stamp_that_was_read_apart_is_one_too(make_page: Callable[..., RecognizedPage]) -> None:
    stamped = make_page((300, 700, "HỎA TỐC"))
    page = replace(make_page((300, 900, "Tài liệu của cơ quan")), stamps=stamped.lines)
    urgency = read_description((page,)).urgency
    assert urgency is not None
    assert urgency.value == "HỎA TỐC"


def test_blank_pages_have_no_fields(make_page: Callable[..., RecognizedPage]) -> None:
    assert values((make_page(),)) == {}


def test_a_blank_cover_moves_the_letterhead_to_the_next_page(
    decision: Pages, make_page: Callable[..., RecognizedPage]
) -> None:
    read = read_description((make_page(), *decision))
    assert read.number is not None
    assert read.number.page == 2


def test_marks_lost_on_capitals_are_put_back_and_kept_under_sure(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        (430, 230, "SỞ Y TÊ"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (430, 300, "CHI CỤC AN TOAN THỰC PHÁM"),
        (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
        confidence=1.0,
    )
    read = read_description((page,))
    assert read.issuing_body is not None
    assert read.issuing_body.value == "CHI CỤC AN TOÀN THỰC PHẨM"
    assert read.issuing_body.confidence <= 0.9


LETTER = (
    (430, 230, "SỞ NỘI VỤ"),
    (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (400, 420, "Số: 112/SNV-VTLT"),
    (1420, 420, "An Bình, ngày 15 tháng 6 năm 2019"),
)


@pytest.mark.parametrize("dash", ["-", "–", ":", "~", "."])
def test_a_list_of_addressees_goes_on_behind_a_dash_that_was_misread(
    make_page: Callable[..., RecognizedPage], dash: str
) -> None:
    page = make_page(
        *LETTER,
        (700, 700, "Kính gửi:"),
        (900, 760, "- Các sở, ban, ngành;"),
        (900, 820, f"{dash} Ủy ban nhân dân các huyện."),
        (500, 940, "Thời gian qua, nhiều cơ quan đã nộp hồ sơ."),
    )
    read = read_description((page,)).addressee
    assert read is not None
    assert read.value == "Các sở, ban, ngành; Ủy ban nhân dân các huyện."


def test_an_addressee_on_two_lines_is_whole_and_goes_to_review(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        *LETTER,
        (700, 700, "Kính gửi: Ủy ban nhân dân các huyện,"),
        (900, 745, "thị xã và thành phố"),
        (500, 900, "Sở Nội vụ đề nghị các cơ quan nộp hồ sơ."),
        confidence=1.0,
    )
    read = read_description((page,)).addressee
    assert read is not None
    assert read.value == "Ủy ban nhân dân các huyện, thị xã và thành phố"
    assert read.confidence < 0.9


def test_a_list_that_promises_more_than_was_found_goes_to_review(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        *LETTER,
        (700, 700, "Kính gửi:"),
        (900, 760, "- Các sở, ban, ngành;"),
        (500, 900, "Thời gian qua, nhiều cơ quan đã nộp hồ sơ."),
        confidence=1.0,
    )
    read = read_description((page,)).addressee
    assert read is not None
    assert read.confidence < 0.9


@pytest.mark.parametrize("flourish", ["Ù", "l", "ý/"])
def test_a_stroke_of_the_pen_beside_the_office_is_no_part_of_it(
    make_page: Callable[..., RecognizedPage], flourish: str
) -> None:
    body = (500, 900, "Sở Nội vụ đề nghị các cơ quan nộp hồ sơ.")
    page = make_page(*LETTER, body, (1500, 1700, f"CHI CỤC TRƯỞNG  {flourish}"))
    assert values((page,))["signer_title"] == "CHI CỤC TRƯỞNG"


@pytest.mark.parametrize(
    ("blurred", "office"), [("=sCHI", "CHI CỤC TRƯỞNG"), ("Ñ0ÌỊ", "CỤC TRƯỞNG")]
)
def test_an_office_under_a_seal_is_whole_or_goes_to_review(
    make_page: Callable[..., RecognizedPage], blurred: str, office: str
) -> None:
    body = (500, 900, "Sở Nội vụ đề nghị các cơ quan nộp hồ sơ.")
    page = make_page(*LETTER, body, (1500, 1700, f"{blurred} CỤC TRƯỞNG"), confidence=1.0)
    *rows, last = page.lines
    under_seal = replace(last.words[0], confidence=0.2)
    rows.append(replace(last, words=(under_seal, *last.words[1:])))
    read = read_description((replace(page, lines=tuple(rows)),)).signer_title
    assert read is not None
    assert read.value == office
    assert read.confidence < 0.9


TITLED = (*LETTER[:2], (400, 420, "Số: 15/BC-SNV"), LETTER[3], (1080, 620, "BÁO CÁO"))


def test_a_stroke_of_a_stamp_beside_a_line_ends_no_subject(
    make_page: Callable[..., RecognizedPage],
) -> None:
    page = make_page(
        *TITLED, (760, 700, "Về việc mua sắm trang thiết bị y tế"), (1100, 760, "và thuốc"),
        (400, 765, "Ộ"),
    )  # fmt: skip
    first = next(line for line in page.lines if line.text == "và thuốc")
    stroke = next(line for line in page.lines if line.text == "Ộ")
    rows = tuple(line for line in page.lines if line not in (first, stroke))
    joined = first.with_words((*stroke.words, *first.words))
    read = read_description((replace(page, lines=(*rows, joined)),)).subject
    assert read is not None
    assert read.value == "Về việc mua sắm trang thiết bị y tế và thuốc"


def test_a_paragraph_close_under_a_subject_is_no_part_of_it(
    make_page: Callable[..., RecognizedPage],
) -> None:
    text = "Nay Chi cục đã kiểm kê xong toàn bộ tài sản và của các đơn vị trực thuộc năm nay cùng"
    page = make_page(*TITLED, (960, 700, "Về việc kiểm kê tài sản"), (200, 760, text))
    read = read_description((page,)).subject
    assert read is not None
    assert read.value == "Về việc kiểm kê tài sản"
    assert read.confidence < 0.9
