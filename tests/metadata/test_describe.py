"""Merging pages and list, arranging a dossier, and judging it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from metadata import assemble, check
from metadata.codes import access_code, language_codes, maintenance_code
from metadata.describe import describe
from metadata.document_types import find_type
from records.batch import BatchDossier, ListedDocument, ListedDossier
from records.dates import PartialDate
from records.document import Document
from records.dossier import ArchiveIdentity, Dossier
from records.page import RecognizedPage
from records.retention import PeriodKind, RetentionPeriod, RetentionRule

Pages = tuple[RecognizedPage, ...]
ARCHIVE = ArchiveIdentity(name="Trung tâm Lưu trữ lịch sử tỉnh An Bình", code="H99.99")
PERMANENT = RetentionRule(
    instrument="TT-01",
    version="1",
    item="1",
    text="Quy chế",
    period=RetentionPeriod(kind=PeriodKind.PERMANENT, wording="Vĩnh viễn"),
    reason="test",
)
LISTED = ListedDossier(
    inventory="01",
    box="12",
    number="07",
    title="Quy chế văn thư, lưu trữ năm 2018",
    access="Công khai",
    language="Tiếng Việt",
    start=PartialDate(year=2018, month=1),
    end=PartialDate(year=2018),
    declared_sheets=2,
)
ROW = ListedDocument(
    row=2,
    document_type="quyết định",
    number="15",
    notation="/QĐ- SNV",
    issued=PartialDate(year=2018, month=4, day=5),
    issuing_body="Sở  Nội vụ",
    subject="Ban hành quy chế",
)


@pytest.fixture
def described(
    decision: Pages, make_batch: Callable[..., BatchDossier]
) -> Callable[[ListedDocument | None], Document]:
    def build(row: ListedDocument | None) -> Document:
        batch = make_batch(LISTED, (row,))
        return describe(decision, batch.documents[0], batch)

    return build


@pytest.fixture
def dossier(
    described: Callable[[ListedDocument | None], Document],
    make_batch: Callable[..., BatchDossier],
) -> Dossier:
    return assemble(make_batch(LISTED, (ROW,)), (described(ROW),), ARCHIVE, PERMANENT)


def codes(dossier: Dossier) -> set[str]:
    return {problem.code for problem in check(dossier)}


def test_the_operators_word_goes_first_and_the_page_keeps_its_own(
    described: Callable[[ListedDocument | None], Document],
) -> None:
    document = described(ROW)
    assert document.code == "H99.21.2018.01.07.0000001"
    assert (document.document_type, document.type_code) == ("Quyết định", "02")
    assert (document.number, document.notation) == ("15", "QĐ-SNV")
    assert (document.issuing_body, document.subject) == ("Sở Nội vụ", "Ban hành quy chế")
    assert document.read.issuing_body is not None
    assert document.read.issuing_body.value == "SỞ NỘI VỤ"
    assert document.disagreements == ()
    assert (document.access, document.language) == ("01", ("01",))


def test_the_page_speaks_where_the_list_is_silent(
    described: Callable[[ListedDocument | None], Document],
) -> None:
    document = described(None)
    assert document.type_code == "02"
    assert document.number == "15"
    assert document.issued == PartialDate(year=2018, month=4, day=5)
    assert document.issuing_body == "SỞ NỘI VỤ"


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("number", replace(ROW, number="016")),
        ("issued_date", replace(ROW, issued=PartialDate(year=2018, month=5, day=4))),
        ("document_type", replace(ROW, document_type="Báo cáo")),
        ("notation", replace(ROW, notation="QĐ-STP")),
        ("subject", replace(ROW, subject="Thông báo nghỉ Tết Nguyên đán")),
    ],
)
def test_a_difference_between_list_and_page_is_named(
    described: Callable[[ListedDocument | None], Document], field: str, row: ListedDocument
) -> None:
    assert described(row).disagreements == (field,)


def test_a_shortened_subject_is_no_difference(
    described: Callable[[ListedDocument | None], Document],
) -> None:
    assert described(replace(ROW, subject="V/v quy chế văn thư")).disagreements == ()


def test_zeros_before_a_number_are_no_difference(
    described: Callable[[ListedDocument | None], Document],
) -> None:
    assert described(replace(ROW, number="0015")).disagreements == ()


def test_a_secrecy_stamp_closes_a_document_whatever_the_list_says(
    make_page: Callable[..., RecognizedPage], make_batch: Callable[..., BatchDossier]
) -> None:
    page = make_page((300, 700, "MẬT"))
    batch = make_batch(LISTED, (replace(ROW, access="Công khai"),))
    document = describe((page,), batch.documents[0], batch)
    assert document.access == "03"
    assert "M009" in codes(assemble(batch, (document,), ARCHIVE, PERMANENT))


def test_a_whole_dossier_has_no_problems(dossier: Dossier) -> None:
    assert check(dossier) == ()
    assert dossier.archive_file_code == "H99.99.H99.21.2018.01.07"
    assert dossier.paper_file_code == "H99.99.12.07"
    assert (dossier.maintenance, dossier.access, dossier.sheets) == ("01", "01", 2)


def test_a_dossier_without_keywords_has_those_of_its_documents(
    described: Callable[[ListedDocument | None], Document],
    make_batch: Callable[..., BatchDossier],
) -> None:
    typed = ("quy chế; văn thư", f"văn thư; {'x' * 99}", None)
    rows = tuple(replace(ROW, keywords=each) for each in typed)
    dossier = assemble(make_batch(LISTED, rows), tuple(map(described, rows)), ARCHIVE, None)
    assert dossier.keywords == "quy chế; văn thư"


def test_a_rule_that_was_only_proposed_decides_nothing(
    make_batch: Callable[..., BatchDossier],
) -> None:
    proposed = replace(PERMANENT, item="?1")
    dossier = assemble(make_batch(replace(LISTED, retention="20 năm")), (), ARCHIVE, proposed)
    assert dossier.maintenance == "05"
    assert "M010" in codes(dossier)


def test_a_closed_fonds_is_coded_by_its_own_code(make_batch: Callable[..., BatchDossier]) -> None:
    batch = make_batch(replace(LISTED, inventory="03"))
    closed = replace(batch, fonds=replace(batch.fonds, is_closed=True))
    dossier = assemble(closed, (), ARCHIVE, None)
    assert dossier.archive_file_code == "H99.99.P15.2018.01.07.03"


def test_a_dossier_without_a_list_takes_its_dates_from_its_documents(
    described: Callable[[ListedDocument | None], Document],
    make_batch: Callable[..., BatchDossier],
) -> None:
    dossier = assemble(make_batch(), (described(None),), ARCHIVE, None)
    assert dossier.start == dossier.end == PartialDate(year=2018, month=4, day=5)
    assert dossier.title == dossier.code
    assert codes(dossier) == {"M007", "M008", "M010", "M011"}


def broken(dossier: Dossier) -> dict[str, Dossier]:
    document = dossier.documents[0]

    def holding(changed: Document) -> Dossier:
        return replace(dossier, documents=(changed,))

    return {
        "M001": holding(replace(document, subject=None)),
        "M002": holding(replace(document, subject="a" * 501)),
        "M003": holding(replace(document, type_code="33")),
        "M004": holding(replace(document, code="H99.21.2017.01.07.0000001")),
        "M005": replace(dossier, start=PartialDate(year=2019), end=PartialDate(year=2017)),
        "M006": holding(replace(document, disagreements=("number",))),
        "M007": replace(dossier, paper_file_code=None),
        "M008": replace(dossier, sheets_estimated=True),
        "M010": replace(dossier, retention=None),
        "M011": replace(dossier, title=dossier.code),
        "M012": replace(dossier, end=None),
        "M013": holding(replace(document, issued=PartialDate(year=2018, month=4))),
        "M014": holding(replace(document, issued=PartialDate(year=2017, month=4, day=5))),
        "M015": replace(dossier, documents=(document, document)),
        "M019": holding(replace(document, listed=replace(ROW, document_type="Sổ đỏ"))),
        "M020": holding(replace(document, listed=replace(ROW, access="tùy ý"))),
        "M022": holding(replace(document, confidence_level="01")),
        "M023": replace(dossier, sheets=3),
        "M024": replace(dossier, paper_file_code="1" * 101),
    }


RULES = (
    "M001", "M002", "M003", "M004", "M005", "M006", "M007", "M008", "M010", "M011", "M012",
    "M013", "M014", "M015", "M019", "M020", "M022", "M023", "M024",
)  # fmt: skip


@pytest.mark.parametrize("code", RULES)
def test_each_rule_finds_its_own_fault(dossier: Dossier, code: str) -> None:
    assert codes(broken(dossier)[code]) == {code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Công khai", "01"),
        ("CÔNG  KHAI", "01"),
        ("Hạn chế", "02"),
        ("tùy ý", "02"),
        ("Mật", "03"),
        ("Tuyệt mật", "03"),
        ("3", "03"),
        ("", None),
        (None, None),
    ],
)
def test_an_access_mode_nobody_understands_is_never_public(
    written: str | None, code: str | None
) -> None:
    assert access_code(written) == code


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tiếng Việt", ("01",)),
        ("tiếng Việt, tiếng Anh", ("01", "02")),
        ("Hán Nôm", ("09",)),
        ("Việt - Anh", ("06",)),
        ("Lào", ("11",)),
        ("01;05", ("01", "05")),
        (None, ()),
    ],
)
def test_languages_become_codes(written: str | None, expected: tuple[str, ...]) -> None:
    assert language_codes(written) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [("Vĩnh viễn", "01"), ("70 năm", "02"), ("10", "06"), ("5 năm", "07"), (None, "07")],
)
def test_a_period_without_a_code_is_other(written: str | None, code: str) -> None:
    assert maintenance_code(None, written) == code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("quyêt định", "Quyết định"),
        ("biên bản thanh lý", "Biên bản"),
        ("Tờ trinh", "Tờ trình"),
        ("Giấy uỷ quyền", "Giấy ủy quyền"),
        ("Qui chế", "Quy chế"),
        ("Đề án", "Đề án"),
        ("Dự án", "Dự án"),
        ("Hợp đồng trách nhiệm", "Hợp đồng"),
    ],
)
def test_a_type_is_known_by_a_misspelt_name(written: str, name: str) -> None:
    found = find_type(written)
    assert found is not None
    assert found.type.name == name


def test_other_words_are_no_type() -> None:
    assert find_type("Sổ đỏ") is None
    assert find_type("") is None
