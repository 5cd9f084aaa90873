"""The list is written in the layout that archives use, and intake reads the same values back."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.delivery_list import read_rows
from intake.list_table import read_table
from metadata.arrange import assemble
from metadata.codes import access_code, language_codes, listed_code
from metadata.delivery_table import write_table
from metadata.describe import describe
from metadata.list_rows import ACCESS, CONFIDENCE, LANGUAGES, PHYSICAL, Row, rows_of
from records.batch import BatchDossier, ListedDocument, ListedDossier
from records.dates import PartialDate
from records.dossier import ArchiveIdentity, Dossier
from records.page import RecognizedPage

LISTED = ListedDossier(
    fonds="Sở Nội vụ", inventory="01", box="02", number="07", title="Tập quyết định năm 2018",
    retention="20 năm", access="Công khai", start=PartialDate(year=2018),
    end=PartialDate(year=2018, month=4), declared_sheets=2, keywords="lưu trữ; văn thư",
    physical_state="tốt", note="Khuyết số: 03",
)  # fmt: skip
ROWS = (
    ListedDocument(row=2, number="02", first_sheet="01", kind="Văn bản", autograph="có"),
    ListedDocument(row=3, number="5", notation="/BC - CC", issued=PartialDate(year=2017)),
)
BOTH = pytest.mark.parametrize("suffix", [".xlsx", ".csv"])


@pytest.fixture
def dossier(
    decision: tuple[RecognizedPage, ...], make_batch: Callable[..., BatchDossier]
) -> Dossier:
    batch = make_batch(LISTED, ROWS)
    documents = tuple(describe(decision, each, batch) for each in batch.documents)
    return assemble(batch, documents, ArchiveIdentity(name="Kho", code="99"), None)


def read_back(target: Path) -> tuple[tuple[Row, ...], list[str]]:
    rows, problems = read_rows(read_table(target, target.name), target.name)
    return tuple((row.dossier, row.document) for row in rows), [each.code for each in problems]


def changed(dossier: Dossier, **values: str | None) -> Dossier:
    first, *rest = dossier.documents
    return replace(dossier, documents=(replace(first, **values), *rest))  # type: ignore[arg-type]  # texts only


@BOTH
def test_what_is_written_is_read_back_equal(dossier: Dossier, tmp_path: Path, suffix: str) -> None:
    rows = rows_of(dossier)
    target = tmp_path / f"danh muc{suffix}"
    assert write_table(rows, target) == 2
    assert read_back(target) == (rows, [])


def test_the_sheet_has_the_46_columns_and_a_date_in_three(dossier: Dossier, tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    write_table(rows_of(dossier), target)
    header, first, _ = openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
    assert (len(header), header[0], header[-1]) == (46, "STT", "Đường dẫn file")
    assert first[:7] == (
        1, "Sở Nội vụ tỉnh An Bình", "01", "02", "07", "Tập quyết định năm 2018", "20 năm",
    )  # fmt: skip
    assert first[9:15] == (None, None, "2018", None, "04", "2018")
    assert first[25:31] == ("Quyết định", "02", "QĐ-SNV", "05", "04", "2018")
    assert first[45] == "\\hop01\\001.pdf"


def test_a_number_of_sheets_that_nobody_counted_is_not_written(dossier: Dossier) -> None:
    ((whole, _), _) = rows_of(replace(dossier, sheets_estimated=True))
    assert whole.declared_sheets is None


@BOTH
@pytest.mark.parametrize(
    "written", ["-NQ/TW", "+84 28", "@VPUB", "'-NQ", "- = x", "'a", "-1", "−5", "+cmd"]
)
def test_text_that_looks_like_a_formula_stays_text(
    dossier: Dossier, tmp_path: Path, suffix: str, written: str
) -> None:
    rows = rows_of(changed(dossier, subject=written))
    target = tmp_path / f"list{suffix}"
    write_table(rows, target)
    assert read_back(target) == (rows, [])


@BOTH
def test_a_formula_is_written_as_text_and_refused_when_read(
    dossier: Dossier, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"list{suffix}"
    write_table(rows_of(changed(dossier, subject='=HYPERLINK("http://x")')), target)
    if suffix == ".xlsx":
        cell = openpyxl.load_workbook(target).worksheets[0]["AG2"]
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    else:
        with target.open(encoding="utf-8-sig", newline="") as stream:
            assert [*csv.reader(stream)][1][32].startswith("'=")
    assert read_back(target)[1] == ["I015"]


def test_every_word_of_the_list_means_its_code() -> None:
    assert {code: access_code(word) for code, word in ACCESS.items()} == {c: c for c in ACCESS}
    for words, kind in ((CONFIDENCE, "confidence"), (PHYSICAL, "physical")):
        assert {code: listed_code(word, kind) for code, word in words.items()} == {
            code: code for code in words
        }
    assert {code: language_codes(word) for code, word in LANGUAGES.items()} == {
        code: (code,) for code in LANGUAGES
    }
    assert language_codes("; ".join(LANGUAGES.values())) == tuple(LANGUAGES)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(written=st.text(max_size=60), suffix=st.sampled_from([".xlsx", ".csv"]))
def test_any_text_is_read_back_or_refused(
    dossier: Dossier, tmp_path: Path, written: str, suffix: str
) -> None:
    rows = rows_of(changed(dossier, subject=written, issuing_body=written, note=written))
    target = tmp_path / f"list{suffix}"
    write_table(rows, target)
    found, problems = read_back(target)
    assert found == rows or ({*problems} <= {"I014", "I015"} and problems)
