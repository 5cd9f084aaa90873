"""What a public reader must never learn of conditional pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel, Reader
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.engine import Engine, Generation
from search.facets import FACETS
from search.filters import Filters
from tests.search.conftest import Place

MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]
EMPTY: dict[str, dict[str, int]] = {name: {} for name in FACETS}


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
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "khobau"), page("c.2", "đất")])
    index.add([page("c.1", "mờ", access=AccessLevel.CONDITIONAL)])
    assert index.search(Question(words="khobau"), PUBLIC_READER).total == 0
    assert index.search(Question(words="mờ"), PUBLIC_READER).total == 0
    assert index.search(Question(words="mờ"), ARCHIVIST).facets["access"] == {"02": 1}
    assert not place.holds("khobau")


def test_nothing_of_conditional_pages_is_where_public_ones_are(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    pages = [
        page("c.1", "đất"),
        page(
            "kin.0001", "khobau", access=AccessLevel.CONDITIONAL, fonds="Phong kin", title="Kinmat"
        ),
    ]
    index.add(pages)
    assert not place.public_holds("khobau", "Phong kin", "Kinmat", "kin.0001")
    assert place.public_holds("c.1")
    index.rebuild(dossiers(pages))
    index.add([page("c.1", "khobau", access=AccessLevel.CONDITIONAL), page("c.2", "nhà")])
    assert not place.public_holds("khobau", "Phong kin", "Kinmat", "kin.0001")


def test_what_only_conditional_pages_have_is_no_filter_for_the_public(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page("c.1", "đất")])
    index.add([page("m.1", "đất", access=AccessLevel.CONDITIONAL, fonds="Phông kín", year=1999)])
    for asked in ({"fonds": "Phông kín"}, {"year": 1999}):
        answer = index.search(Question(words="đất", **asked), PUBLIC_READER)
        assert (answer.total, answer.hits, answer.facets) == (0, (), EMPTY)
    facets = index.search(Question(words="đất"), PUBLIC_READER).facets
    assert (facets["fonds"], facets["year"]) == ({"UBND tỉnh": 1}, {"2010": 1})


def test_a_filter_that_says_nothing_cannot_be_made() -> None:
    for facts in (("",), ("year=2010", "")):
        with pytest.raises(ValueError, match="empty"):
            Filters(level=AccessLevel.PUBLIC, facts=facts)
    with pytest.raises(TypeError):
        Filters()  # type: ignore[call-arg]  # the class is what may not be missing


class _Elsewhere:
    """An engine that finds pages of another class than it was asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        with self._engine.reading() as live:
            assert live is not None
            yield SimpleNamespace(of=lambda _: live.of(AccessLevel.CONDITIONAL))


def test_a_page_of_another_class_is_looked_at_again_and_dropped(
    index: SearchIndex, page: MakePage, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([page("m.1", "khobau", access=AccessLevel.CONDITIONAL)])
    engine = index._engines[place.engine]
    monkeypatch.setitem(index._engines, place.engine, _Elsewhere(engine))
    answer = index.search(Question(words="khobau"), PUBLIC_READER)
    assert (answer.total, answer.hits) == (0, ())
