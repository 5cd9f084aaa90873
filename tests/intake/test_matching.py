"""Rows find their files, and never one outside the batch."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.codes import compose_code, sanitised, slug
from intake.delivery_list import ListRow
from intake.matching import Match, match_rows
from records.batch import ListedDocument, ListedDossier

HERE = PurePosixPath()
FILES = ("hop 1/hs 1/001.pdf", "hop 1/hs 2/001.pdf", "hop 1/hs 2/002.pdf")


def match(*paths: str | None, files: tuple[str, ...] = FILES) -> tuple[Match, ...]:
    rows = tuple(
        ListRow(
            place=f"l.xlsx:{at}",
            dossier=ListedDossier(),
            document=ListedDocument(row=at, path=path),
        )
        for at, path in enumerate(paths, start=2)
    )
    return match_rows(rows, [PurePosixPath(name) for name in files], HERE)


def told(found: Match) -> tuple[str | None, str | None, str | None]:
    name = str(found.name) if found.name else None
    problem, remark = (one.code if one else None for one in (found.problem, found.remark))
    return name, problem, remark


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("\\Hop 1\\HS  1\\001.PDF", (FILES[0], None, None)),
        ("hop 1/./hs 2/002.pdf", (FILES[2], None, None)),
        ("\\Kho A\\hop 1\\hs 2\\002.pdf", (FILES[2], None, "I024")),
        ("\\hs 2\\002.pdf", (FILES[2], None, "I024")),
        ("001.pdf", (None, "I020", None)),
        ("hop 1\\hs 3\\002.pdf", (None, "I020", None)),
        ("..\\hop 1\\hs 1\\001.pdf", (None, "I021", None)),
        ("hop 1\\..\\..\\x.pdf", (None, "I021", None)),
        ("C:\\hop 1\\hs 1\\001.pdf", (None, "I021", None)),
        ("\\\\server\\share\\001.pdf", (None, "I021", None)),
        ("/etc/passwd", (None, "I021", None)),
        (None, (None, "I019", None)),
    ],
)
def test_a_path_finds_its_file_or_one_reason(
    path: str | None, expected: tuple[str | None, ...]
) -> None:
    (found,) = match(path)
    assert told(found) == expected


def test_the_second_row_of_a_file_names_the_first() -> None:
    first, second = match("hop 1/hs 1/001.pdf", "HOP 1/hs 1/001.pdf")
    assert told(first) == (FILES[0], None, None)
    assert told(second) == (None, "I022", None)
    assert second.problem is not None
    assert "l.xlsx:2" in second.problem.message


def test_a_file_whose_end_two_rows_ask_for_goes_to_neither() -> None:
    found = match("A\\001.pdf", "B\\001.pdf", files=("001.pdf",))
    assert [told(one) for one in found] == [(None, "I020", None)] * 2


def test_names_that_differ_in_case_only_are_told_apart_by_it() -> None:
    first, second = match("b.tif", "B.tif", files=("B.tif", "b.tif"))
    assert [str(one.name) for one in (first, second)] == ["b.tif", "B.tif"]


@given(st.text(alphabet=st.sampled_from("./\\.: aB1ộ\x00%~"), max_size=30))
def test_no_path_whatever_leads_to_a_file_that_was_not_delivered(path: str) -> None:
    (found,) = match(path, files=("a/B 1.pdf", "ộ"))
    assert found.name is None or str(found.name) in {"a/B 1.pdf", "ộ"}
    assert (found.name is None) != (found.problem is None)


@given(st.lists(st.text(max_size=20), max_size=5))
def test_a_code_is_always_a_harmless_single_name(parts: list[str]) -> None:
    code = compose_code(tuple(parts))
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
    assert ".." not in code
    assert code == sanitised(code)
    assert not code.startswith((".", "-"))
    assert not code.endswith((".", "-"))


@given(st.text())
def test_a_slug_is_short_lower_case_and_never_empty(written: str) -> None:
    assert slug(written)
    assert len(slug(written)) <= 60
    assert set(slug(written)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
