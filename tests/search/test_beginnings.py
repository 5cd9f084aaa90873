"""Beginnings become words: pure, and bounded."""

from search.beginnings import MOST_WAYS, MOST_WORDS, with_words
from search.parsing import parse
from search.query import Clause, Run


def ways(*folds: str) -> Clause:
    return Clause(ways=tuple((Run(folds=(fold,)),) for fold in folds))


def test_a_beginning_becomes_the_words_that_are_there() -> None:
    there = ("khan", "qui", "quyen", "quyet", "than")

    def begun(letters: str, _: int) -> tuple[str, ...]:
        return tuple(word for word in there if word.startswith(letters))

    found = with_words(parse("giao quý* -kha*"), begun)
    assert found.readings == ((ways("giao"), ways("quyen", "quyet", "qui")),)
    assert found.unwanted == (ways("khan"),)


def test_where_none_begins_so_the_letters_themselves_are_looked_for() -> None:
    assert with_words(parse("nghi*"), lambda *_: ()).readings == ((ways("nghi"),),)


def test_a_query_without_a_star_asks_for_no_words() -> None:
    query = parse("giao đất")
    assert with_words(query, lambda *_: ("x",)) is query


def test_many_beginnings_share_one_limit() -> None:
    asked: list[int] = []

    def begun(letters: str, most: int) -> tuple[str, ...]:
        asked.append(most)
        return tuple(f"{letters}{n}" for n in range(most))

    (reading,) = with_words(parse("aa* bb* cc* dd*"), begun).readings
    assert sum(asked) <= MOST_WORDS
    assert all(len(clause.ways) <= MOST_WAYS for clause in reading)
