import unicodedata
from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel, Reader
from records.errors import RefusedError, SetupError
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.analyser import syllables
from search.engines import WHOOSH
from search.facets import FACETS
from tests.search.conftest import Place

MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]
EMPTY: dict[str, dict[str, int]] = {name: {} for name in FACETS}


def codes(index: SearchIndex, words: str, reader: Reader = ARCHIVIST) -> list[str]:
    return [hit.document_code for hit in index.search(Question(words=words), reader).hits]


@pytest.mark.parametrize(
    "words",
    [
        "quyết định", "quyet dinh", "QUYẾT ĐỊNH", "Ðịnh", '"quyết định giao đất"', "hoà", "hòa",
        unicodedata.normalize("NFD", "quyết định"), "quyết\x00định", "\u202equyết", "xã Hoa",
    ],
)  # fmt: skip
def test_a_page_is_found_however_its_words_are_typed(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("hs1.001", "Quyết định giao đất", "tại xã Hoà"), page("hs1.002", "khác")])
    assert codes(index, words) == ["hs1.001"]


def test_typed_marks_rank_the_marked_page_first(index: SearchIndex, page: MakePage) -> None:
    index.add(
        [page(f"hs1.{number:03d}", "ban ban ban") for number in range(5)]
        + [page("hs1.100", "bán nhà")]
    )
    assert codes(index, "bán")[0] == "hs1.100"
    assert len(codes(index, "bán")) == 6


@pytest.mark.parametrize(
    "words", ["1343/qd-ubnd", "1343/QĐ-UBND", "1343 QĐ UBND", "1343 qd ubnd", "theo 1343/QĐ"]
)
def test_a_document_code_is_found_in_every_spelling(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("hs1.001", "theo số 1343 /QĐ-UBND"), page("hs1.002", "theo 134/QĐ-UBND 1343")])
    assert codes(index, words)[0] == "hs1.001"


def test_a_misread_number_is_found_by_its_code(index: SearchIndex, page: MakePage) -> None:
    index.add([page("hs1.001", "Số l343/QĐ-UBND")])
    assert codes(index, "1343/QĐ-UBND") == codes(index, "1343 qđ ubnd") == ["hs1.001"]


def test_the_title_answers_with_the_first_page(index: SearchIndex, page: MakePage) -> None:
    index.add([page("hs1.001", "mờ", page=1, title="Giao đất"), page("hs1.001", "mờ", page=2)])
    (hit,) = index.search(Question(words="giao đất"), PUBLIC_READER).hits
    assert (hit.page, hit.snippet, hit.boxes) == (1, "⟪Giao⟫ ⟪đất⟫", ())


def test_a_hit_says_everything_a_reader_needs(index: SearchIndex, page: MakePage) -> None:
    index.add([page("hs1.001", "giao đất", title="T")])
    answer = index.search(Question(words="đất"), PUBLIC_READER)
    (hit,) = answer.hits
    assert (hit.dossier_code, hit.page, hit.title, hit.snippet) == ("hs1", 2, "T", "giao ⟪đất⟫")
    assert [tuple(box) for box in hit.boxes] == [(50, 0, 90, 20)]
    assert hit.score > 0
    assert answer.facets == {
        "fonds": {"UBND tỉnh": 1}, "year": {"2010": 1}, "type": {"Quyết định": 1},
        "body": {}, "access": {"01": 1}, "confidence": {"high": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"fonds": "ubnd TINH"}, 2), ({"fonds": "Sở"}, 1), ({"year": 2011}, 1), ({"year": 1999}, 0),
        ({"document_type": "báo cáo"}, 1), ({"document_type": "bc"}, 1),
        ({"access": AccessLevel.CONDITIONAL}, 1),
        ({"access": AccessLevel.SECRET}, 0), ({"fonds": "!"}, 0),
        ({"fonds": "Sở", "year": 2011}, 0),
    ],
)  # fmt: skip
def test_filters_narrow_hits_and_facets(
    index: SearchIndex, page: MakePage, asked: dict[str, object], found: int
) -> None:
    index.add(
        [
            page("hs1.001", "đất", document_type=None, year=None),
            page("hs1.002", "đất", year=2011, access=AccessLevel.CONDITIONAL),
            page("hs1.003", "đất", fonds="Sở", document_type="Báo cáo"),
        ]
    )
    answer = index.search(Question(words="đất", **asked), ARCHIVIST)  # type: ignore[arg-type]  # fields of Question
    assert answer.total == len(answer.hits) == sum(answer.facets["access"].values()) == found


