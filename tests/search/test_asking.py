"""What a question in people's words finds."""

from collections.abc import Callable

import pytest

from records.access import ARCHIVIST, PUBLIC_READER, AccessLevel
from records.dates import PartialDate
from records.errors import InputError
from records.hit import Band, IndexedPage, Question, Sort
from search import SearchIndex
from search.engines import WHOOSH
from tests.search.access_now import Levels
from tests.search.conftest import Place

MakePage = Callable[..., IndexedPage]
Facts = dict[str, object]


def codes(index: SearchIndex, words: str, **asked: object) -> list[str]:
    question = Question(words=words, **asked)  # type: ignore[arg-type]  # fields of Question
    return [hit.document_code for hit in index.search(question, ARCHIVIST).hits]


@pytest.fixture
def described(index: SearchIndex, page: MakePage) -> SearchIndex:
    """Four documents that differ in everything that can be asked for."""
    land: Facts = {
        "fonds": "UBND tỉnh", "document_type": "Quyết định", "notation": "1343/QĐ-UBND",
        "body": "Ủy ban nhân dân tỉnh", "issued": PartialDate(year=2014, month=2, day=1),
        "year": 2014, "title": "Quyết định về việc giao đất", "dossier_title": "Hồ sơ giao đất",
    }  # fmt: skip
    report: Facts = {
        "fonds": "Sở Nội vụ", "document_type": "Báo cáo", "notation": "12/BC-SNV",
        "body": "Sở Nội vụ", "issued": PartialDate(year=2015, month=6), "year": 2015,
        "title": "Báo cáo công tác", "dossier_title": "Tổng kết năm", "confidence": 0.5,
    }  # fmt: skip
    index.add(
        [
            page("H46.01.2014.01", "giao đất ở tại xã", **land),
            page("H46.02.2015.01", "báo cáo giao đất tại phường", **report),
            page("H46.02.2015.02", "giấy phép đất xây dựng", **report | {"title": "Giấy phép"}),
            page("H46.03.01", "đất không ngày", year=None, fonds="Chi cục", confidence=0.8),
        ]
    )
    return index


LAND, REPORT, PERMIT, UNDATED = (
    "H46.01.2014.01", "H46.02.2015.01", "H46.02.2015.02", "H46.03.01",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("đất -xã", {REPORT, PERMIT, UNDATED}),
        ('đất -"giấy phép" -phường', {LAND, UNDATED}),
        ("đất -loại:bc", {LAND, UNDATED}),
        ('đất -phông:"sở nội vụ"', {LAND, UNDATED}),
        ("đất phông:sở", {REPORT, PERMIT}),
        ('đất phông:"Uỷ ban nhân dân tỉnh"', {LAND}),
        ("đất năm:2014", {LAND}),
        ("đất năm:2014-2015", {LAND, REPORT, PERMIT}),
        ("đất ngày:01/02/2014", {LAND}),
        ("đất ngày:02/02/2014", set()),
        ("đất ngày:03/2014..06/2015", {REPORT, PERMIT}),
        ("đất từ:2015", {REPORT, PERMIT}),
        ("đất đến:2014", {LAND}),
        ("đất từ:2015 đến:2014", set()),
        ("loại:qđ", {LAND, UNDATED}),
        ('loại:"quyết định" năm:2014', {LAND}),
        ("số:1343", {LAND}),
        ("số:1343/qd-ubnd", {LAND}),
        ("số:134", set()),
        ("cơ quan:ubnd", {LAND}),
        ('cơ quan:"uy ban nhan dan"', {LAND}),
        ("hồ sơ:H46.02", {REPORT, PERMIT}),
        ('hồ sơ:"tổng kết"', {REPORT, PERMIT}),
        ('tiêu đề:"giấy phép"', {PERMIT}),
        ("độ tin cậy:thấp", {REPORT, PERMIT}),
        ("độ tin cậy:cao", {LAND}),
        ("H46.02.2015.02", {PERMIT}),
    ],
)
def test_fields_and_minus_narrow_the_answer(
    described: SearchIndex, words: str, found: set[str]
) -> None:
    answer = described.search(Question(words=words), ARCHIVIST)
    assert {hit.document_code for hit in answer.hits} == found
    assert answer.total == sum(answer.facets["access"].values()) == len(found)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"dossier": "H46.02"}, {REPORT, PERMIT}),
        ({"dossier": "h46.02.2015.01"}, {REPORT}),
        ({"body": "sở nội vụ"}, {REPORT, PERMIT}),
        ({"body": "sở nội"}, set()),
        ({"confidence": Band.MIDDLE}, {UNDATED}),
        ({"fonds": "Ủy ban nhân dân tỉnh"}, {LAND}),
    ],
)
def test_filters_of_the_question_hold_with_words_and_without(
    described: SearchIndex, asked: Facts, found: set[str]
) -> None:
    assert set(codes(described, "đất", **asked)) == found
    assert set(codes(described, "", **asked)) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, [REPORT, PERMIT, LAND, UNDATED]),
        (Sort.OLDEST, [LAND, REPORT, PERMIT, UNDATED]),
    ],
)
def test_hits_come_by_date_and_the_undated_last(
    described: SearchIndex, sort: Sort, order: list[str]
) -> None:
    assert codes(described, "đất", sort=sort) == order


