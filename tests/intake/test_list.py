"""What a list may look like, and what is reported of it."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from intake import list_table
from intake.inspection import read_list
from records.batch import Batch
from records.dates import PartialDate
from records.errors import InputError

TakeIn = Callable[..., Batch]


def codes(batch: Batch) -> list[str]:
    return sorted(found.code for found in batch.problems)


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_list_gives_the_same_dossier_as_a_workbook(
    with_list: TakeIn, make: SimpleNamespace, delimiter: str, encoding: str
) -> None:
    make_rows = make.three(F='Công văn; "mật", gấp', AI="1", P=3)

    def write(root: Path) -> None:
        make.list(root / "l.xlsx", make_rows)
        book = openpyxl.load_workbook(root / "l.xlsx")
        (root / "l.xlsx").unlink()
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerows(book.worksheets[0].values)
        (root / "LIST.CSV").write_text(written.getvalue(), encoding=encoding)

    batch = with_list(write)
    assert batch.problems == ()
    assert batch.dossiers[0].listed.title == 'Công văn; "mật", gấp'
    assert len(batch.dossiers[0].documents) == 3


def test_headers_match_in_any_dress_and_place(with_list: TakeIn, make: SimpleNamespace) -> None:
    def dressed(header: str) -> str:
        return "  " + unicodedata.normalize("NFD", header.upper()).replace(" ", "\n ") + " "

    def write(root: Path) -> None:
        rows = make.three(X="của hồ sơ", AJ="của văn bản", H="01", AM="02")
        make.list(root / "l.xlsx", rows, tuple(dressed(header) for header in make.header))
        book = openpyxl.load_workbook(root / "l.xlsx")
        sheet = book.worksheets[0]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "DANH SÁCH VĂN BẢN"
        sheet.insert_cols(3)
        sheet["C3"] = "Cột lạ"
        sheet.insert_rows(5)
        sheet.insert_rows(4)
        for column in range(1, 48):
            sheet.cell(4, column).value = f"({column})"
        book.save(root / "l.xlsx")

    batch = with_list(write)
    (dossier,) = batch.dossiers
    assert batch.problems == ()
    assert (dossier.listed.note, dossier.listed.access) == ("của hồ sơ", "01")
    assert [one.listed.note for one in dossier.documents if one.listed] == ["của văn bản"] * 3
    assert [one.listed.access for one in dossier.documents if one.listed] == ["02"] * 3


def test_merged_cells_count_for_all_their_rows(with_list: TakeIn, make: SimpleNamespace) -> None:
    def write(root: Path) -> None:
        make.list(root / "l.xlsx", make.three())
        book = openpyxl.load_workbook(root / "l.xlsx")
        for letter in "BCDEFG":
            book.worksheets[0].merge_cells(f"{letter}2:{letter}4")
        book.save(root / "l.xlsx")

    batch = with_list(write)
    assert batch.problems == ()
    assert [len(dossier.documents) for dossier in batch.dossiers] == [3]


def test_an_empty_box_after_another_inventory_is_not_filled_from_above(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    rows = make.three()
    rows[1] |= {"C": "09", "D": None, "F": None}
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    assert [one.code for one in batch.dossiers] == ["H30.81.2010.01.02.03", "H30.81.2010.09.03"]


def test_cells_may_be_numbers_text_or_dates(with_list: TakeIn, make: SimpleNamespace) -> None:
    rows = make.three()
    rows[0] |= {"AC": "05", "AD": 1.0, "AE": "2010", "E": 3, "D": "2"}
    rows[1] |= {"AC": "31/12/2009"}
    rows[2] |= {"AC": "00", "AD": "", "AE": 2010.0}
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    (dossier,) = batch.dossiers
    assert batch.problems == ()
    assert [one.listed.issued for one in dossier.documents if one.listed] == [
        PartialDate(year=2010, month=1, day=5),
        PartialDate(year=2009, month=12, day=31),
        PartialDate(year=2010),
    ]


def test_a_formula_is_neither_computed_nor_trusted(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    rows = make.three(P="=COUNTA(AT2:AT4)", AI="=1+1")
    rows[1]["AG"] = "=cmd|'/c calc'!A0"
    rows[2]["AT"] = '=HYPERLINK("http://x","c.tif")'
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    (dossier,) = batch.dossiers
    assert [(found.code, found.subject) for found in batch.problems] == [
        ("I015", "l.xlsx:3"),
        ("I015", "l.xlsx:4"),
        ("I014", "l.xlsx:2"),
        ("I014", "l.xlsx:2"),
        ("I023", "c.tif"),
    ]
    assert dossier.listed.declared_documents is None
    listed = [one.listed for one in dossier.documents]
    assert [one.declared_pages for one in listed if one] == [None, None]
    assert [one.subject for one in listed if one] == [None, None]


def test_two_lists_are_one_too_many_and_no_scan_is_lost(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    def write(root: Path) -> None:
        make.list(root / "l.xlsx", make.three())
        make.list(root / "m.xlsx", make.three())
        (root / "~$l.xlsx").write_bytes(b"lock")

    batch = with_list(write)
    assert codes(batch) == ["I010", "I010", "I031", "I050"]
    assert [len(dossier.documents) for dossier in batch.dossiers] == [3]


def test_a_table_without_the_lists_header_is_no_rival_of_the_list(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    def write(root: Path) -> None:
        make.list(root / "l.xlsx", make.three())
        (root / "log.csv").write_text("time,operator\n1,2\n")

    batch = with_list(write)
    assert [(found.code, found.subject) for found in batch.problems] == [("I012", "log.csv")]


def test_a_list_that_cannot_be_read_leaves_provisional_dossiers(with_list: TakeIn) -> None:
    batch = with_list(lambda root: (root / "l.csv").write_bytes("Phông\n".encode("utf-16")))
    assert codes(batch) == ["I011", "I031"]


def test_missing_columns_are_named(with_list: TakeIn, make: SimpleNamespace) -> None:
    header = tuple("" if name == "Tiêu đề hồ sơ" else name for name in make.header)
    batch = with_list(lambda root: make.list(root / "l.xlsx", make.three(), header))
    assert codes(batch) == ["I013"]
    assert "Tiêu đề hồ sơ" in batch.problems[0].message


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "l.xlsx", "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range((list_table.MAX_UNPACKED_BYTES >> 20) + 1):
            sheet.write(bytes(1 << 20))
    with pytest.raises(InputError) as raised:
        read_list(str(tmp_path / "l.xlsx"), "l.xlsx")
    assert raised.value.problem.code == "I016"


def test_a_workbook_with_entities_is_refused(tmp_path: Path, make: SimpleNamespace) -> None:
    make.list(tmp_path / "good.xlsx", make.three())
    with (
        zipfile.ZipFile(tmp_path / "good.xlsx") as good,
        zipfile.ZipFile(tmp_path / "l.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content
            bad.writestr(name, content)
    with pytest.raises(InputError) as raised:
        read_list(str(tmp_path / "l.xlsx"), "l.xlsx")
    assert raised.value.problem.code == "I011"
    assert "DOCTYPE" in raised.value.problem.message


def test_sheets_with_a_header_are_read_one_after_the_other(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    def write(root: Path) -> None:
        make.list(root / "l.xlsx", make.three()[:2])
        book = openpyxl.load_workbook(root / "l.xlsx")
        copy = book.copy_worksheet(book.worksheets[0])
        copy.delete_rows(3)
        copy["AT2"], copy["E2"] = "c.tif", "04"
        book.create_sheet("Ghi chú")["A1"] = "không phải danh sách"
        book.save(root / "l.xlsx")

    batch = with_list(write)
    assert batch.problems == ()
    assert [len(dossier.documents) for dossier in batch.dossiers] == [2, 1]