@pytest.mark.parametrize("words", ["", "   ", "?!…", '""', "\x00", "-", "* : ( ) [ ]"])
def test_a_question_without_words_has_an_empty_answer(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("hs1.001", "đất")])
    answer = index.search(Question(words=words), ARCHIVIST)
    assert (answer.total, answer.hits, answer.facets) == (0, (), EMPTY)
    told = {problem.code for problem in answer.problems}
    assert told == ({"S030"} if words.strip() else set())


def test_an_index_without_pages_answers_nothing(index: SearchIndex) -> None:
    assert index.search(Question(words="đất"), ARCHIVIST).total == 0
    assert index.page_ids() == frozenset()


def test_a_page_given_twice_is_there_once_and_as_last_given(
    index: SearchIndex, page: MakePage
) -> None:
    for words in ("cũ", "mới"):
        index.add([page("hs1.001", "thừa"), page("hs1.001", words), page("hs1.001", words)])
    assert index.search(Question(words="mới"), ARCHIVIST).total == 1
    assert codes(index, "cũ") == codes(index, "thừa") == []
    assert index.page_ids() == {"hs1.001/0002"}


def test_a_dossier_is_removed_whole(index: SearchIndex, page: MakePage, place: Place) -> None:
    index.add(
        [
            page("hs1.001", "duynhat"),
            page("hs1.002", "đất", access=AccessLevel.CONDITIONAL),
            page("hs2.001", "đất"),
        ]
    )
    index.remove_dossier("hs1")
    assert index.page_ids() == {"hs2.001/0002"}
    assert not place.holds("duynhat")


def test_a_false_phrase_counts_neither_in_total_nor_in_facets(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page("hs1.001", "nhân dân và dân tỉnh"), page("hs1.002", "nhân dân tỉnh")])
    answer = index.search(Question(words='"nhân dân tỉnh"'), ARCHIVIST)
    assert (answer.total, answer.facets["access"]) == (1, {"01": 1})


def test_more_pages_than_asked_are_counted(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"hs1.{number:03d}", "đất") for number in range(12)])
    answer = index.search(Question(words="đất", limit=3), ARCHIVIST)
    assert (answer.total, len(answer.hits)) == (12, 3)


def test_a_failed_add_leaves_the_index_writable(index: SearchIndex, page: MakePage) -> None:
    index.add([page("hs1.001", "đất")])
    with pytest.raises(UnicodeEncodeError):
        index.add([page("hs1.\ud800", "hỏng")])
    index.add([page("hs1.002", "đất")])
    assert index.page_ids() == {"hs1.001/0002", "hs1.002/0002"}


def test_an_index_of_another_version_asks_for_a_rebuild(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    index.add([page("hs1.001", "đất")])
    if place.engine == WHOOSH:
        described = place.folder / "g-000001" / "GENERATION.json"
        described.write_text(described.read_text().replace('"layout": 3', '"layout": 0'))
    else:
        place.ask("UPDATE luutru_search.generation SET layout = 0")
    for asked in (
        lambda: index.search(Question(words="đất"), ARCHIVIST),
        lambda: index.add([page("hs1.002", "a")]),
    ):
        with pytest.raises(SetupError) as refused:
            asked()
        assert refused.value.problem.code == "S005"
    index.rebuild(dossiers([page("hs1.001", "đất")]))
    assert codes(index, "đất") == ["hs1.001"]


def test_a_secret_page_is_refused_and_what_was_there_of_it_is_gone(
    index: SearchIndex, page: MakePage
) -> None:
    index.add([page("hs1.001", "đất")])
    with pytest.raises(RefusedError) as refused:
        index.add([page("hs1.002", "nhà"), page("hs1.001", "đất", access=AccessLevel.SECRET)])
    assert (refused.value.problem.code, index.page_ids()) == ("S001", frozenset())


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.text(st.characters(categories=["L", "N", "P", "Zs", "Mn"]), min_size=1).filter(
            lambda text: bool(text.split())
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_search_for_any_indexed_word_finds_its_page(
    page: MakePage, place: Place, lines: list[str]
) -> None:
    # Whoosh names its files by chance, which is the same for every example.
    index = place.open(folder=place.folder / uuid4().hex)
    index.add([page("hs1.001", *lines)])
    for line in lines:
        for syllable in syllables(line):
            for asked in syllable:
                assert codes(index, asked) == ["hs1.001"], asked
