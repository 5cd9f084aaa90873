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
CLOSE_LINES = 1.8
"""Foot to foot, in heights of a line; a new paragraph stands further off."""
PLAIN, GUESSED = 0.95, 0.8
"""What the rule is worth where the list is plain, and where its end had to be guessed."""


def read_addressee(head: Letterhead) -> Field | None:
    """Who is addressed: the rest of the "Kính gửi" line, or the list of items under it."""
    for place, line in enumerate(head.below):
        found = ADDRESSED.match(bare(line.text))
        if found is None:
            continue
        words = _behind(line, found.end())
        items = [words] if words else []
        strength = PLAIN
        for follower in head.below[place + 1 : place + LIST_LIMIT]:
            if GROUNDS.match(bare(follower.text)):
                break
            if ITEM.match(follower.text) or _is_next(items, follower):
                items.append(_item(follower))
            elif _goes_on(items, follower):
                items[-1] += follower.words
                strength = GUESSED
            else:
                break
        if _is_open(items):
            strength = GUESSED
        return _listed(items, head.document_page, "addressee.kinh-gui", strength)
    return None


def _is_open(items: list[tuple[Word, ...]]) -> bool:
    """Whether the list so far promises another item."""
    return bool(items and items[-1]) and items[-1][-1].text.endswith((";", ","))


def _is_next(items: list[tuple[Word, ...]], line: Line) -> bool:
    """Whether the line is the promised item, behind a dash that was read as another sign."""
    return _is_open(items) and re.match(r"^[^\w(]{1,2}\s", line.text) is not None


def _goes_on(items: list[tuple[Word, ...]], line: Line) -> bool:
    """Whether the line hangs under the last item, close and not further left than its words."""
    if not items or not items[-1]:
        return False
    last = items[-1][-1].box
    height = line.box.height
    hangs = line.box.left > items[-1][0].box.left - height
    return hangs and 0 < line.box.bottom - last.bottom < CLOSE_LINES * height


def read_recipients(pages: tuple[RecognizedPage, ...]) -> Field | None:
    """The items under "Nơi nhận" on the first page that has them, from the left column."""
    for number, page in enumerate(pages, start=1):
        lines = sorted(page.lines, key=lambda line: line.box.top)
        pieces = [piece for line in lines for piece in columns(line, page)]
        left = [piece for piece in pieces if piece.box.left < page.width * 0.45]
        for place, piece in enumerate(left):
            if RECEIVED_BY.match(bare(piece.text)):
                items = _items(left[place + 1 :])
                strength = PLAIN if items and _is_last(items[-1]) else GUESSED
                return _listed(items, number, "recipients.noi-nhan", strength)
    return None


def _items(lines: list[Line]) -> list[tuple[Word, ...]]:
    items: list[tuple[Word, ...]] = []
    for line in lines[:LIST_LIMIT]:
        words = _item(line)
        if ITEM.match(line.text) or not items or not items[-1]:
            items.append(words)
        elif line.box.top - around(tuple(w.box for w in items[-1])).bottom < line.box.height:
            items[-1] += words
        if _is_last(words):
            break
    return items


def _is_last(words: tuple[Word, ...]) -> bool:
    """Whether it is what the office keeps (lưu), which every list ends with."""
    return LAST_ITEM.match(bare(" ".join(word.text for word in words))) is not None


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


def _listed(items: list[tuple[Word, ...]], page: int, rule: str, strength: float) -> Field | None:
    spoken = [
        words for words in items if words and re.search(r"\w\w", "".join(w.text for w in words))
    ]
    if not spoken:
        return None
    value = "; ".join(" ".join(word.text for word in words).rstrip(" ;:") for words in spoken)
    return field_of(tuple(word for words in spoken for word in words), page, rule, strength, value)
