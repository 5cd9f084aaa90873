"""The archive's own lists, by the command line: made, read with care, checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]


def test_an_archive_begins_with_empty_lists_and_a_closed_code_is_only_told(
    archive: Path, ask: Ask
) -> None:
    told = ask(archive, "authorities", "check")
    assert (told["bodies"], told["people"]) == (0, 0)
    assert [each["name"] for each in told["lists"]] == [
        "organisations.csv", "document_types.csv", "authorities/bodies.csv",
        "authorities/people.csv", "authorities/document_types.csv",
    ]  # fmt: skip
    assert all(len(each["digest"]) == 64 for each in told["lists"])
    (problem,) = told["problems"]
    assert (problem["code"], problem["severity"]) == ("M084", "info")
    assert "Quảng Trị (H50)" in problem["message"]


def test_the_commented_examples_are_rows_that_can_be_used(archive: Path, ask: Ask) -> None:
    for file in (archive / "authorities").iterdir():
        file.write_text(file.read_text().replace("\n# ", "\n"))
    told = ask(archive, "authorities", "check")
    assert (told["bodies"], told["people"]) == (1, 1)
    assert [each["code"] for each in told["problems"]] == ["M084"]


def test_a_parent_that_is_not_there_needs_a_person(archive: Path, ask: Ask) -> None:
    (archive / "authorities" / "bodies.csv").write_text("name,parent\nBan Dân tộc,Sở Không có\n")
    told = ask(archive, "authorities", "check", ends=1)
    assert [each["code"] for each in told["problems"]] == ["M083", "M084"]
    checks = ask(archive, "doctor", ends=3)["checks"]
    assert [each["name"] for each in checks if not each["ok"]] == ["authorities"]


def test_a_wrong_list_ends_with_3_and_names_line_column_and_remedy(
    archive: Path, luutru: Callable[..., Any], page: Path
) -> None:
    bodies = archive / "authorities" / "bodies.csv"
    bodies.write_text("name,from\nBan Dân tộc,31/02/2010\n")
    for words in (["authorities", "check"], ["describe", page]):
        done = luutru("--archive", archive, *words, "--json")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(f"{bodies}:2: ")
        assert "from" in done.stderr
        assert "dd/mm/yyyy" in done.stderr


def test_nothing_stored_needs_no_body(archive: Path, ask: Ask) -> None:
    assert ask(archive, "authorities", "suggest") == {"bodies": []}
