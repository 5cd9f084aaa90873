"""What the index still takes for what it was is shown as what it is now."""

from collections.abc import Callable

import pytest

from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel
from records.hit import IndexedPage, Question
from search import SearchIndex
from search.facets import FACETS
from tests.search.access_now import Levels

MakePage = Callable[..., IndexedPage]
EMPTY: dict[str, dict[str, int]] = {name: {} for name in FACETS}


def test_a_page_that_the_index_still_takes_for_public_is_not_shown_counted_or_suggested(
    index: SearchIndex, page: MakePage, levels: Levels
) -> None:
    index.add([page(f"c.{number}", "khobau đất") for number in range(6)])
    for number in range(6):
        levels[f"c.{number}/0002"] = AccessLevel.CONDITIONAL
    for words in ("khobau", "khobao", '"khobau đất khobau"', "năm:2010"):
        answer = index.search(Question(words=words), PUBLIC_READER)
        assert (answer.total, answer.hits, answer.suggestion) == (0, (), None), words
        assert answer.facets == EMPTY
    archivist = index.search(Question(words="khobau"), ARCHIVIST)
    assert {hit.access for hit in archivist.hits} == {AccessLevel.CONDITIONAL}
    narrowed = index.search(Question(words="khobau", access=AccessLevel.PUBLIC), ARCHIVIST)
    assert narrowed.total == 0


@pytest.mark.parametrize("level", [None, AccessLevel.SECRET])
def test_a_page_that_is_gone_or_secret_now_is_seen_by_nobody(
    index: SearchIndex, page: MakePage, levels: Levels, level: AccessLevel | None
) -> None:
    index.add([page("c.1", "đất"), page("c.2", "đất")])
    levels["c.1/0002"] = level
    answer = index.search(Question(words="đất"), ARCHIVIST)
    assert [hit.document_code for hit in answer.hits] == ["c.2"]
    assert (answer.total, answer.facets["access"]) == (1, {"01": 1})


def test_the_next_pages_take_the_place_of_those_that_may_not_be_seen(
    index: SearchIndex, page: MakePage, levels: Levels
) -> None:
    index.add([page(f"c.{number:02d}", "đất") for number in range(30)])
    levels.update({f"c.{number:02d}/0002": AccessLevel.CONDITIONAL for number in range(12)})
    first, second = (
        [hit.document_code for hit in index.search(asked, PUBLIC_READER).hits]
        for asked in (Question(words="đất", page=1), Question(words="đất", page=2))
    )
    assert (first, second) == (
        [f"c.{number}" for number in range(12, 22)],
        [f"c.{number}" for number in range(22, 30)],
    )


def test_words_that_are_allowed_for_come_from_classes_that_the_reader_may_see(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page("m.1", "thanhbinhx", access=AccessLevel.CONDITIONAL), page("c.1", "đất")])
    assert index.search(Question(words="thanhbinhy"), PUBLIC_READER).total == 0
    assert index.search(Question(words="thanhbinhy"), ARCHIVIST).total == 1
