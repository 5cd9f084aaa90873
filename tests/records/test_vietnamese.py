"""Normal form, tone placement and folding."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.vietnamese import fold, normal, single_spaced, unify_tone, without_marks

LETTERS = st.text(
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèéêệghiìịklmnoòóôộơờợpqrstuùúủưừựvxyỳýỷỹỵ ĐĂÂÊÔƠƯ\u00d0\u0300"
)


@pytest.mark.parametrize(
    ("written", "unified"),
    [
        ("hoà", "hòa"),
        ("Thuỷ", "thủy"),
        ("uỷ ban", "ủy ban"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("toàn", "toàn"),
        ("tuỳ", "tùy"),
    ],
)
def test_the_tone_stands_on_the_first_vowel_of_open_syllables(written: str, unified: str) -> None:
    assert unify_tone(written) == unified


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Quyết định", "quyet dinh"),
        ("QUY \u00d0ỊNH", "qui dinh"),
        ("kỹ sĩ", "ki si"),
        ("lý lịch", "li lich"),
        ("yêu", "yeu"),
        ("54/2017/NĐ-CP", "54/2017/nd-cp"),
    ],
)
def test_folding_drops_case_marks_and_the_choice_of_y(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.one_of(LETTERS, st.text()))
def test_folding_whole_letters_is_as_folding_their_parts(written: str) -> None:
    assert fold(written) == fold(unicodedata.normalize("NFD", written))
    assert fold(written) == fold(unify_tone(written))


def test_decomposed_letters_are_composed() -> None:
    assert normal(unicodedata.normalize("NFD", "Ủy ban nhân dân")) == "Ủy ban nhân dân"


def test_blanks_become_one() -> None:
    assert single_spaced("  Sở \t Nội\n vụ ") == "Sở Nội vụ"


@given(LETTERS)
def test_every_form_is_idempotent(written: str) -> None:
    for form in (normal, unify_tone, without_marks, fold, single_spaced):
        assert form(form(written)) == form(written)
