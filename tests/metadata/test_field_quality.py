"""Judging read fields against typed ones."""

import pytest

from metadata.field_quality import Outcome, judge_fields
from records.document import Description, Field


def field(value: str, confidence: float = 0.5) -> Field:
    return Field(value=value, confidence=confidence, page=1, box=None, rule="test")


@pytest.mark.parametrize(
    ("name", "true", "read"),
    [
        ("number", "08", "8"),
        ("notation", "/QĐ- CC", "QĐ-CC"),
        ("document_type", "Kế hoạch", "KẾ HOẠCH"),
        ("subject", "V/v cử người dự lớp tập huấn", "(Cử người dự lớp tập huấn)"),
        ("subject", "Tổ chức tập huấn nghiệp vụ năm 2010", "Tổ chức tập huấn nghiệp vu năm 2010"),
        ("recipients", "Như trên;; Lưu: VT.", "Như trên; Lưu: VT"),
    ],
)
def test_what_a_person_would_take_as_the_same_is_exact(name: str, true: str, read: str) -> None:
    (judged,) = judge_fields({name: true}, Description(**{name: field(read)}))
    assert judged.outcome is Outcome.EXACT


@pytest.mark.parametrize(
    ("name", "true", "read"),
    [
        ("number", "80", "8"),
        ("issued_date", "2010-02-05", "2010-02-06"),
        ("signer_name", "Nguyễn Văn Mẫu", "Nguyễn Văn Mầu"),
        ("notation", "KH-SNV", "KH-SVN"),
    ],
)
def test_a_digit_a_letter_or_a_mark_makes_a_value_wrong(name: str, true: str, read: str) -> None:
    judged = [
        judge_fields({name: true}, Description(**{name: field(read, confidence)}))[0].outcome
        for confidence in (0.89, 0.9)
    ]
    assert judged == [Outcome.WRONG, Outcome.WRONG_SURE]


def test_missed_and_invented_are_told_and_nothing_is_no_outcome() -> None:
    read = Description(place=field("Huế"))
    judged = judge_fields({"number": "12", "place": None, "urgency": None}, read)
    assert [(each.name, each.outcome) for each in judged] == [
        ("number", Outcome.MISSED),
        ("place", Outcome.INVENTED),
    ]
