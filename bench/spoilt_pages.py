"""Pages of a document spoilt by chance: what a recogniser may hand over, and never should."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from metadata.notation import NUMBER
from records.digest import Sha256
from records.document import Description
from records.page import Line, RecognizedPage, Seal, Word
from records.place import Box, around

Pages = tuple[RecognizedPage, ...]
GARBAGE = (
    "", " ", "\u0000", "\ufffd", "\u202e", "\U0001f4dc", "Số:", "ngày", "/", "-", "://",
    "31/02/2010", "ngày 45 tháng 13 năm 9999", "a" * 500, "ẠẠẠ", "TM.", "KT.", "V/v",
    "Kính gửi:", "Nơi nhận:", "\u0301\u0301", "０１２", "٣", "²", "MẬT", "合同", "контракт",
)  # fmt: skip
SIZES = (0, 1, 40, 2**31, 2**62)
MANY_PAGES = 200


def spoilt(pages: Pages, chance: random.Random) -> Pages:
    """``pages`` with some of the spoilings below, in any order, often the same one twice."""
    for _ in range(chance.randint(1, 6)):
        pages = chance.choice(SPOILINGS)(pages, chance)
    return pages


def impossible(read: Description) -> list[str]:
    """The sure fields that cannot be: no date, no number of the grammar, nothing at all."""
    found = [name for name, field in read.known() if not field.value.strip()]
    number, issued = read.number, read.issued_date
    if number and number.confidence >= 0.9 and not re.fullmatch(NUMBER, number.value):
        found.append("number")
    if issued and issued.confidence >= 0.9:
        told = date.fromisoformat(issued.value)
        found += [] if 1900 <= told.year < 2100 else ["issued_date"]
    return found + [n for n, f in read.known() if not 0 <= f.confidence <= 1]


def _each_word(pages: Pages, change: Callable[[Word], tuple[Word, ...]]) -> Pages:
    return tuple(
        replace(page, lines=tuple(_line(line, change) for line in page.lines)) for page in pages
    )


def _line(line: Line, change: Callable[[Word], tuple[Word, ...]]) -> Line:
    words = tuple(new for word in line.words for new in change(word))
    return replace(line, words=words) if words else line


def _drop(pages: Pages, chance: random.Random) -> Pages:
    return _each_word(pages, lambda word: () if chance.random() < 0.2 else (word,))


def _double(pages: Pages, chance: random.Random) -> Pages:
    return _each_word(pages, lambda word: (word, word) if chance.random() < 0.2 else (word,))


def _garble(pages: Pages, chance: random.Random) -> Pages:
    def change(word: Word) -> tuple[Word, ...]:
        if chance.random() > 0.15:
            return (word,)
        text = chance.choice((chance.choice(GARBAGE), word.text + chance.choice(GARBAGE)))
        return (replace(word, text=text, confidence=chance.choice((0.0, 0.5, 0.97, 1.0))),)

    return _each_word(pages, change)


def _swap(pages: Pages, chance: random.Random) -> Pages:
    texts = [word.text for page in pages for line in page.lines for word in line.words]
    if not texts:
        return pages
    return _each_word(
        pages,
        lambda word: (
            (replace(word, text=chance.choice(texts)),) if chance.random() < 0.1 else (word,)
        ),
    )


def _resize(pages: Pages, chance: random.Random) -> Pages:
    def change(word: Word) -> tuple[Word, ...]:
        if chance.random() > 0.1:
            return (word,)
        left, top = chance.choice(SIZES), chance.choice(SIZES)
        box = Box(left, top, left + chance.choice(SIZES), top + chance.choice(SIZES))
        return (replace(word, box=box),)

    moved = _each_word(pages, change)
    return tuple(replace(page, lines=tuple(_boxed(line) for line in page.lines)) for page in moved)


def _boxed(line: Line) -> Line:
    return replace(line, box=around(tuple(word.box for word in line.words)))


def _shuffle(pages: Pages, chance: random.Random) -> Pages:
    return tuple(
        replace(page, lines=tuple(chance.sample(page.lines, len(page.lines)))) for page in pages
    )


def _frame(pages: Pages, chance: random.Random) -> Pages:
    return tuple(
        replace(
            page,
            width=chance.choice((1, page.width, 2**31)),
            height=chance.choice((1, page.height, 2**31)),
            seals=(Seal(box=Box(0, 0, chance.choice((0, 400)), 400), words=()),),
        )
        for page in pages
    )


def _many(pages: Pages, chance: random.Random) -> Pages:
    if len(pages) * 2 > MANY_PAGES or chance.random() > 0.1:
        return pages[::-1]
    return tuple(
        replace(pages[n % len(pages)], number=n + 1, is_blank=chance.random() < 0.3)
        for n in range(MANY_PAGES)
    )


SPOILINGS = (_drop, _double, _garble, _swap, _resize, _shuffle, _frame, _many)


LETTERHEAD = (
    (430, 230, "UBND TỈNH AN BÌNH"), (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (430, 300, "SỞ NỘI VỤ"), (1500, 300, "Độc lập - Tự do - Hạnh phúc"),
    (400, 420, "Số: 15/QĐ-SNV"), (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
)  # fmt: skip
DOCUMENTS = (
    (*LETTERHEAD, (1080, 620, "QUYẾT ĐỊNH"), (760, 700, "Về việc ban hành Quy chế văn thư"),
     (500, 1040, "Căn cứ Quyết định số 99/QĐ-UBND ngày 01 tháng 3 năm 2017;"),
     (350, 1700, "Nơi nhận:"), (350, 1770, "- Lưu: VT."), (1500, 1700, "KT. GIÁM ĐỐC"),
     (1500, 1770, "PHÓ GIÁM ĐỐC"), (1500, 2100, "Nguyễn Văn An")),
    (*LETTERHEAD[:4], (400, 420, "Số: 7/SNV-VTLT"), (380, 480, "V/v nộp hồ sơ"),
     (420, 20, "CÔNG VĂN ĐẾN"), (420, 80, "Số: 1671"), (420, 140, "Ngày: 12/5/2018"),
     (700, 700, "Kính gửi: Ủy ban nhân dân các huyện."), (1500, 1700, "GIÁM ĐỐC")),
    ((1000, 400, "HỢP ĐỒNG"), (500, 600, "Hôm nay, ngày 3 tháng 2 năm 2011, chúng tôi gồm:"),
     (300, 1700, "ĐẠI DIỆN BÊN A"), (1500, 1700, "ĐẠI DIỆN BÊN B")),
    ((500, 400, "TO WHOM IT MAY CONCERN"), (500, 600, "Date: 5/11/2010  No: 12/A")),
    (),
)  # fmt: skip
WIDTH, HEIGHT, LETTER, ROW = 2480, 3508, 22, 40


def clean_documents() -> tuple[Pages, ...]:
    """Small documents to spoil: decision, letter, contract, foreign text, a page of nothing."""
    return tuple((page_of_rows(*rows),) for rows in DOCUMENTS)


def page_of_rows(*rows: tuple[int, int, str]) -> RecognizedPage:
    """A page with the rows, each given by left, top and text."""
    return RecognizedPage(
        number=1, file_sha256=Sha256("a" * 64), width=WIDTH, height=HEIGHT, dpi=300,
        rotation_degrees=0, skew_degrees=0.0, confidence=0.9, is_blank=not rows, treatments=(),
        lines=tuple(_set(*row) for row in rows), engine="none", image=Path("page.png"),
        alto=Path("page.xml"),
    )  # fmt: skip


def _set(left: int, top: int, written: str) -> Line:
    words = []
    for text in written.split():
        box = Box(left, top, left + LETTER * len(text), top + ROW)
        words.append(Word(text=text, box=box, confidence=0.96))
        left = box.right + LETTER // 2
    return Line(words=tuple(words), box=around(tuple(word.box for word in words)))
