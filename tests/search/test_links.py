"""Saved searches: the same question comes back, and nothing else is read as one."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.access import AccessLevel
from records.errors import InputError
from records.hit import Band, Question, Sort
from search.analyser import clean
from search.links import from_link, to_link

WORDS = st.text(max_size=60).map(clean)
NAMES = st.none() | st.text(min_size=1, max_size=20).map(clean).filter(bool)
QUESTIONS = st.builds(
    Question,
    words=WORDS,
    fonds=NAMES,
    year=st.none() | st.integers(1, 9999),
    document_type=NAMES,
    body=NAMES,
    access=st.none() | st.sampled_from(AccessLevel),
    confidence=st.none() | st.sampled_from(Band),
    dossier=NAMES,
    sort=st.sampled_from(Sort),
    page=st.integers(1, 1_000_000),
    limit=st.integers(1, 1000),
)


@given(QUESTIONS)
def test_every_question_comes_back_from_its_link(question: Question) -> None:
    link = to_link(question)
    assert link.isascii()
    assert from_link(link) == from_link(f"https://luutru.example{link}") == question


def test_a_link_is_read_by_people_too() -> None:
    asked = Question(words="giao đất", year=2014, sort=Sort.NEWEST, page=2)
    assert to_link(asked) == "/tim?q=giao+%C4%91%E1%BA%A5t&nam=2014&sapxep=moinhat&trang=2"
    assert to_link(Question(words="")) == "/tim"


def test_words_that_no_link_can_hold_are_cleaned() -> None:
    assert from_link(to_link(Question(words="a\ud800b\u202ec"))).words == "a bc"


@given(st.text(max_size=200))
def test_anything_else_is_refused_or_is_a_whole_question(text: str) -> None:
    for link in (text, f"/tim?{text}", f"/tim?q={text}"):
        with suppress(InputError):
            assert isinstance(from_link(link), Question)


@pytest.mark.parametrize(
    "link",
    [
        "", "tim?q=a", "/tim/?q=a", "/tim?q=a#b", "/tim?q=a&q=b", "/tim?x=1", "/tim?nam=02014",
        "/tim?nam=-1", "/tim?nam=٢٠١٤", "/tim?nam=1e3", "/tim?nam=", "/tim?trang=0",
        "/tim?trang=" + "9" * 5000, "/tim?mucdo=04", "/tim?sapxep=newest", "/tim?dotincay=0",
        "/tim?q=%ff", "/tim?q", "/tim?&&", "javascript:alert(1)", "/tim?q=" + "a" * 10_000,
        "/tim?" + "&".join(["q=a"] * 50), "http://[/tim?q=a",
    ],
)  # fmt: skip
def test_a_wrong_link_is_refused(link: str) -> None:
    with pytest.raises(InputError) as refused:
        from_link(link)
    assert refused.value.problem.code == "S035"
