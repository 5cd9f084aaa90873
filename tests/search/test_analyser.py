import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analyser import clean, folds_of, pairs, syllables
from search.codes import codes


def folds(written: str) -> list[str]:
    return [syllable.fold for syllable in syllables(written)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban", "uỷ ban"),
        ("hoà bình", "HÒA BÌNH"),
        ("Đường", "Ðường"),
        ("quyết định", unicodedata.normalize("NFD", "quyết định")),
        ("quy\u200bết", "quyết"),
        ("\u202equyết\u202c", "quyết"),
        ("quyết\x00định", "quyết định"),
    ],
)
def test_one_word_has_one_exact_form_however_it_was_written(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


def test_folding_takes_marks_and_final_y_away() -> None:
    assert folds("Kỹ sư LÝ, Đặng_Thủy (2010)") == ["ki", "su", "li", "dang", "thuy", "2010"]


@given(
    st.one_of(
        st.text("aảãẹêễyýỹkhqugđĐÐơớ\u0301\u0323\u200b\u00ad_-,.0½Kß", max_size=90), st.text()
    )
)
def test_the_short_way_to_the_folds_of_a_word_is_the_long_one(word: str) -> None:
    assert list(folds_of(word)) == folds(word)


def test_marks_stay_in_the_exact_form() -> None:
    assert [syllable.exact for syllable in syllables("Bán Đất")] == ["bán", "đất"]


def test_pairs_join_neighbours() -> None:
    assert pairs(["uy", "ban", "nhan"]) == ("uy_ban", "ban_nhan")
    assert pairs(["uy"]) == ()


@given(st.text())
def test_analysing_its_own_terms_changes_nothing(written: str) -> None:
    for syllable in syllables(written):
        assert [again.exact for again in syllables(syllable.exact)] == [syllable.exact]
        assert folds(syllable.fold) == [syllable.fold]


@given(st.text())
def test_cleaning_is_idempotent(written: str) -> None:
    assert clean(clean(written)) == clean(written)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Số: 1343/QĐ-UBND", "1343-qd-ubnd"),
        ("1343 /QĐ - UBND", "1343-qd-ubnd"),
        ("54/2017/NĐ-CP", "54-2017-nd-cp"),
        ("08-NQ/TW", "08-nq-tw"),
        ("l343/QĐ-UBND", "1343-qd-ubnd"),
        ("1O/2OlO/TT-BNV", "10-2010-tt-bnv"),
    ],
)
def test_a_document_code_has_one_form(written: str, form: str) -> None:
    assert [code.forms[-1] for code in codes(written)] == [form]


@pytest.mark.parametrize("written", ["12/10/2010", "và/hoặc", "1343", "UBND-VX"])
def test_dates_and_words_are_no_codes(written: str) -> None:
    assert codes(written) == ()
