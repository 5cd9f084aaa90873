"""What a reader typed, and what is looked for: no engine's syntax, nothing unbounded."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.hit import Meaning
from search.parsing import MOST_CLAUSES, parse, reworded
from search.query import Clause, Run


def word(fold: str) -> Clause:
    return Clause(ways=((Run(folds=(fold,)),),))


def phrase(*folds: str) -> Clause:
    return Clause(ways=((Run(folds=folds),),))


def words(*folds: str) -> tuple[Clause, ...]:
    return tuple(map(word, folds))


def wanted(typed: str) -> tuple[Clause, ...]:
    (reading,) = parse(typed).readings
    return reading


def test_words_are_looked_for_one_by_one_and_quoted_ones_side_by_side() -> None:
    assert wanted("đất đai “nhân dân tỉnh”") == (
        *words("dat", "dai"),
        phrase("nhan", "dan", "tinh"),
    )


def test_an_open_quote_means_nothing() -> None:
    assert wanted('"đất đai') == words("dat", "dai")


def test_a_minus_takes_away_words_phrases_and_facts() -> None:
    query = parse('giao -xã –"giấy phép" -loại:"báo cáo" a-b - c')
    assert query.readings == (words("giao", "a", "b", "c"),)
    assert query.unwanted == (
        word("xa"),
        phrase("giay", "phep"),
        Clause(ways=((Run(fact="type~bc"),),)),
    )


def test_engine_syntax_is_plain_words() -> None:
    assert wanted("dat AND *que OR NOT (x) [a TO b] ~2 tua:e ^3") == words(
        "dat", "and", "que", "or", "not", "x", "a", "to", "b", "2", "tua", "e", "3"
    )


def test_a_star_stands_for_the_rest_of_a_syllable_of_two_letters_and_more() -> None:
    assert wanted("Quyế* đất") == (Clause(ways=((Run(beginning="quye"),),)), word("dat"))
    assert wanted("q* *quye qu*e 12* *") == words("q", "quye", "qu", "e", "12")
    assert parse("đất -quy*").unwanted == (Clause(ways=((Run(beginning="quy"),),)),)


@pytest.mark.parametrize(
    ("typed", "facts"),
    [
        ('phông:"Sở Nội vụ"', ("fonds~so_noi", "fonds~noi_vu")),
        ("PHÔNG:SỞ", ("fonds~so",)),
        ("phong:so", ("fonds~so",)),
        ("fonds:so", ("fonds~so",)),
        ("phông lưu trữ:sở", ("fonds~so",)),
        ("năm:2014", ("year=2014",)),
        ("nam: 2014", ("year=2014",)),
        ("(năm:2014)", ("year=2014",)),
        ("loại:qđ", ("type~qd",)),
        ('loại văn bản:"quyết định"', ("type~qd",)),
        ("cơ quan:ubnd", ("body~ubnd",)),
        ('cơ quan ban hành:"uỷ ban nhân dân"', ("body~ubnd",)),
        ("số:1343", ("number=1343",)),
        ("Số: 1343/QĐ-UBND", ("number=1343-qd-ubnd",)),
        ('số kí hiệu:"1343 QĐ UBND"', ("number=1343-qd-ubnd",)),
        ("số:1343/qd", ("number=1343-qd",)),
        ("hồ sơ:H46.21", ("dossier=h46.21",)),
        ('hồ sơ:"đất ở"', ("dossier~dat_o",)),
        ("tiêu đề:đất", ("title~dat",)),
        ("độ tin cậy:thấp", ("confidence=low",)),
        (unicodedata.normalize("NFD", 'phông:"Sở"'), ("fonds~so",)),
        ("phông:sở phông:sở", ("fonds~so",)),
    ],
)
def test_a_field_is_asked_by_its_names(typed: str, facts: tuple[str, ...]) -> None:
    query = parse(typed)
    assert (query.facts, query.has_words, query.problems) == (facts, False, ())


@pytest.mark.parametrize(
    ("typed", "issued"),
    [
        ("ngày:01/02/2014", (20140201, 20140201)),
        ("ngày:1-2-2014", (20140201, 20140201)),
        ("ngày:2014-02-01", (20140201, 20140201)),
        ("date:2/2014", (20140201, 20140228)),
        ("năm:2010-2015", (20100101, 20151231)),
        ("năm:2015–2010", (20100101, 20151231)),
        ("ngày:01/2014..06/2015", (20140101, 20150630)),
        ("ngày:..06/2015", (10101, 20150630)),
        ("từ:2010 đến:03/2011", (20100101, 20110331)),
        ("từ ngày:02/02/2010", (20100202, 99991231)),
    ],
)
def test_days_and_spans_are_read(typed: str, issued: tuple[int, int]) -> None:
    assert parse(typed).issued == issued


@pytest.mark.parametrize(
    "typed",
    ["ngày:32/13/2014", "năm:2o14", "ngày:99999999999", "-ngày:2014", "năm:²⁰¹⁴", "từ:đâu"],
)
def test_a_value_that_is_none_is_words_and_told(typed: str) -> None:
    query = parse(typed)
    assert (query.facts, query.issued) == ((), None)
    assert "S032" in {problem.code for problem in query.problems}


def test_an_unknown_field_and_a_colon_in_prose_are_words() -> None:
    assert wanted("kính gửi: sở") == words("kinh", "gui", "so")
    assert wanted("về hồ sơ: xin đất") == words("ve", "ho", "so", "xin", "dat")
    assert parse("giờ:8").facts == ()


def test_exact_forms_are_kept_only_when_marks_were_typed() -> None:
    assert parse("quyết dinh").exacts == ("quyết", "dinh")
    assert parse("quyet dinh").exacts == ()
    assert parse("quyet -định").exacts == ()


def test_a_document_code_is_looked_for_as_one() -> None:
    assert wanted("theo 1343/qd-ubnd")[1] == Clause(
        ways=((Run(folds=("1343", "qd", "ubnd")),), (Run(code="1343-qd-ubnd"),))
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1343 QĐ UBND", "1343-qd-ubnd"),
        ("54 2017 nđ cp", "54-2017-nd-cp"),
        ("1343 QĐ UBND về giao đất", "1343-qd-ubnd"),
        ("số hiệu 05 BNV VP", "05-bnv-vp"),
    ],
)
def test_a_code_without_strokes_is_understood(typed: str, code: str) -> None:
    codes = {run.code for clause in wanted(typed) for way in clause.ways for run in way if run.code}
    assert codes == {code}


def test_a_number_before_words_is_no_code() -> None:
    assert wanted("quy trình 12 bước") == words("qui", "trinh", "12", "buoc")


def test_an_abbreviation_and_its_long_form_are_one() -> None:
    apart = tuple(Run(folds=(fold,)) for fold in ("uy", "ban", "nhan", "dan"))
    assert wanted("uỷ ban nhân dân xã") == (
        Clause(ways=(apart, (Run(folds=("ubnd",)),))),
        word("xa"),
    )
    assert wanted("UBND") == (
        Clause(ways=((Run(folds=("ubnd",)),), (Run(folds=("uy", "ban", "nhan", "dan")),))),
    )
    assert wanted('"ủy ban nhân dân"') == (phrase("uy", "ban", "nhan", "dan"),)


def test_a_date_is_found_as_papers_have_it() -> None:
    (clause,) = wanted("1/2/2014")
    assert (Run(folds=("01", "thang", "02", "nam", "2014")),) in clause.ways
    assert (Run(folds=("1", "2", "2014")),) in clause.ways


def test_a_dossiers_code_is_found_as_such() -> None:
    (clause,) = wanted("H46.21.2012.01")
    assert clause.ways[-1] == (Run(fact="dossier=h46.21.2012.01"),)


def test_a_long_quotation_is_asked_in_parts_that_overlap() -> None:
    folds = [f"a{number}" for number in range(30)]
    parts = wanted(f'"{" ".join(folds)}"')
    assert [clause.ways[0][0].folds[0] for clause in parts] == ["a0", "a11", "a22"]
    assert all(len(clause.ways[0][0].folds) <= 12 for clause in parts)


def test_what_was_understood_is_told_back() -> None:
    told = parse('giao đất -"giấy phép" năm:2014 ngày:01/2014..06/2015').understood
    assert [(each.meaning, each.value, each.is_unwanted) for each in told] == [
        (Meaning.WORDS, "giao đất", False),
        (Meaning.PHRASE, "giấy phép", True),
        (Meaning.YEAR, "2014", False),
        (Meaning.ISSUED, "01/2014..06/2015", False),
    ]


def test_other_spellings_leave_fields_and_unwanted_words_alone() -> None:
    typed = 'nghi quyat -quyat phông:quyat "quyat nghi"'
    told = reworded(typed, {"quyat": "quyết"})
    assert told == 'nghi quyết -quyat phông:quyat "quyết nghi"'


@given(st.text(max_size=12_000))
def test_any_text_gives_a_small_query(typed: str) -> None:
    query = parse(typed)
    (reading,) = query.readings
    assert len(reading) + len(query.unwanted) + len(query.facts) <= MOST_CLAUSES
    runs = [run for clause in (*reading, *query.unwanted) for way in clause.ways for run in way]
    assert len(runs) <= 8 * MOST_CLAUSES
    assert all(run.terms and all(term for _, term in run.terms) for run in runs)
    assert len(query.exacts) + len(query.pairs) <= 2 * MOST_CLAUSES
    "".join(told.value for told in query.understood).encode()
