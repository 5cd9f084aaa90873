"""Number and notation: the grammar of Decree 30/2020/NĐ-CP, and lists as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metadata.document_types import type_of_notation
from metadata.notation import Notation, clean_notation, parse_notation
from metadata.notation_repair import mended_notation
from records.document import Field
from records.place import Box

groups = st.from_regex(r"[A-ZĐƯƠ][A-ZĐa-z]{0,5}", fullmatch=True)
numbers = st.none() | st.from_regex(r"[0-9]{1,5}[a-z]?", fullmatch=True)
notations = st.builds(
    lambda number, year, parts, separator: Notation(
        number=number,
        notation=(f"{year}/" if year and separator == "/" else "") + "-".join(parts),
        separator=separator,
    ),
    numbers,
    st.none() | st.integers(1945, 2099),
    st.lists(groups, min_size=1, max_size=3),
    st.sampled_from("/-"),
)


@given(notations)
def test_what_is_written_is_read_back(notation: Notation) -> None:
    assert parse_notation(notation.written) == notation


@pytest.mark.parametrize(
    ("written", "number", "rest"),
    [
        ("15/QĐ-BNV", "15", "QĐ-BNV"),
        ("12/UBND-VX", "12", "UBND-VX"),
        ("26/2017/NQ-HĐND", "26", "2017/NQ-HĐND"),
        ("33/2024/QH15", "33", "2024/QH15"),
        ("42-NQ/TW", "42", "NQ/TW"),
        ("/BC - CC", None, "BC-CC"),
        ("/T.Tr- CC", None, "T.Tr-CC"),
        ("1450/VP.UBND-NCTH", "1450", "VP.UBND-NCTH"),
    ],
)
def test_forms_in_use_are_understood(written: str, number: str | None, rest: str) -> None:
    found = parse_notation(written)
    assert found is not None
    assert (found.number, found.notation) == (number, rest)


@pytest.mark.parametrize("written", ["", "15", "15/", "/qđ-cc", "15/QĐ--CC", "ngày 15/4"])
def test_other_text_is_no_notation(written: str) -> None:
    assert parse_notation(written) is None


def test_cleaning_never_folds_case_or_marks() -> None:
    assert clean_notation(" / ĐA - SNV . ") == "ĐA-SNV"
    assert clean_notation("/DA-SNV") == "DA-SNV"


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(written: str) -> None:
    once = clean_notation(written)
    assert clean_notation(once) == once


@pytest.mark.parametrize(
    ("notation", "name"),
    [
        ("ĐA-SNV", "Đề án"),
        ("DA-SNV", "Dự án"),
        ("HĐ-SNV", "Hợp đồng"),
        ("HD-SNV", "Hướng dẫn"),
        ("2017/NQ-HĐND", "Nghị quyết"),
        ("QyĐ-UBND", "Quy định"),
    ],
)
def test_types_one_stroke_apart_stay_apart(notation: str, name: str) -> None:
    found = type_of_notation(notation)
    assert found is not None
    assert found.name == name


def test_an_office_is_no_type() -> None:
    assert type_of_notation("UBND-VX") is None


def read(value: str) -> Field:
    return Field(value=value, confidence=0.95, page=1, box=Box(0, 0, 1, 1), rule="notation.grammar")


NAMES = ("SỞ Y TẾ AN BÌNH", "CHI CỤC AN TOÀN VỆ SINH THỰC PHẨM")


@pytest.mark.parametrize(
    ("engine", "meant"),
    [
        ("QD-CC", "QĐ-CC"),
        ("QĐĐ-CC", "QĐ-CC"),
        ("KH-ATTF", "KH-ATTP"),
        ("KH-ATITP", "KH-ATTP"),
        ("2010/QD-SYT", "2010/QĐ-SYT"),
    ],
)
def test_a_notation_misread_by_one_sign_is_mended_against_types_and_bodies(
    engine: str, meant: str
) -> None:
    mended = mended_notation(read(engine), NAMES)
    assert (mended.value, mended.as_read) == (meant, engine)
    assert mended.confidence < 0.9


@pytest.mark.parametrize(
    "engine", ["QĐ-CC", "HD-SYT", "HĐ-SYT", "DA-SYT", "KH-XQWZ", "UBND-VX", "KH-ATTP"]
)
def test_a_listed_or_a_quite_unknown_notation_is_left_alone(engine: str) -> None:
    assert mended_notation(read(engine), NAMES) == read(engine)


@given(notations)
def test_mending_never_fails_and_keeps_what_was_read(notation: Notation) -> None:
    mended = mended_notation(read(notation.notation), NAMES)
    assert notation.notation in (mended.value, mended.as_read)
