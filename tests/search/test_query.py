from hypothesis import given
from hypothesis import strategies as st

from search.query import MOST_RUNS, Run, parse


def runs(words: str) -> list[tuple[str, ...]]:
    return [run.folds for run in parse(words).runs]


def test_words_are_looked_for_one_by_one_and_quoted_ones_side_by_side() -> None:
    assert runs("ủy ban “nhân dân tỉnh”") == [("uy",), ("ban",), ("nhan", "dan", "tinh")]


def test_an_open_quote_means_nothing() -> None:
    assert runs('"ủy ban') == [("uy",), ("ban",)]


def test_engine_syntax_is_plain_words() -> None:
    assert runs("title:dat AND quy* OR -cam (x) [a TO b] ~2 ^3") == [
        ("title",), ("dat",), ("and",), ("qui",), ("or",), ("cam",), ("x",), ("a",), ("to",),
        ("b",), ("2",), ("3",),
    ]  # fmt: skip


def test_exact_forms_are_kept_only_when_marks_were_typed() -> None:
    assert parse("quyết dinh").exacts == ("quyết", "dinh")
    assert parse("quyet dinh").exacts == ()


def test_a_document_code_is_looked_for_as_one() -> None:
    assert parse("theo 1343/qd-ubnd").runs[1] == Run(
        folds=("1343", "qd", "ubnd"), code="1343-qd-ubnd"
    )


def test_a_code_without_strokes_is_understood() -> None:
    assert parse("1343 QĐ UBND").loose_code == "1343-qd-ubnd"
    assert parse("54 2017 nđ cp").loose_code == "54-2017-nd-cp"
    assert parse("quyết định 1343").loose_code is None


@given(st.text(max_size=12_000))
def test_any_text_gives_a_small_query(words: str) -> None:
    query = parse(words)
    assert len(query.runs) <= MOST_RUNS
    assert all(run.folds and all(run.folds) for run in query.runs)
