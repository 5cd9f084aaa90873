"""The sheet of open points as a person gives it back."""

import csv
from pathlib import Path

import pytest

from intake.list_table import read_table
from intake.review_sheet import ReviewRow, read_review
from records.review_columns import REVIEW_COLUMNS

HEADER = [*REVIEW_COLUMNS.values()]
CODE = "H99.21.2018.01.07.0000001"


def sheet(folder: Path, *rows: dict[str, str], header: list[str] = HEADER) -> Path:
    target = folder / "review.csv"
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for row in rows:
            told = {"code": CODE, "field": "place", "held": "Quảng Binh"} | row
            writer.writerow([told.get(key, "") for key in REVIEW_COLUMNS])
    return target


def read(target: Path) -> tuple[tuple[ReviewRow, ...], list[str]]:
    found = read_review(read_table(target, target.name), target.name)
    assert found is not None
    return found[0], [each.code for each in found[1]]


def test_only_filled_rows_are_told(tmp_path: Path) -> None:
    rows, problems = read(sheet(tmp_path, {}, {"right": "  Quảng  Bình "}))
    assert rows == (
        ReviewRow(
            place="review.csv:3:A", code=CODE, field="place", held="Quảng Binh", right="Quảng Bình"
        ),
    )
    assert problems == []


@pytest.mark.parametrize("right", ["=", "?", "-NQ/TW", "+84", "không rõ"])
def test_signs_and_words_are_no_formulas(tmp_path: Path, right: str) -> None:
    (row,), problems = read(sheet(tmp_path, {"right": right}))
    assert (row.right, problems) == (right, [])


@pytest.mark.parametrize("right", ["=1+1", "@SUM(A1)", ' =HYPERLINK("http://x")'])
def test_a_formula_is_refused(tmp_path: Path, right: str) -> None:
    assert read(sheet(tmp_path, {"right": right})) == ((), ["I014"])


def test_formulas_in_the_other_columns_do_no_harm(tmp_path: Path) -> None:
    (row,), problems = read(sheet(tmp_path, {"right": "đúng", "read": "=1+1", "file": "=x.pdf"}))
    assert (row.right, problems) == ("đúng", [])


@pytest.mark.parametrize("lost", ["code", "field", "held", "right"])
def test_without_a_needed_column_it_is_no_review_sheet(tmp_path: Path, lost: str) -> None:
    header = [name for key, name in REVIEW_COLUMNS.items() if key != lost]
    target = sheet(tmp_path, header=header)
    assert read_review(read_table(target, target.name), target.name) is None
