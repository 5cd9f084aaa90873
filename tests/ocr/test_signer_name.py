"""The signer's name is read again where seal and pen hide it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.names import name_in
from ocr.pixels import Picture
from ocr.print_reading import read_print
from ocr.signer_name import with_signer
from ocr.signing_office import lines_under, signing_office
from records.page import Line, Word
from records.place import Box, around

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
DPI = 200
WIDTH = 1654
Read = Callable[[Image.Image], tuple[tuple[str, ...], tuple[str, ...]]]


def _line(*texts: str, left: int = 900, top: int = 100, sure: float = 0.9, gap: int = 20) -> Line:
    words = []
    for text in texts:
        box = Box(left, top, left + 22 * len(text), top + 30)
        words.append(Word(text=text, box=box, confidence=sure))
        left = box.right + gap
    return Line(words=tuple(words), box=around(tuple(word.box for word in words)))


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (("Nguyễn", "Văn", "Mẫu"), "Nguyễn Văn Mẫu"),
        (("_Nguyễn", "Văn", "Mẫu,"), "Nguyễn Văn Mẫu"),
        (("Ý", "Nguyễn", "Văn"), "Ý Nguyễn Văn"),
        (("t", "Nguyễn", "Văn", "Mẫu"), "Nguyễn Văn Mẫu"),
        (("ThS.", "Lê", "Mẫu"), "Lê Mẫu"),
        (("xw", "Hoàng", "Mẫu"), ""),
        (("s", "Hoàng", "Mẫu"), ""),
        (("Mẫu",), ""),
        (("Nguyễn", "văn"), ""),
        (("NGUYỄN", "VĂN"), ""),
        (("Xqz", "Wqk"), ""),
        (("Trần", "Thị", "Mẫu", "Ví", "Dụ", "Hòa"), ""),
        (("—", "="), ""),
    ],
)
def test_a_name_is_told_by_its_form(texts: tuple[str, ...], name: str) -> None:
    assert " ".join(word.text for word in name_in(_line(*texts))) == name


def test_a_name_that_the_engine_doubts_is_none() -> None:
    assert name_in(_line("Nguyễn", "Văn", "Mẫu", sure=0.7)) == ()


def test_the_office_is_the_lowest_at_the_right() -> None:
    body = _line("GIÁM", "ĐỐC", left=300)
    lines = (_line("KT.", "GIÁM", "ĐỐC"), _line("PHÓ", "GIÁM", "ĐỐC", top=150), body)
    assert signing_office(lines, WIDTH) == lines[1]
    assert signing_office((body, _line("Giám", "đốc")), WIDTH) is None


def test_the_office_may_stand_in_one_line_with_the_recipients() -> None:
    recipients, office = _line("Nơi", "nhận:", left=200), _line("GIÁM", "ĐỐC")
    joined = Line(
        words=(*recipients.words, *office.words), box=around((recipients.box, office.box))
    )
    assert signing_office((joined,), WIDTH) == office
    close = _line("CỦA", "ÔNG", "BÀ", "VÀ", "CÁC", "GIÁM", "ĐỐC", left=500)
    assert signing_office((close,), WIDTH) is None


def test_what_stands_under_the_office_comes_from_above() -> None:
    office = _line("GIÁM", "ĐỐC")
    lower, upper, left = _line("b", top=400), _line("a", top=300), _line("c", left=100, top=300)
    assert lines_under(office, (lower, left, upper, office), WIDTH, 2339) == (upper, lower)


def _signed(name: str, seal: int) -> Image.Image:
    """The foot of a grey copy: an office, a name, and a paler seal that joins its letters."""
    image = Image.new("L", (WIDTH, 1200), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, round(13 / 72 * DPI))
    for row in range(3):
        draw.text((200, 60 + 60 * row), "Quyết định này có hiệu lực từ ngày ký", 20, font)
    draw.text((1150, 330), "GIÁM ĐỐC", 20, font, anchor="mm")
    for share in (1.0, 0.93, 0.86, 0.79, 0.72):
        radius = share * 140
        draw.ellipse((1000 - radius, 560 - radius, 1000 + radius, 560 + radius), None, seal, 8)
    draw.text((1150, 660), name, 20, font, anchor="mm")
    return image


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_page(image: Image.Image) -> tuple[tuple[str, ...], tuple[str, ...]]:
        picture = Picture(pixels=np.asarray(image), dpi=DPI, bitonal=False)
        found = read_print(picture, "vie", tmp_path)
        return tuple(line.text for line in found.lines), found.treatments

    return read_page


@pytest.mark.engine
def test_a_name_under_a_copied_seal_is_found_by_the_second_look(read: Read) -> None:
    texts, treatments = read(_signed("Nguyễn Văn Mẫu", 130))
    assert texts[3] == "GIÁM ĐỐC"
    assert "Nguyễn Văn Mẫu" in texts[4:]
    assert treatments == ("signer-read-again",)


@pytest.mark.engine
def test_a_name_that_was_read_needs_no_second_look(read: Read) -> None:
    texts, treatments = read(_signed("Nguyễn Văn Mẫu", 255))
    assert texts[-1] == "Nguyễn Văn Mẫu"
    assert treatments == ()


@pytest.mark.engine
def test_where_there_is_no_name_nothing_is_put_in(tmp_path: Path) -> None:
    picture = Picture(pixels=np.asarray(_signed("", 130)), dpi=DPI, bitonal=False)
    lines = (_line("GIÁM", "ĐỐC", left=1070, top=315),)
    assert with_signer(lines, picture, "vie", tmp_path) == lines


def test_an_office_at_the_very_foot_has_no_room_for_a_name(tmp_path: Path) -> None:
    picture = Picture(pixels=np.full((200, WIDTH), 255, np.uint8), dpi=DPI, bitonal=False)
    lines = (_line("GIÁM", "ĐỐC", top=165),)
    assert with_signer(lines, picture, "vie", tmp_path) == lines
