"""A word that was read twice is found, ranked and shown by both readings."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.access import ARCHIVIST
from records.hit import IndexedPage, Question
from records.place import Box
from records.vietnamese import fold, without_marks
from search import SearchIndex
from search.entry import terms_of

MakePage = Callable[..., IndexedPage]


@pytest.fixture
def read_twice(page: MakePage) -> IndexedPage:
    made = page("hs1.001", "theo quy đinh tại")
    (line,) = made.lines
    words = list(line.words)
    words[2] = replace(words[2], repaired="định")
    return replace(made, lines=(replace(line, words=tuple(words)),))


def test_both_readings_are_exact_terms_and_fold_to_one(read_twice: IndexedPage) -> None:
    terms = terms_of(read_twice)
    assert terms.exact == ("theo", "quy", "đinh", "tại", "định")
    assert terms.fold == ("theo", "qui", "dinh", "tai")
    assert terms.pairs == ("theo_qui", "qui_dinh", "dinh_tai")


@pytest.mark.parametrize("words", ["định", "đinh", '"quy định tại"', '"quy đinh tại"'])
def test_either_reading_finds_the_word_at_its_place(
    index: SearchIndex, read_twice: IndexedPage, words: str
) -> None:
    index.add([read_twice])
    (hit,) = index.search(Question(words=words), ARCHIVIST).hits
    assert "⟪định⟫" in hit.snippet
    assert Box(100, 0, 140, 20) in hit.boxes


def test_typed_marks_lift_the_page_where_they_are_the_second_reading(
    index: SearchIndex, page: MakePage, read_twice: IndexedPage
) -> None:
    index.add([page("hs1.002", "theo quy đinh tại"), read_twice])
    answer = index.search(Question(words="định"), ARCHIVIST)
    assert [hit.document_code for hit in answer.hits] == ["hs1.001", "hs1.002"]


@given(st.text("aăâàảãđdeêouưyỳỷiịnhgq", min_size=1, max_size=6))
def test_a_word_with_other_marks_folds_alike(word: str) -> None:
    assert fold(word) == fold(without_marks(word))
