"""Repair by context: what it mends, what it must never touch."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.language_model import load_model
from ocr.misreadings import DOUBTFUL as DOUBTFUL_LETTERS
from ocr.openness import SURE
from ocr.repair import repair_lines
from records.page import Line, Word
from records.place import Box
from records.vietnamese import without_marks

PROSE = (
    "Căn cứ Luật Tổ chức chính quyền địa phương và các quy định của pháp luật có liên quan",
    "theo đề nghị của Giám đốc Sở Nội vụ, Ủy ban nhân dân tỉnh quyết định ban hành kèm theo",
    "quy chế tổ chức và hoạt động của cơ quan chuyên môn có trách nhiệm tổ chức thực hiện",
)
DOUBTFUL = 0.6


def line(sentence: str, confidence: float, block: int = 1) -> Line:
    words = tuple(
        Word(text=text, box=Box(0, 0, 1, 1), confidence=confidence) for text in sentence.split()
    )
    return Line(words=words, box=Box(0, 0, 1, 1), block=block)


def page(sentence: str, confidence: float = DOUBTFUL) -> tuple[Line, ...]:
    """Some sure official prose, and after it the sentence in question."""
    return (*(line(each, 0.99) for each in PROSE), line(sentence, confidence, block=2))


def repaired(sentence: str, confidence: float = DOUBTFUL) -> str:
    last = repair_lines(page(sentence, confidence), load_model())[-1]
    return " ".join(word.likeliest for word in last.words)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("theo quy đinh tại khoản", "theo quy định tại khoản"),
        ("có trách nhiêm tổ chức thực hiện", "có trách nhiệm tổ chức thực hiện"),
        ("(theo quy định cùa pháp luật)", "(theo quy định của pháp luật)"),
        ("ỦY BAN NHÂN DẦN TỈNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("Căn cử Luật Tổ chức", "Căn cứ Luật Tổ chức"),
        ("quy chế chi tiêu nội oộ", "quy chế chi tiêu nội bộ"),
        ("chịu trách nhiệm thi nành", "chịu trách nhiệm thi hành"),
        ("theo đề nghị của Chỉ cục trưởng", "theo đề nghị của Chi cục trưởng"),
    ],
)
def test_marks_are_mended_where_the_neighbours_decide(read: str, meant: str) -> None:
    assert repaired(read) == meant


@pytest.mark.parametrize(
    "read",
    [
        "Ông Lê Văn Đinh, Trần Thị Hoà",  # names
        "Số 12/QĐ-UBND và 3456/TTr-SNV",  # notations
        "QD của UBND và ND",  # abbreviations
        "ngay 12 thang 3 năm 2010",  # between figures
        "hai muơi bảy triệu đồng",  # an amount
        "xyz qua zzz",
        "theo đề nghị của ông Hân về việc",  # a name before a small word
    ],
)
def test_what_no_neighbour_can_tell_is_left_alone(read: str) -> None:
    assert repaired(read) == read


def test_words_the_engine_is_sure_of_are_never_changed() -> None:
    assert repaired("theo quy đinh tại khoản", SURE + 0.001) == "theo quy đinh tại khoản"


def test_a_letter_is_mended_only_in_a_word_of_real_doubt() -> None:
    assert repaired("quy chế chi tiêu nội oộ", 0.95) == "quy chế chi tiêu nội oộ"
    assert repaired("chịu trách nhiệm thi nành", 0.8) == "chịu trách nhiệm thi nành"


def test_capitals_keep_their_letters() -> None:
    assert repaired("QUY CHẾ CHI TIÊU NỘI OỘ") == "QUY CHẾ CHI TIÊU NỘI OỘ"


def test_the_page_speaks_for_what_it_has_elsewhere() -> None:
    read, meant = "của Sở Y tê Quảng Bình", "của Sở Y tế Quảng Bình"
    alone = page(read, 0.93)
    among = (*alone, line("do Sở Y tế cấp", 0.9, block=3))
    last = [
        " ".join(word.likeliest for word in lines[len(PROSE)].words)
        for lines in (repair_lines(each, load_model()) for each in (alone, among))
    ]
    assert last == [read, meant]


def test_what_is_unlikely_has_no_witness_on_its_page() -> None:
    lines = (*page(text := "của Sở Y tế Quảng Bình", 0.93), line("do Sở Y tê cấp", 0.99, block=3))
    repaired_lines = repair_lines(lines, load_model())
    assert " ".join(word.likeliest for word in repaired_lines[len(PROSE)].words) == text


def test_what_was_read_survives_under_its_repair() -> None:
    word = repair_lines(page("sữa chữa nhà vệ sinh"), load_model())[-1].words[0]
    assert (word.text, word.repaired, word.likeliest) == ("sữa", "sửa", "sửa")


def test_prose_that_the_model_does_not_know_is_left_alone() -> None:
    strange = tuple(line("thuyền rồng lướt sóng biếc trăng soi", 0.99) for _ in range(5))
    lines = (*strange, line("theo quy đinh tại khoản", DOUBTFUL, block=2))
    assert repair_lines(lines, load_model()) == lines


words = st.sampled_from(
    [
        *" ".join(PROSE).split(),
        "quy",
        "đinh",
        "cùa",
        "nhiêm",
        "ngày",
        "12/QĐ-UBND",
        "UBND",
        "DÂN,",
        "(tổ",
        "3a",
        "Hoà",
    ]
)
pages = st.lists(
    st.builds(
        lambda read, confidence, block: replace(
            line(" ".join(text for text in read), confidence), block=block
        ),
        st.lists(words | st.text("aáâđĐdDuỷ1/.,", min_size=1, max_size=5), min_size=1, max_size=12),
        st.floats(0, 1),
        st.integers(0, 2),
    ),
    max_size=6,
).map(lambda lines: (*page("theo quy định"), *lines))


@settings(max_examples=settings.default.max_examples // 2)
@given(pages)
def test_only_marks_and_one_letter_of_doubtful_words_without_figures_change(
    lines: tuple[Line, ...],
) -> None:
    second = repair_lines(lines, load_model())
    assert [each.text for each in second] == [each.text for each in lines]
    for word in (word for each in second for word in each.words if word.repaired is not None):
        assert word.repaired != word.text
        letters = (without_marks(word.repaired), without_marks(word.text))
        other = sum(mine != theirs for mine, theirs in zip(*letters, strict=True))
        assert other == 0 or (other == 1 and word.confidence <= DOUBTFUL_LETTERS)
        assert word.confidence <= SURE
        assert not any(sign.isdigit() for sign in word.text)


@settings(max_examples=settings.default.max_examples // 2)
@given(pages)
def test_repairing_again_changes_nothing(lines: tuple[Line, ...]) -> None:
    once = repair_lines(lines, load_model())
    assert repair_lines(once, load_model()) == once
