"""What a public reader must never learn of conditional pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel, Reader
from records.hit import IndexedPage, Question
from search import SearchIndex

MakePage = Callable[..., IndexedPage]
EMPTY: dict[str, dict[str, int]] = {"fonds": {}, "year": {}, "type": {}, "access": {}}


def test_a_word_of_conditional_pages_leaves_no_trace_for_the_public(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page(f"m.{n}", "khobau", access=AccessLevel.CONDITIONAL) for n in range(8)])
    index.add([page("c.1", "đất")])
    for words in ("khobau", "khobao", "đất khobau"):
        answer = index.search(Question(words=words), PUBLIC_READER)
        assert (answer.total, answer.hits, answer.suggestion) == (0, (), None)
        assert answer.facets == EMPTY
    assert index.search(Question(words="khobau"), ARCHIVIST).total == 8


def test_a_suggestion_comes_from_words_of_public_pages(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "Nghị quyết") for number in range(6)])
    assert index.search(Question(words="nghi quyat"), PUBLIC_READER).suggestion == "nghi quyết"
    assert index.search(Question(words="nghi quyet"), PUBLIC_READER).suggestion is None


def test_a_word_on_few_public_pages_is_not_suggested(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "quyết") for number in range(4)])
    assert index.search(Question(words="quyat"), PUBLIC_READER).suggestion is None


def test_conditional_pages_do_not_move_the_ranks_of_public_ones(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page("c.1", "đất đất nhà"), page("c.2", "đất nhà nhà nhà"), page("c.3", "xa")])
    before = index.search(Question(words="đất nhà"), PUBLIC_READER)
    index.add([page(f"m.{n}", "nhà " * 50, access=AccessLevel.CONDITIONAL) for n in range(9)])
    assert index.search(Question(words="đất nhà"), PUBLIC_READER) == before


def test_a_reader_without_grants_sees_nothing(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "đất") for number in range(6)])
    nobody = Reader(name="nobody", grants=frozenset())
    for words in ("đất", "đat", "dáx"):
        answer = index.search(Question(words=words), nobody)
        assert (answer.total, answer.suggestion, answer.facets) == (0, None, EMPTY)


@pytest.mark.parametrize("access", [AccessLevel.CONDITIONAL, AccessLevel.PUBLIC])
def test_asking_for_another_class_does_not_open_it(
    index: SearchIndex, page: MakePage, access: AccessLevel
) -> None:
    index.add([page("m.1", "đất", access=AccessLevel.CONDITIONAL)])
    assert index.search(Question(words="đất", access=access), PUBLIC_READER).total == 0


def test_a_reclassified_page_is_gone_from_the_public_at_once_and_from_its_files(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.1", "khobau"), page("c.2", "đất")])
    index.add([page("c.1", "khobau", access=AccessLevel.CONDITIONAL)])
    assert index.search(Question(words="khobau"), PUBLIC_READER).total == 0
    assert index.search(Question(words="khobau"), ARCHIVIST).facets["access"] == {"02": 1}
    files = [path for path in tmp_path.glob("index/g-*/public/*") if path.is_file()]
    assert files
    assert not any(b"khobau" in path.read_bytes() for path in files)
