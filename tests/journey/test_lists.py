"""The list of what is stored, and corrections out of a list that a person edited."""

import csv
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from archive_store import list_rows
from archive_store.vault.catalogue.listing import read_rows as read_whole
from flows.archive import open_archive
from flows.revising.correcting import Request
from flows.revising.correcting_lists import ListOutcome, correct_from_list
from flows.revising.versions import Note, revise
from intake.delivery_list import ListRow, read_rows
from intake.list_table import read_table
from metadata.record import read_record
from records.dossier import Dossier

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Run = Callable[..., subprocess.CompletedProcess[str]]


def rows_in(file: Path) -> tuple[ListRow, ...]:
    rows, problems = read_rows(read_table(file, file.name), file.name)
    assert problems == []
    return rows


@pytest.fixture(scope="module")
def written(
    good: SimpleNamespace, ask: Ask, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The list of the good archive, by suffix."""
    folder = tmp_path_factory.mktemp("lists")
    lists = {suffix: folder / f"list{suffix}" for suffix in (".xlsx", ".csv")}
    for target in lists.values():
        told = ask(good.archive, "list", "--to", target)
        assert (told["total"], told["rows"], told["file"]) == (3, 12, str(target))
    return lists


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_list_of_a_delivery_is_the_one_it_came_with(
    written: dict[str, Path], samples: Path, suffix: str
) -> None:
    delivered = {row.document.path: row for row in rows_in(samples / "batches/good/list.xlsx")}
    for row in rows_in(written[suffix]):
        was = delivered.pop(row.document.path)
        # The dossier has the mode of its strictest document, and its paper's code was composed.
        changed = {"paper_file_code": row.dossier.paper_file_code, "access": row.dossier.access}
        assert row.dossier == replace(was.dossier, **changed)  # type: ignore[arg-type]  # texts
        # A notation stands without the stroke before it.
        notation = (was.document.notation or "").removeprefix("/")
        assert replace(row.document, row=0) == replace(was.document, row=0, notation=notation)
    assert delivered == {}


def test_a_file_that_is_there_is_not_overwritten(
    good: SimpleNamespace, luutru: Run, tmp_path: Path
) -> None:
    target = tmp_path / "list.csv"
    target.write_text("mine")
    done = luutru("--archive", good.archive, "list", "--to", target)
    assert (done.returncode, target.read_text()) == (4, "mine")
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize(("name", "code"), [("list.txt", 2), ("nowhere/list.csv", 3)])
def test_a_file_that_cannot_be_written_is_told(
    good: SimpleNamespace, luutru: Run, tmp_path: Path, name: str, code: int
) -> None:
    assert luutru("--archive", good.archive, "list", "--to", tmp_path / name).returncode == code


CODE, OTHER = "H46.21.2012.01.01.02", "H46.21.2010.01.01.01"
# Later than what the archive has stored: an earlier time is refused (A141).
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
WHY = ("--why", "Rà soát danh mục", "--by", "Lan")


@pytest.fixture
def archive(good: SimpleNamespace, copy_of: Callable[[Path], Path]) -> Path:
    return copy_of(good.archive)


@pytest.fixture
def edited(written: dict[str, Path], tmp_path: Path) -> Callable[..., Path]:
    """The list of the good archive with cells changed: ``{(row, letter): value}``."""

    def edit(cells: dict[tuple[int, str], object], suffix: str = ".xlsx") -> Path:
        target = tmp_path / f"sua{suffix}"
        if suffix == ".csv":
            table = table_of(written[suffix])
            for (row, letter), value in cells.items():
                table[row - 1][column_index_from_string(letter) - 1] = str(value)
            # As Excel saves a CSV file that it has opened: 02 has become 2.
            table = [[str(int(c)) if c.isdecimal() else c for c in row] for row in table]
            with target.open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream, delimiter=";").writerows(table)
            return target
        book = openpyxl.load_workbook(written[suffix])
        for (row, letter), value in cells.items():
            book.worksheets[0][f"{letter}{row}"] = value  # type: ignore[assignment]  # a value
        book.save(target)
        return target

    return edit


def table_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [*csv.reader(stream)]


@pytest.fixture(scope="module")
def rows(written: dict[str, Path], good: SimpleNamespace) -> dict[str, list[int]]:
    """The rows of each dossier in the written list, by its code."""
    codes = sorted(each["dossier_code"] for each in good.report["dossiers"])
    found: dict[str, list[int]] = {code: [] for code in codes}
    at = -1
    for row in rows_in(written[".csv"]):
        at += row.document.ordinal == 1
        found[codes[at]].append(row.document.row)
    return found


def versions(ask: Ask, archive: Path) -> dict[str, int]:
    return {each["dossier_code"]: each["version"] for each in ask(archive, "list")["dossiers"]}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_only_changed_cells_become_corrections(
    archive: Path, ask: Ask, edited: Callable[..., Path], rows: dict[str, list[int]], suffix: str
) -> None:
    second = rows[CODE][1]
    cells: dict[tuple[int, str], object] = {
        (second, "AG"): "Bàn giao kho",
        (second, "AC"): 5,
        (second, "AJ"): "-NQ/TW",
        **{(row, "F"): "Hồ sơ xây kho" for row in rows[CODE]},
    }
    table = edited(cells, suffix)
    trial = ask(archive, "correct", "--from", table, *WHY, "--dry-run")
    done = ask(archive, "correct", "--from", table, *WHY)
    assert [each["version"] for each in trial["dossiers"]] == [1]
    (changed,) = done["dossiers"]
    assert trial["dossiers"][0]["changes"] == changed["changes"]
    assert (changed["code"], changed["version"], done["problems"]) == (CODE, 2, [])
    assert [(one["subject"], one["field"], one["new"]) for one in changed["changes"]] == [
        (CODE, "title", "Hồ sơ xây kho"),
        (f"{CODE}.0000002", "issued_date", "05/02/2012"),
        (f"{CODE}.0000002", "subject", "Bàn giao kho"),
        (f"{CODE}.0000002", "note", "-NQ/TW"),
    ]
    again = ask(archive, "correct", "--from", table, *WHY)
    assert (again["dossiers"], again["problems"]) == ([], [])
    assert sorted(versions(ask, archive).values()) == [1, 1, 2]


def corrected(good: SimpleNamespace, table: Path) -> ListOutcome:
    request = Request(note=Note(by="Lan", why="Rà soát"), now=NOW)
    archive = open_archive(good.archive)
    done = correct_from_list(archive, table, request)
    assert {row.version for row in list_rows(archive.engine)} == {1}
    return done


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_list_that_nobody_edited_changes_nothing(
    good: SimpleNamespace, edited: Callable[..., Path], suffix: str
) -> None:
    assert corrected(good, edited({}, suffix)) == ListOutcome(outcomes=(), problems=())


def test_missing_columns_correct_nothing(
    good: SimpleNamespace, written: dict[str, Path], tmp_path: Path
) -> None:
    target, kept = tmp_path / "list.csv", [0, 4, 24, 26, 32, 45]
    with target.open("w", encoding="utf-8", newline="") as stream:
        table = table_of(written[".csv"])
        csv.writer(stream).writerows([row[at] for at in kept] for row in table)
    assert corrected(good, target) == ListOutcome(outcomes=(), problems=())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (("AT", "\\khac\\khong co.pdf"), "F043"),
        (("AA", "1" * 30), "M042"),
        (("AD", 13), "I018"),
        (("AM", "Mật"), "M045"),
        (("AM", "?"), "M043"),
        (("F", "Tiêu đề chỉ sửa ở một dòng"), "F047"),
        (("E", "77"), "F046"),
        (("Y", "9"), "F046"),
        (("AG", "=1+1"), "I014"),
        (("AG", '=HYPERLINK("http://x")'), "I015"),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(
    good: SimpleNamespace,
    edited: Callable[..., Path],
    rows: dict[str, list[int]],
    cell: tuple[str, object],
    code: str,
) -> None:
    (letter, value), (wrong, *_) = cell, rows[CODE]
    table = edited({(wrong, letter): value, (rows[OTHER][0], "AG"): "Một trích yếu đúng"})
    told = corrected(good, table).problems
    assert code in {each.code for each in told}
    places = tuple(f"sua.xlsx:{row}" for row in rows[CODE])
    assert all(each.subject.startswith(places) for each in told)


def test_a_wrong_row_is_told_with_its_column(
    good: SimpleNamespace, ask: Ask, edited: Callable[..., Path], rows: dict[str, list[int]]
) -> None:
    row = rows[CODE][1]
    done = ask(good.archive, "correct", "--from", edited({(row, "AM"): "?"}), *WHY, ends=1)
    assert [(each["code"], each["subject"]) for each in done["problems"]] == [
        ("M043", f"sua.xlsx:{row}:AM")
    ]


def test_a_merged_cell_speaks_for_all_rows_of_its_dossier(
    good: SimpleNamespace, edited: Callable[..., Path], rows: dict[str, list[int]]
) -> None:
    first, *others = rows[CODE]
    table = edited({(first, "F"): "Hồ sơ xây kho", **{(row, "F"): None for row in others}})
    trial = Request(note=Note(by="Lan", why="Rà soát"), now=NOW, is_trial=True)
    (done,) = correct_from_list(open_archive(good.archive), table, trial).outcomes
    assert [(one.subject, one.new) for one in done.changes] == [(CODE, "Hồ sơ xây kho")]


def test_of_documents_with_one_path_that_of_the_row_s_dossier_is_meant(
    archive: Path, edited: Callable[..., Path], rows: dict[str, list[int]]
) -> None:
    opened = open_archive(archive)
    held = {row.dossier_code: row for row in read_whole(opened.engine)}
    name = read_record(held[CODE].record).documents[1].file.name

    def renamed(dossier: Dossier) -> Dossier:
        first, *rest = dossier.documents
        return replace(
            dossier, documents=(replace(first, file=replace(first.file, name=name)), *rest)
        )

    note = Note(by="Lan", why="Rà soát")
    revise(opened, held[OTHER].package_id, renamed, note, NOW)
    table = edited({(rows[CODE][1], "AG"): "Bàn giao kho", (rows[OTHER][0], "AT"): str(name)})
    trial = Request(note=note, now=NOW, is_trial=True)
    done = correct_from_list(opened, table, trial)
    assert done.problems == ()
    assert [(one.subject, one.new) for each in done.outcomes for one in each.changes] == [
        (f"{CODE}.0000002", "Bàn giao kho")
    ]
    opened.engine.dispose()


def test_two_rows_for_one_document_are_refused(
    good: SimpleNamespace, edited: Callable[..., Path], rows: dict[str, list[int]]
) -> None:
    first, second = rows[CODE][:2]
    table = edited({(second, "AT"): f"{CODE}.0000001"})
    (told,) = (each for each in corrected(good, table).problems if each.code == "F045")
    assert told.subject == f"sua.xlsx:{second}"
    assert f"sua.xlsx:{first}" in told.message


@pytest.mark.parametrize(
    "arguments",
    [("correct", *WHY), ("correct", CODE, *WHY), ("correct", CODE, "--from", __file__, *WHY)],
)
def test_a_list_or_a_code_is_needed(
    good: SimpleNamespace, luutru: Run, arguments: tuple[str, ...]
) -> None:
    assert luutru("--archive", good.archive, *arguments).returncode == 2


def test_what_is_no_list_is_refused(good: SimpleNamespace, luutru: Run, tmp_path: Path) -> None:
    table = tmp_path / "a.xlsx"
    table.write_bytes(b"PK\x03\x04 no workbook")
    done = luutru("--archive", good.archive, "correct", "--from", table, *WHY)
    assert (done.returncode, done.stdout) == (1, "")
    assert "a.xlsx" in done.stderr
