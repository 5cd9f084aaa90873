"""Bodies and people of the lists: what matches, what does not, and what is only proposed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from metadata import read_description
from metadata.authorities import match_body
from metadata.authority_check import check_lists
from metadata.authority_lists import AuthorityLists, Body, Person, national_lists, read_lists
from metadata.describe import describe
from records.authority import Certainty
from records.batch import BatchDossier, Fonds, ListedDocument
from records.dates import PartialDate
from records.errors import SetupError
from records.page import RecognizedPage

Pages = tuple[RecognizedPage, ...]
HEALTH = "Chi cục An toàn vệ sinh thực phẩm tỉnh An Bình"


@pytest.fixture
def lists() -> AuthorityLists:
    bodies = (
        Body(name="Sở Nội vụ tỉnh An Bình", code="H99.21", other_names=("SNV An Bình",)),
        Body(name="Ủy ban nhân dân tỉnh An Bình", code="H99"),
        Body(name=HEALTH),
        Body(name="Sở Lao động - Thương binh và Xã hội tỉnh An Bình"),
        Body(name="Ban Dân tộc", parent="H99"),
        Body(name="Ủy ban nhân dân xã Đông Sơn"),
        Body(name="Công ty TNHH Minh Anh"),
    )
    people = (
        Person(
            name="Nguyễn Văn An",
            office="Phó Giám đốc",
            body="H99.21",
            start=PartialDate(year=2017),
            end=PartialDate(year=2019),
        ),
    )
    nation = national_lists()
    return replace(nation, bodies=(*bodies, *nation.bodies), people=people)


@pytest.mark.parametrize(
    ("written", "parent", "identifier"),
    [
        ("SỞ NỘI VỤ TỈNH AN BÌNH", None, "H99.21"),
        ("Sở nội vụ tỉnh An Bình", None, "H99.21"),
        ("SNV An Bình", None, "H99.21"),
        ("SỞ NỘI VỤ", "UBND TỈNH AN BÌNH", "H99.21"),
        ("UỶ BAN NHÂN DÂN TỈNH AN BÌNH", "", "H99"),
        ("UBND tỉnh An Bình", None, "H99"),
        ("CC ATVSTP", "SỞ Y TẾ TỈNH AN BÌNH", HEALTH),
        ("Chi cục ATVSTP tỉnh An Bình", None, HEALTH),
        ("SỞ LAO ĐỘNG THƯƠNG BINH VÀ XÃ HỘI", "UBND TỈNH AN BÌNH",
         "Sở Lao động - Thương binh và Xã hội tỉnh An Bình"),
        ("BAN DÂN TỘC", "UBND TỈNH AN BÌNH", "Ban Dân tộc"),
        ("UBND TỈNH QUẢNG TRỊ", None, "H50"),
        ("ỦY BAN NHÂN DÂN TP HÀ NỘI", None, "H26"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(
    lists: AuthorityLists, written: str, parent: str | None, identifier: str
) -> None:
    found = match_body(written, lists, None, parent)
    assert found is not None
    assert (found.match.identifier, found.match.likeness) == (identifier, 1.0)


@pytest.mark.parametrize(
    ("written", "parent"),
    [
        ("SỞ NỘI VỤ TỈNH AN NINH", None),
        ("SỞ NỘI VỤ", "UBND TỈNH QUẢNG NINH"),
        ("SỞ NỘI VỤ", ""),
        ("BAN DÂN TỘC", "UBND TỈNH QUẢNG NINH"),
        ("BAN DÂN TỘC", ""),
        ("ỦY BAN NHÂN DÂN XÃ ĐỒNG SƠN", None),
        ("ỦY BAN NHÂN DÂN XÃ ĐÔNG SAN", None),
        ("ỦY BAN NHÂN DÂN THỊ XÃ QUẢNG TRỊ", None),
        ("CÔNG TY TNHH MINH ÁNH", None),
        ("CÔNG TY TNHH MINH", None),
        ("SỞ", "UBND TỈNH AN BÌNH"),
        ("", ""),
        ("...", None),
    ],
)
def test_another_body_is_no_match_however_few_letters_differ(
    lists: AuthorityLists, written: str, parent: str | None
) -> None:
    assert match_body(written, lists, None, parent) is None


def test_two_entries_close_together_are_no_match(lists: AuthorityLists) -> None:
    two = replace(lists, bodies=(Body(name="Ban Tổ chức A Lưới"), Body(name="Ban Tô chức A Lưới")))
    assert match_body("BAN TỒ CHỨC A LƯỚI", two, None) is None
    sure = match_body("BAN TỔ CHỨC A LƯỚI", two, None)
    assert sure is not None
    assert sure.body.name == "Ban Tổ chức A Lưới"


def test_the_day_of_issue_tells_which_body_of_one_name_is_meant(lists: AuthorityLists) -> None:
    early = Body(name="Sở Văn hóa", code="1", end=PartialDate(year=2007))
    late = Body(name="Sở Văn hóa", code="2", start=PartialDate(year=2008))
    both = replace(lists, bodies=(early, late))
    found = match_body("SỞ VĂN HOÁ", both, PartialDate(year=2010, month=5))
    assert found is not None
    assert found.body.code == "2"
    assert match_body("SỞ VĂN HOÁ", both, None) is None
    after = PartialDate(year=2025, month=7, day=1)
    assert match_body("UBND tỉnh Quảng Bình", lists, after) is None


def test_what_is_known_by_memory_says_so_in_the_match(lists: AuthorityLists) -> None:
    found = match_body("UBND tỉnh Hà Giang", lists, None)
    assert found is not None
    assert found.match.certainty is Certainty.MEMORY


def test_the_wording_stays_and_the_entry_stands_beside_it(
    decision: Pages, lists: AuthorityLists
) -> None:
    plain, read = read_description(decision), read_description(decision, lists)
    assert plain.issuing_body is not None
    assert read.issuing_body is not None
    assert read.issuing_body.authority is not None
    assert read.issuing_body.authority.identifier == "H99.21"
    assert replace(read.issuing_body, authority=None) == plain.issuing_body
    assert read.parent_body is not None
    assert read.parent_body.authority is not None
    assert read.parent_body.authority.identifier == "H99"


def test_an_unlisted_body_changes_nothing(decision: Pages, lists: AuthorityLists) -> None:
    none = replace(lists, bodies=(Body(name="Sở Y tế tỉnh An Hòa"),), people=())
    assert read_description(decision, none) == read_description(decision)


def test_one_sign_off_is_mended_and_held(
    make_page: Callable[..., RecognizedPage], lists: AuthorityLists
) -> None:
    page = make_page(
        (430, 230, "UBND TỈNH AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (430, 300, "SỞ NỘIL VỤ"),
        (1500, 300, "Độc lập - Tự do - Hạnh phúc"),
        (400, 420, "Số: 15/QĐ-SNV"),
        (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
    )
    field = read_description((page,), lists).issuing_body
    assert field is not None
    assert (field.value, field.as_read) == ("SỞ NỘI VỤ", "SỞ NỘIL VỤ")
    assert field.confidence < 0.9
    assert field.rule.endswith(".mended-by-list")


def test_a_listed_abbreviation_bears_out_the_notation(
    make_page: Callable[..., RecognizedPage], lists: AuthorityLists
) -> None:
    page = make_page(
        (430, 230, "UBND TỈNH AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (430, 300, "BAN DÂN TỘC"),
        (400, 420, "Số: 15/QĐ-KZK"),
        (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
    )
    plain = read_description((page,), lists).notation
    own = Body(name="Ban Dân tộc", parent="H99", other_names=("KZK",))
    named = replace(lists, bodies=(own, *(b for b in lists.bodies if b.name != "Ban Dân tộc")))
    told = read_description((page,), named).notation
    assert plain is not None
    assert told is not None
    assert plain.confidence < 0.9 <= told.confidence


def _signed(decision: Pages, name: str, lists: AuthorityLists) -> tuple[str, float, str | None]:
    lines = [
        line.with_words(
            replace(word, text=put, confidence=0.8)
            for word, put in zip(line.words, name.split(), strict=True)
        )
        if line.text == "Nguyễn Văn An"
        else line
        for line in decision[1].lines
    ]
    field = read_description((decision[0], replace(decision[1], lines=tuple(lines))), lists)
    assert field.signer_name is not None
    told = field.signer_name
    return told.value, told.confidence, told.authority and told.authority.name


def test_a_signer_whose_office_and_day_agree_is_confirmed(
    decision: Pages, lists: AuthorityLists
) -> None:
    assert _signed(decision, "Nguyễn Văn An", lists) == ("Nguyễn Văn An", 0.95, "Nguyễn Văn An")


def test_a_near_miss_of_the_signer_is_proposed_under_nine_tenths(
    decision: Pages, lists: AuthorityLists
) -> None:
    value, confidence, name = _signed(decision, "Nguyên Văn An", lists)
    assert (value, name) == ("Nguyễn Văn An", "Nguyễn Văn An")
    assert confidence < 0.9


@pytest.mark.parametrize(
    "change",
    [
        {"office": "Giám đốc"},
        {"body": "H26"},
        {"start": PartialDate(year=2018, month=5), "end": None},
        {"name": "Nguyễn Văn Anh"},
    ],
)
def test_a_person_who_differs_in_office_body_or_time_says_nothing(
    decision: Pages, lists: AuthorityLists, change: dict[str, object]
) -> None:
    other = replace(lists, people=(replace(lists.people[0], **change),))  # type: ignore[arg-type]
    _value, confidence, name = _signed(decision, "Nguyễn Văn An", other)
    assert name is None
    assert confidence < 0.8


def test_the_typed_body_is_matched_for_the_archive(
    decision: Pages, make_batch: Callable[..., BatchDossier], lists: AuthorityLists
) -> None:
    batch = make_batch(rows=(ListedDocument(row=2, issuing_body="sở nội vụ  tỉnh An Bình"),))
    document = describe(decision, batch.documents[0], batch, lists)
    assert document.issuing_body == "sở nội vụ tỉnh An Bình"
    assert document.issuing_authority is not None
    assert document.issuing_authority.identifier == "H99.21"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_an_archives_tables_are_read(tmp_path: Path, mark: str, sign: str) -> None:
    rows = ["# ghi chú", "name,other_names,code,parent,from,to,note", "# Sở mẫu,,,,,,",
            "Sở A,SA|Sở  a cũ,H99.1,,1990,30/06/2025,", ",,,,,,"]  # fmt: skip
    (tmp_path / "bodies.csv").write_text(mark + "\n".join(rows).replace(",", sign), "utf-8")
    (tmp_path / "people.csv").write_text("name,office\nLê Văn B,Giám đốc\n", "utf-8")
    lists = read_lists(tmp_path)
    first = lists.bodies[0]
    assert (first.name, first.other_names, first.line) == ("Sở A", ("SA", "Sở a cũ"), 4)
    assert (first.start, first.end) == (
        PartialDate(year=1990),
        PartialDate(year=2025, month=6, day=30),
    )
    assert [person.name for person in lists.people] == ["Lê Văn B"]
    assert [each.name for each in lists.versions] == [
        "organisations.csv", "document_types.csv", "authorities/bodies.csv",
        "authorities/people.csv",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "content", "code", "place"),
    [
        ("bodies.csv", b"ten,code\nA,1\n", "M080", ":1"),
        ("bodies.csv", "name\nSở A\n".encode("utf-16"), "M080", ""),
        ("bodies.csv", b"name,code\n,H1\n", "M081", ":2"),
        ("bodies.csv", b"name,from\nA,31/02/2010\n", "M081", ":2"),
        ("bodies.csv", b"name,from,to\nA,2010,2009\n", "M081", ":2"),
        ("bodies.csv", b"name,from\nA,1\n", "M081", ":2"),
        ("people.csv", b"name,office\nA,\n", "M081", ":2"),
        ("document_types.csv", b"name,type_code\nA,33\n", "M081", ":2"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(
    tmp_path: Path, file: str, content: bytes, code: str, place: str
) -> None:
    (tmp_path / file).write_bytes(content)
    with pytest.raises(SetupError) as raised:
        read_lists(tmp_path)
    assert raised.value.problem.code == code
    assert raised.value.problem.subject == f"{tmp_path / file}{place}"


def test_an_archives_own_type_code_goes_before_the_national_one(
    tmp_path: Path, decision: Pages, make_batch: Callable[..., BatchDossier]
) -> None:
    written = "name,type_code\nQuyết định,05\nSắc lệnh riêng,06\n"
    (tmp_path / "document_types.csv").write_text(written, "utf-8")
    lists = read_lists(tmp_path)
    batch = make_batch(rows=(None, ListedDocument(row=3, document_type="sắc lệnh riêng")))
    told = [describe(decision, each, batch, lists) for each in batch.documents]
    assert [each.type_code for each in told] == ["05", "06"]
    assert told[1].document_type == "Sắc lệnh riêng"
    assert describe(decision, batch.documents[0], batch).type_code == "02"
    assert [each.abbreviation for each in lists.types if each.name == "Quyết định"] == ["QĐ"]


def test_mistakes_and_closed_codes_are_told(tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_text(
        "name,other_names,code,parent,from,to\nSở A,SA,,,1990,2000\nSở B,sa,,Sở Không có,2000,\n"
        "Sở A,,,,2001,\n",
        "utf-8",
    )
    (tmp_path / "people.csv").write_text("name,office,body\nAn,Giám đốc,Sở C\n", "utf-8")
    fonds = tuple(
        Fonds(name=code, agency_code=code, fonds_code="1") for code in ("H46.2", "H22", "H50", "Z1")
    )
    found = check_lists(read_lists(tmp_path), fonds)
    assert [(each.code, each.subject, each.severity.value) for each in found] == [
        ("M082", "bodies.csv:3", "warning"),
        ("M083", "bodies.csv:3", "warning"),
        ("M083", "people.csv:2", "warning"),
        ("M084", "H46.2", "info"),
        ("M084", "H22", "info"),
        ("M085", "Z1", "info"),
    ]
    assert ["[?]" in each.message for each in found[3:5]] == [False, True]
