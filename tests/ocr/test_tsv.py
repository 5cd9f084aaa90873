"""The engine's table becomes lines."""

import unicodedata

from ocr.tsv import lines_of, mean_confidence, placed
from records.page import Line, Word
from records.place import Box

HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def _row(block: int, line: int, word: int, left: int, confidence: str, text: str) -> str:
    return f"5\t1\t{block}\t1\t{line}\t{word}\t{left}\t20\t50\t30\t{confidence}\t{text}"


def test_words_become_lines_in_nfc_with_boxes_inside_the_page() -> None:
    decomposed = unicodedata.normalize("NFD", "Quyết")
    table = "\n".join(
        [
            HEADER,
            "4\t1\t1\t1\t1\t0\t10\t20\t110\t30\t-1\t",
            _row(1, 1, 1, 10, "96.5", decomposed),
            _row(1, 1, 2, 70, "50", "ðịnh"),
            _row(1, 2, 1, 10, "90", " "),
            _row(2, 1, 1, 80, "-1", '"Số\x01'),
        ]
    )
    assert lines_of(table, 100, 45) == (
        Line(
            words=(
                Word(text="Quyết", box=Box(10, 20, 60, 45), confidence=0.965),
                Word(text="định", box=Box(70, 20, 100, 45), confidence=0.5),
            ),
            box=Box(10, 20, 100, 45),
            block=1,
        ),
        Line(
            words=(Word(text='"Số', box=Box(80, 20, 100, 45), confidence=0.0),),
            box=Box(80, 20, 100, 45),
            block=2,
        ),
    )


def test_long_words_weigh_more_in_the_mean_confidence() -> None:
    table = "\n".join([HEADER, _row(1, 1, 1, 10, "100", "abc"), _row(1, 1, 2, 70, "0", "d")])
    assert mean_confidence(lines_of(table, 200, 200)) == 0.75


def test_no_words_mean_no_confidence() -> None:
    assert mean_confidence(lines_of(HEADER, 200, 200)) == 0.0


def test_lines_of_a_part_stand_where_the_part_stands() -> None:
    word = Word(text="a", box=Box(8, 4, 16, 12), confidence=0.5)
    line = Line(words=(word,), box=Box(8, 4, 24, 12), block=2)
    (found,) = placed((line,), 1.25, 100, 200)
    assert found.box == Box(110, 205, 130, 215)
    assert found.words[0].box == Box(110, 205, 120, 215)
    assert (found.text, found.block) == ("a", 2)