def test_a_hit_tells_the_way_to_it(described: SearchIndex) -> None:
    (hit,) = described.search(Question(words="phường"), ARCHIVIST).hits
    assert hit.path == ("Sở Nội vụ", "Tổng kết năm", "Báo cáo công tác")
    assert (hit.issued, hit.document_type, hit.body) == ("2015-06-01", "Báo cáo", "Sở Nội vụ")
    assert (hit.confidence, hit.access) == (Band.LOW, AccessLevel.PUBLIC)
    (undated,) = described.search(Question(words="ngày"), ARCHIVIST).hits
    assert undated.issued is None


@pytest.mark.parametrize("words", ["ubnd xã", "ủy ban nhân dân xã", "UY BAN NHAN DAN XA"])
def test_an_abbreviation_finds_its_long_form_and_back(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("c.1", "UBND xã"), page("c.2", "Ủy ban nhân dân xã"), page("c.3", "xã ủy ban")])
    assert set(codes(index, words)) == {"c.1", "c.2"}


@pytest.mark.parametrize("words", ["15/3/2010", "15-03-2010", "ngày 15/03/2010"])
def test_a_date_is_found_however_it_is_printed(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("c.1", "ngày 15 tháng 3 năm 2010"), page("c.2", "ngày 15/03/2010 họp")])
    assert set(codes(index, words)) == {"c.1", "c.2"}


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Ủyban huyện họp", "ủy ban huyện họp"),
        ("trích đo thửa nghiép", "trích đo thửa nghiệm"),
        ("biên bản nghiêmx thu", "biên bản nghiêm thu"),
        ("kế hoạch lúa vụ xuan", "kế hoạch lúa vụ đông"),
    ],
)
def test_few_hits_are_joined_by_approximate_ones_that_say_so(
    index: SearchIndex, page: MakePage, printed: str, words: str
) -> None:
    index.add([page("c.1", words), page("c.2", printed), page("c.3", "khác")])
    answer = index.search(Question(words=words), ARCHIVIST)
    told = [(hit.document_code, hit.is_approximate) for hit in answer.hits]
    assert told == [("c.1", False), ("c.2", True)]
    assert (answer.total, answer.facets["access"]) == (2, {"01": 2})
    assert "⟪" in answer.hits[1].snippet


def test_nothing_is_approximate_where_enough_is_found(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "trường học mới") for number in range(5)])
    index.add([page("c.9", "trườnp học mới")])
    answer = index.search(Question(words="trường học mới"), ARCHIVIST)
    assert (answer.total, {hit.is_approximate for hit in answer.hits}) == (5, {False})


@pytest.mark.parametrize("words", ['"trường học mới"', '"trường học" mới', "đất -trường"])
def test_what_is_quoted_or_unwanted_stays_as_it_is(
    index: SearchIndex, page: MakePage, words: str
) -> None:
    index.add([page("c.1", "trườnp học mới"), page("c.2", "đất trường")])
    assert codes(index, words) == []


