import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.numerals import MOST, in_figures, in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (28, "hai mươi tám"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1021, "một nghìn không trăm hai mươi mốt"),
        (12_000_300, "mười hai triệu ba trăm"),
        (2_000_000_015, "hai tỷ không trăm mười lăm"),
    ],
)
def test_a_number_is_said_as_people_say_it(number: int, words: str) -> None:
    assert in_words(number) == words


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_two_numbers_are_never_said_alike(one: int, other: int) -> None:
    assert (in_words(one) == in_words(other)) == (one == other)


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_what_is_no_total_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        in_words(number)


@pytest.mark.parametrize(
    ("number", "decimals", "figures"),
    [(0, 0, "0"), (999, 0, "999"), (4409432, 0, "4.409.432"), (1234.5, 2, "1.234,50")],
)
def test_figures_have_points_between_thousands_and_a_comma_before_decimals(
    number: float, decimals: int, figures: str
) -> None:
    assert in_figures(number, decimals) == figures
