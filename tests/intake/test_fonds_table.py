"""The table of fonds that an archive edits."""

from pathlib import Path

import pytest

from intake import read_fonds_table
from intake.fonds_table import find_fonds
from records.batch import Fonds
from records.errors import InputError

TABLE = "Name,agency_code,fonds_code,closed\nSở  Y tế,H30.81,K4,\n\nỦy ban,H30,K1,x\n"
EXPECTED = (
    Fonds(name="Sở Y tế", agency_code="H30.81", fonds_code="K4"),
    Fonds(name="Ủy ban", agency_code="H30", fonds_code="K1", is_closed=True),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_both_delimiters_and_encodings_are_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    (tmp_path / "f.csv").write_text(TABLE.replace(",", delimiter), encoding=encoding)
    assert read_fonds_table(tmp_path / "f.csv") == EXPECTED


@pytest.mark.parametrize("name", ["SỞ Y TẾ", "so y te", "Sở   y tế"])
def test_a_fonds_is_found_by_its_folded_name(name: str) -> None:
    assert find_fonds(EXPECTED, name) == EXPECTED[0]


@pytest.mark.parametrize(
    "written",
    [
        "name,fonds_code\nA,B\n",
        "name,agency_code,fonds_code\nA,,K1\n",
        "name,agency_code,fonds_code\nA,H1,K1\na,H2,K2\n",
        "",
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "f.csv").write_text(written, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_fonds_table(tmp_path / "f.csv")
    assert raised.value.problem.code == "I052"


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_fonds_table(tmp_path / "none.csv")