def test_no_hit_comes_twice_or_is_lost_between_pages(index: SearchIndex, page: MakePage) -> None:
    index.add(
        page(
            f"c.{number:02d}",
            "đất " * (number % 3 + 1),
            access=[AccessLevel.PUBLIC, AccessLevel.CONDITIONAL][number % 2],
            issued=PartialDate(year=2000 + number % 4) if number % 5 else None,
        )
        for number in range(35)
    )
    for sort in Sort:
        whole = codes(index, "đất", sort=sort, limit=50)
        turned = [
            code
            for number in range(1, 6)
            for code in codes(index, "đất", sort=sort, page=number, limit=8)
        ]
        assert turned == whole
        assert len(set(whole)) == 35
    last = index.search(Question(words="đất", page=5, limit=8), ARCHIVIST)
    assert (last.total, last.page, last.pages, len(last.hits)) == (35, 5, 5, 3)
    beyond = index.search(Question(words="đất", page=6, limit=8), ARCHIVIST)
    assert (beyond.total, beyond.hits) == (35, ())


def test_equals_come_by_the_name_of_their_page(index: SearchIndex, page: MakePage) -> None:
    for number in (3, 1, 2):
        index.add([page(f"c.{number}", "đất", access=AccessLevel.PUBLIC)])
    assert codes(index, "đất") == ["c.1", "c.2", "c.3"]
    assert codes(index, "đất", limit=1, page=2) == ["c.2"]


def test_a_page_of_results_too_far_away_is_refused(index: SearchIndex, page: MakePage) -> None:
    index.add([page("c.1", "đất")])
    with pytest.raises(InputError) as refused:
        index.search(Question(words="đất", page=10**9, limit=10), ARCHIVIST)
    assert refused.value.problem.code == "S034"


def test_a_total_that_was_not_looked_through_is_said_to_be_a_least_one(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page(f"c.{number:03d}", "nhân dân tỉnh") for number in range(120)])
    index.add([page(f"d.{number:03d}", "nhân dân và dân tỉnh") for number in range(3)])
    answer = index.search(Question(words='"nhân dân tỉnh"'), ARCHIVIST)
    assert len(answer.hits) == 10
    # Whoosh's index knows where each syllable stands, and needs no look at the text.
    assert answer.is_exact == (place.engine == WHOOSH)
    assert answer.total == 120 if answer.is_exact else 10 <= answer.total <= 120


def test_a_suggestion_keeps_quotes_fields_and_minus(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "Nghị quyết đất") for number in range(6)])
    words = '"nghị quyat" đất năm:2010 -xã'
    answer = index.search(Question(words=words), PUBLIC_READER)
    assert answer.suggestion == '"nghị quyết" đất năm:2010 -xã'


def test_a_suggestion_counts_only_pages_that_are_public_now(
    index: SearchIndex, page: MakePage, levels: Levels
) -> None:
    index.add([page(f"c.{number}", "Nghị quyết") for number in range(6)])
    levels.update({f"c.{number}/0002": AccessLevel.CONDITIONAL for number in range(6)})
    assert index.search(Question(words="nghị quyat"), PUBLIC_READER).suggestion is None


def test_a_star_finds_what_begins_so_and_marks_it(index: SearchIndex, page: MakePage) -> None:
    index.add([page("c.1", "quyết định"), page("c.2", "quyền lợi"), page("c.3", "quý một")])
    answer = index.search(Question(words="quyê*"), ARCHIVIST)
    assert sorted(hit.document_code for hit in answer.hits) == ["c.1", "c.2"]
    assert any("⟪quyết⟫" in hit.snippet for hit in answer.hits)
    assert index.search(Question(words="quy* -quyen*"), ARCHIVIST).total == 2


def test_a_suggestion_keeps_a_star(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{number}", "nghị quyết") for number in range(6)])
    found = index.search(Question(words="nghi* quyat"), PUBLIC_READER)
    assert found.suggestion == "nghi* quyết"


def test_a_star_opens_no_word_of_conditional_pages(index: SearchIndex, page: MakePage) -> None:
    index.add([page("m.1", "khobau", access=AccessLevel.CONDITIONAL), page("c.1", "khoan")])
    answer = index.search(Question(words="kho*"), PUBLIC_READER)
    assert [hit.document_code for hit in answer.hits] == ["c.1"]
    assert index.search(Question(words="khob*"), PUBLIC_READER).total == 0
    assert index.search(Question(words="khob*"), ARCHIVIST).total == 1
