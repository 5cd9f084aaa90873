"""Measuring a reading against its truth: rates, places, and which words are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.best_place import best_places
from ocr.differences import Difference
from ocr.quality import PageQuality, Tally, graphemes, measure_page

LETTERS = "abđếữ ,."
LINE = st.text(LETTERS, min_size=1, max_size=40).filter(str.strip)
PAGE = st.lists(LINE, min_size=1, max_size=6).map("\n".join)
PRINT = "Căn cứ Luật Lưu trữ\nngày 21 tháng 6 năm 2024"


def measured(truth: str, read: str) -> PageQuality:
    return measure_page(truth, read.split())


def pieces(page: PageQuality, line: int = 0) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in page.lines[line].pieces]


@given(PAGE)
def test_a_text_has_no_errors_against_itself(text: str) -> None:
    page = measured(text, text)
    told = page.tally
    assert (told.cer, told.cer_in_order, told.wer, told.wer_in_order) == (0, 0, 0, 0)
    assert page.wrong == frozenset()
    assert all(p.kind is Difference.SAME for line in page.lines for p in line.pieces)


@given(PAGE, PAGE)
def test_rates_keep_their_bounds_and_the_distance_is_symmetric(one: str, other: str) -> None:
    there, back = measured(one, other).tally, measured(other, one).tally
    assert 0 <= there.cer <= 1
    assert 0 <= there.wer <= 1
    assert there.wer == back.wer
    assert there.page_errors == back.page_errors
    assert there.word_errors == back.word_errors
    assert there.line_errors <= there.page_errors


@given(LINE, PAGE)
def test_the_pieces_put_together_are_the_true_line_and_what_was_read(line: str, read: str) -> None:
    page = measured(line, read)
    kept = [p for row in page.lines for p in row.pieces]
    true = "".join(p.text for p in kept if p.kind is not Difference.SURPLUS)
    seen = "".join(p.text for p in kept if p.kind is not Difference.MISSING)
    assert true == " ".join(line.split()) or len(page.lines) > 1
    assert seen in " ".join(read.split()) or len(page.lines) > 1


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", max_size=14))
def test_the_best_place_is_the_best_of_all_places(line: str, page: str) -> None:
    def distance(a: str, b: str) -> int:
        row = list(range(len(b) + 1))
        for sign in a:
            before, row[0] = row[0], row[0] + 1
            for n, other in enumerate(b, 1):
                before, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, before + (sign != other))
        return row[-1]

    found = best_places(tuple(line), tuple(page))[0]
    every = [
        distance(line, page[a:b]) for a in range(len(page) + 1) for b in range(a, len(page) + 1)
    ]
    assert found.distance == min(every) == distance(line, page[found.start : found.end])


def test_one_wrong_letter_of_n_is_one_nth() -> None:
    told = measured(PRINT, PRINT.replace("Luật", "Luât")).tally
    assert told.cer == pytest.approx(1 / told.characters)
    assert told.cer_in_order == pytest.approx(1 / (told.characters + 1))
    assert told.wer_in_order == pytest.approx(1 / 11)


def test_a_letter_with_loose_marks_is_one_character() -> None:
    assert graphemes("x\u0323\u0301y") == ("x\u0323\u0301", "y")
    assert measured("Quyê\u0301t đi\u0323nh", "Quyết định").tally.cer == 0
    assert measured("x\u0323\u0301y", "zy").tally.cer == pytest.approx(1 / 2)


def test_order_counts_only_where_it_should() -> None:
    told = measured(PRINT, " ".join(reversed(PRINT.splitlines()))).tally
    assert (told.cer, told.wer) == (0, 0)
    assert told.cer_in_order > 0.5
    assert told.wer_in_order > 0.5


def test_what_the_truth_leaves_unscored_costs_nothing() -> None:
    truth = "⟦seal: ỦY BAN⟧\nTên | Chức vụ | Số\nGiám đốc ⟦signature⟧\n⟦?⟧"
    told = measured(truth, "Chức vụ Số Tên Giám đốc").tally
    assert told.cer == 0
    assert told.words == 6


def test_quotes_and_dashes_of_one_kind_are_one_character() -> None:
    assert measured("“Đề án” – 5 năm…", '"Đề án" - 5 năm...').tally.cer_in_order == 0


def test_differences_are_told_piece_by_piece() -> None:
    page = measured("Sở Thông tin", "Số Thông x tin")
    assert pieces(page) == [
        ("same", "S"), ("missing", "ở"), ("surplus", "ố"), ("same", " "), ("same", "Thông"),
        ("surplus", " "), ("surplus", "x"), ("same", " "), ("same", "tin"),
    ]  # fmt: skip
    assert page.wrong == {0, 2}


def test_a_word_torn_or_joined_is_wrong_and_its_neighbours_are_not() -> None:
    assert measured("lưu trữ hồ sơ", "lưu tr ữ hồ sơ").wrong == {1, 2}
    assert measured("lưu trữ hồ sơ", "lưu trữhồ sơ").wrong == {1}
    assert measured("lưu trữ hồ sơ", "lưu sơ").wrong == frozenset()


def test_words_of_no_true_line_are_surplus() -> None:
    page = measured("Điều 1. Phạm vi", "ỦY BAN Điều 1. Phạm vi ——")
    assert (page.wrong, page.surplus) == (frozenset(), {0, 1, 6})


def test_a_page_of_which_nothing_was_read_is_all_missing() -> None:
    page = measured(PRINT, "")
    assert (page.tally.cer, page.tally.wer, page.tally.wer_in_order) == (1, 1, 1)
    assert pieces(page, 1) == [("missing", "ngày 21 tháng 6 năm 2024")]


def test_a_blank_truth_is_right_only_when_nothing_was_read() -> None:
    assert measured("⟦seal⟧", "").tally.cer_in_order == 0
    assert measured("⟦seal⟧", "rác").tally.cer_in_order == 1


def test_of_equal_places_whole_words_and_free_ones_come_first() -> None:
    places = [(place.start, place.end) for place in best_places(tuple("an"), tuple("ban an"))]
    assert places == [(4, 6), (1, 3)]
    assert measured("Như trên\nNhư trên", "Như trên Như trên").surplus == frozenset()
    assert measured("an\nan toàn", "an toàn an").surplus == frozenset()


def test_tallies_add_up() -> None:
    one, other = (measured(PRINT, read).tally for read in (PRINT, ""))
    assert (one + other).cer == pytest.approx(0.5)
    assert one + Tally() == one
