"""Addressee (Kính gửi) and recipients (Nơi nhận): the two lists of names a document carries."""

import re

from metadata.evidence import field_of
from metadata.layout import Letterhead, bare, columns
from records.document import Field
from records.page import Line, RecognizedPage, Word
from records.place import around

ADDRESSED = re.compile(r"^\W*kinh (gui|goi)\W*")
RECEIVED_BY = re.compile(r"^\W*noi nh[a-z]*n\b")
ITEM = re.compile(r"^\W*[-–—•+*]\s*")
LAST_ITEM = re.compile(r"^\W*luu\b")
GROUNDS = re.compile(r"^\W*(can cu|thuc hien|xet|theo|hom nay)\b")
LIST_LIMIT = 14


def read_addressee(head: Letterhead) -> Field | None:
    """Who is addressed: the rest of the "Kính gửi" line, or the list of items under it."""
    for place, line in enumerate(head.below):
        found = ADDRESSED.match(bare(line.text))
        if found is None:
            continue
        words = _behind(line, found.end())
        items = [words] if words else []
        for follower in head.below[place + 1 : place + LIST_LIMIT]:
            if not ITEM.match(follower.text) or GROUNDS.match(bare(follower.text)):
                break
            items.append(_item(follower))
        return _listed(items, head.document_page, "addressee.kinh-gui")
    return None


def read_recipients(pages: tuple[RecognizedPage, ...]) -> Field | None:
    """The items under "Nơi nhận" on the first page that has them, from the left column."""
    for number, page in enumerate(pages, start=1):
        lines = sorted(page.lines, key=lambda line: line.box.top)
        pieces = [piece for line in lines for piece in columns(line, page)]
        left = [piece for piece in pieces if piece.box.left < page.width * 0.45]
        for place, piece in enumerate(left):
            if RECEIVED_BY.match(bare(piece.text)):
                return _listed(_items(left[place + 1 :]), number, "recipients.noi-nhan")
    return None


def _items(lines: list[Line]) -> list[tuple[Word, ...]]:
    items: list[tuple[Word, ...]] = []
    for line in lines[:LIST_LIMIT]:
        words = _item(line)
        if ITEM.match(line.text) or not items:
            items.append(words)
        elif line.box.top - around(tuple(w.box for w in items[-1])).bottom < line.box.height:
            items[-1] += words
        if words and LAST_ITEM.match(bare(" ".join(word.text for word in words))):
            break
    return items


def _item(line: Line) -> tuple[Word, ...]:
    words = line.words
    while words and not re.search(r"\w", words[0].text):
        words = words[1:]
    if words and ITEM.match(words[0].text):
        first = words[0]
        text = ITEM.sub("", first.text)
        words = (Word(text=text, box=first.box, confidence=first.confidence), *words[1:])
    return words


def _behind(line: Line, letters: int) -> tuple[Word, ...]:
    read = 0
    for place, word in enumerate(line.words):
        if read >= letters:
            return line.words[place:]
        read += len(word.text) + 1
    return ()


def _listed(items: list[tuple[Word, ...]], page: int, rule: str) -> Field | None:
    spoken = [
        words for words in items if words and re.search(r"\w\w", "".join(w.text for w in words))
    ]
    if not spoken:
        return None
    value = "; ".join(" ".join(word.text for word in words).rstrip(" ;:") for words in spoken)
    return field_of(tuple(word for words in spoken for word in words), page, rule, 0.95, value)
