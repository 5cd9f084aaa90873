from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pikepdf
import pytest

from records.messages import entries
from samples.damage import DAMAGES

Tellings = Callable[[str], list[dict[str, Any]]]
Names = Callable[[str], set[str]]


def test_every_kind_of_damage_has_its_dossier_and_a_problem_of_the_catalogue(
    expected: Tellings,
) -> None:
    told = expected("damaged")
    assert [entry["kind"] for entry in told] == [damage.kind for damage in DAMAGES]
    assert [entry["dossier"] for entry in told] == sorted({entry["dossier"] for entry in told})
    for entry in told:
        assert entries()[entry["code"]]["severity"] == entry["severity"]


def test_damaged_files_and_rows_stand_where_the_truth_says(
    delivered: Names, expected: Tellings, listed: Tellings
) -> None:
    told = expected("damaged")
    rows = listed("damaged")
    good = {entry["good_file"] for entry in told}
    assert delivered("damaged") == good | {entry["file"] for entry in told if entry["file"]}
    assert good <= {row["file"] for row in rows}
    for entry in told:
        if entry["row"]:
            row = rows[entry["row"] - 2]
            assert row["Số và ký hiệu hồ sơ"] == entry["dossier"]
            expected_path = entry["file"] or entry["path"]
            assert row["file"] == PureWindowsPath(expected_path).as_posix().lstrip("/")


@pytest.mark.parametrize(
    ("kind", "error"),
    [("truncated-pdf", pikepdf.PdfError), ("encrypted-pdf", pikepdf.PasswordError)],
)
def test_a_spoiled_pdf_does_not_open(
    batches: Path, expected: Tellings, kind: str, error: type[Exception]
) -> None:
    (entry,) = (entry for entry in expected("damaged") if entry["kind"] == kind)
    with (
        pytest.raises(error),
        pikepdf.open(batches / "damaged" / entry["file"], attempt_recovery=False),
    ):
        pass


def test_the_signature_covers_the_whole_file_but_itself(batches: Path, expected: Tellings) -> None:
    (entry,) = (entry for entry in expected("damaged") if entry["kind"] == "signed-pdf")
    path = batches / "damaged" / entry["file"]
    content = path.read_bytes()
    with pikepdf.open(path) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        _, start, end, rest = (int(number) for number in signature.ByteRange)
    assert (content[start : start + 1], content[end - 1 : end]) == (b"<", b">")
    assert end + rest == len(content)
