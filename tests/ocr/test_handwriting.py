"""Handwritten numbers and days: finding the lines, weighing figures, proposing."""

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.ctc import Frames, greedy, likelihoods
from ocr.hand_figures import SYMBOLS, Folding, weigh_day, weigh_number
from ocr.hand_lines import head_lines, name_lines
from ocr.hand_reading import CEILING, propose
from ocr.handwriting import cut_wide, read_line
from ocr.handwriting_model import identify_handwriting
from records.page import HIGHEST_PROPOSAL, Line, Proposal, Word
from records.place import Box, around

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def frames_of(text: str) -> Frames:
    """Sure frames of ``text`` with a blank after each."""
    rows = []
    for letter in text:
        row = np.full(len(SYMBOLS), 1e-6)
        row[SYMBOLS.index(letter)] = 1.0
        rows += [row, np.eye(len(SYMBOLS))[0] + 1e-6]
    return np.asarray(np.log(np.array(rows)), dtype=np.float32)


def line(left: int, top: int, *texts: str, gap: int = 10) -> Line:
    words = []
    for text in texts:
        box = Box(left, top, left + 20 * len(text), top + 40)
        words.append(Word(text=text, box=box, confidence=0.5))
        left = box.right + gap
    return Line(words=tuple(words), box=around(tuple(word.box for word in words)))


def test_greedy_joins_equal_frames_and_keeps_doubled_letters_apart() -> None:
    frames = np.log(np.array([[0.1, 0.9], [0.2, 0.8], [0.9, 0.1], [0.3, 0.7]], dtype=np.float32))
    assert [(glyph.start, glyph.end) for glyph in greedy(frames)] == [(0, 2), (3, 4)]


def test_a_text_is_as_likely_as_all_its_ways_on_the_frames() -> None:
    frames = np.log(np.array([[0.4, 0.6], [0.5, 0.5]], dtype=np.float32))
    (told,) = likelihoods(frames, ((1,),))
    assert math.exp(told) == pytest.approx(0.6 * 0.5 + 0.6 * 0.5 + 0.4 * 0.5)


def test_a_number_is_weighed_between_label_and_notation() -> None:
    weighed = weigh_number((frames_of("so46/qdcc"),))
    assert weighed is not None
    assert (weighed.text, weighed.chance > 0.9) == ("46", True)


def test_a_number_of_four_figures_is_weighed_too() -> None:
    weighed = weigh_number((frames_of("so1234/ubnd"),))
    assert weighed is not None
    assert weighed.text == "1234"


def test_a_line_without_label_gives_no_number() -> None:
    assert weigh_number((frames_of("46/qdcc"),)) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("vithanhngay05thang03nam2010", "2010-03-05"),
        ("ngay20thang1nam2010", "2010-01-20"),
        ("ngay29thang02nam2012", "2012-02-29"),
    ],
)
def test_a_day_is_weighed_between_the_printed_words(written: str, day: str) -> None:
    weighed = weigh_day((frames_of(written),), printed="")
    assert weighed is not None
    assert weighed.text == day


def test_only_days_of_the_calendar_can_win() -> None:
    weighed = weigh_day((frames_of("ngay30thang02nam2010"),), printed="")
    assert weighed is not None
    assert weighed.text != "2010-02-30"


def test_a_year_that_nobody_read_is_not_guessed() -> None:
    assert weigh_day((frames_of("ngay05thang03nam"),), printed="ngày tháng năm") is None


def test_a_hurried_zero_may_be_taken_for_a_letter() -> None:
    characters = ("", *"0Co8&5")
    folded = Folding(characters).fold(np.log(np.full((1, 7), 1 / 7, dtype=np.float32)))
    chances = dict(zip(SYMBOLS, np.exp(folded[0]).tolist(), strict=True))
    assert chances["0"] == pytest.approx((1 + 0.3 + 0.3) / 7, abs=1e-4)
    assert chances["8"] == pytest.approx((1 + 0.3) / 7, abs=1e-4)


def test_number_and_date_line_are_found_even_in_one_row() -> None:
    row = line(200, 300, "Số:", "4€", "/KH-ATTP")
    date = line(1200, 300, "Vị", "Thanh,", "ngày", "ƒ$", "tháng", "Ø", "năm", "2010")
    joined = Line(words=row.words + date.words, box=around((row.box, date.box)))
    number, day = head_lines((joined,), 2480, 3508)
    assert (number.field, number.printed) == ("number", "Số: 4€ /KH-ATTP")
    assert (day.field, day.printed) == ("issued_date", "ngày ƒ$ tháng Ø năm 2010")


def test_a_number_cited_in_the_body_is_no_number_line() -> None:
    body = line(200, 2500, "Số:", "15", "/QĐ-UBND")
    sentence = line(200, 900, "Số", "lượng", "người", "dự")
    assert head_lines((sentence, body), 2480, 3508) == ()


def test_the_name_is_looked_for_under_the_office_at_the_right() -> None:
    lines = (
        line(300, 2500, "Nơi", "nhận:"),
        line(1500, 2500, "GIÁM", "ĐỐC"),
        line(1500, 2900, "Nguyễn", "Văn", "An"),
    )
    assert [found.printed for found in name_lines(lines, 2480, 3508)] == ["Nguyễn Văn An"]


def test_a_crop_stays_on_the_page() -> None:
    (number,) = head_lines((line(5, 8, "Số:", "12", "/KH-ATTP"),), 2480, 3508)
    assert number.crop(0.5, 2480, 3508) == Box(0, 0, 297, 68)


def test_a_wide_line_is_cut_between_words() -> None:
    pixels = np.full((10, 600), 255, dtype=np.uint8)
    pixels[4:6, 10:280] = 0
    pixels[4:6, 330:590] = 0
    assert [piece.shape[1] for piece in cut_wide(pixels)] == [305, 295]
    assert sum(piece.shape[1] for piece in cut_wide(np.zeros((2, 500), dtype=np.uint8))) == 500


def test_a_proposal_is_never_sure() -> None:
    box = Box(0, 0, 1, 1)
    with pytest.raises(ValueError, match="confidence"):
        Proposal(field="number", value="1", confidence=0.61, box=box, rule="handwriting")
    assert CEILING < HIGHEST_PROPOSAL


def test_an_empty_page_has_no_proposals() -> None:
    assert propose(np.full((100, 100), 255, dtype=np.uint8), ()) == ()


@pytest.mark.engine
@pytest.mark.skipif(identify_handwriting() is None, reason="the model is not installed")
def test_the_model_reads_a_line_and_a_page() -> None:
    image = Image.new("RGB", (2480, 3508), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 40)
    number = line(200, 300, "Số:", "46", "/KH-ATTP")
    draw.text((200, 300), "Số: 46 /KH-ATTP", "black", font)
    pixels = np.asarray(image)
    text, chances = read_line(pixels[290:350, 190:560])
    assert text.startswith("Số: 46")
    assert len(chances) == len(text)
    (proposal,) = propose(pixels, (number,))
    assert (proposal.field, proposal.value, proposal.rule) == ("number", "46", "handwriting")
    assert proposal.confidence <= CEILING
