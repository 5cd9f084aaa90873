"""An invented archive of a province: lifelike pages, of which it is known what stands on each.

The same seed gives the same pages. Half of the documents are read with errors: marks lost or
changed, letters taken for others, words glued, as many as three of a hundred syllables.
"""

import random
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from records.access import AccessLevel
from records.dates import PartialDate
from records.hit import IndexedPage
from records.page import Line, Word
from records.place import Box, around
from records.vietnamese import fold, without_marks

SEED = 20261129
DOSSIERS = 90
NOISE = 0.03
WORDS_A_LINE = 11
CONFUSED = {
    "n": "u", "u": "n", "h": "b", "b": "h", "c": "e", "e": "c", "l": "i", "i": "l", "t": "f",
    "o": "0", "m": "rn", "a": "o", "g": "q", "r": "n",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page as it was written: its facts, its sentences, and how it went into the index."""

    page: IndexedPage
    sentences: tuple[str, ...]
    facts: frozenset[str]
    unread: frozenset[str]
    """Folded syllables of its sentences that reading errors left nowhere on the page."""


@dataclass(slots=True, kw_only=True)
class _Document:
    code: str
    dossier: str
    dossier_title: str
    fonds: str
    short: str
    type: str
    number: int
    notation: str
    issued: PartialDate
    title: str
    is_noisy: bool
    pages: list[list[str]] = field(default_factory=list)
    facts: list[set[str]] = field(default_factory=list)


@cache
def vocabulary() -> dict[str, Any]:
    written = (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(written)


@cache
def corpus() -> tuple[Written, ...]:
    """Every page, in the order of dossiers."""
    chance = random.Random(SEED)  # noqa: S311 - the same for everybody
    told = vocabulary()
    codes = list(told["fonds"])
    documents = []
    for number in range(DOSSIERS):
        agency = codes[number % len(codes)]
        documents += _dossier(chance, agency, told["fonds"][agency], number)
    return tuple(page for document in documents for page in _pages(chance, document))


def _dossier(
    chance: random.Random, agency: str, fonds: dict[str, Any], number: int
) -> list[_Document]:
    told = vocabulary()
    matter = told["matter"][chance.choice(fonds["matters"])]
    place = chance.choice(told["communes"])
    year = chance.randint(1994, 2019)
    code = f"{agency}.{year}.{number:03d}"
    about = matter["title"].format(place=place)
    title = f"Hồ sơ {about[0].lower()}{about[1:]} năm {year}"
    documents = []
    for ordinal in range(1, chance.randint(2, 3)):
        kind = chance.choice(list(told["types"]))
        count = number * 7 + ordinal * 3 + 11
        notation = f"{count}/{told['types'][kind]}-{fonds['short']}"
        day = PartialDate(year=year, month=chance.randint(1, 12), day=chance.randint(1, 28))
        document = _Document(
            code=f"{code}.{ordinal:07d}", dossier=code, dossier_title=title, fonds=fonds["name"],
            short=fonds["short"], type=kind, number=count, notation=notation, issued=day,
            title=f"{kind} {matter['title'].format(place=place)}", is_noisy=number % 2 == 1,
        )  # fmt: skip
        _write(chance, document, matter, place)
        documents.append(document)
    return documents


def _write(chance: random.Random, document: _Document, matter: dict[str, Any], place: str) -> None:
    common = vocabulary()["common"]
    date = document.issued
    cited = f"{chance.randint(1200, 1999)}/QĐ-UBND"
    first = [
        f"{document.fonds.upper()} {common['heading'][0]}",
        common["heading"][1],
        f"Số: {document.notation}",
        f"ngày {date.day:02d} tháng {date.month} năm {date.year}",
        document.title.upper() if chance.random() < 0.5 else document.title,
        *chance.sample(common["bases"], 3),
        f"Căn cứ Quyết định số {cited} của Ủy ban nhân dân tỉnh;",
        common["articles"][0],
    ]
    document.pages.append(first)
    facts = {f"number:{document.notation}", f"cited:{cited}", f"issued:{date.iso}"}
    if "{place}" in matter["title"]:
        facts.add(f"place:{place}")
    document.facts.append(facts)
    for _ in range(chance.randint(2, 3)):
        lines, facts = _body(chance, matter, place)
        document.pages.append([*lines, *common["articles"][1:], *common["feet"]])
        document.facts.append(facts)


def _body(chance: random.Random, matter: dict[str, Any], place: str) -> tuple[list[str], set[str]]:
    told = vocabulary()
    filled: dict[str, object] = {
        "person": " ".join(chance.choice(told[name]) for name in ("surnames", "middles", "given")),
        "place": _spelt(chance, place),
        "area": chance.randint(90, 4000),
        "money": f"{chance.randint(3, 900)}.{chance.randint(100, 999)}.000",
        "deed": f"{chance.choice('ABCDEGHK')}{chance.randint(10_000, 99_999)}",
    }
    lines, facts = [], set()
    for sentence in matter["sentences"]:
        lines.append(sentence.format(**filled))
        for name in ("person", "deed"):
            if f"{{{name}}}" in sentence:
                facts.add(f"{name}:{filled[name]}")
        if "{place}" in sentence:
            facts.add(f"place:{place}")
    lines += chance.sample(told["common"]["fillers"], chance.randint(3, 6))
    chance.shuffle(lines)
    return lines, facts


def _spelt(chance: random.Random, name: str) -> str:
    """The place of the tone as some typists had it, and as others."""
    old_to_new = {"òa": "oà", "óa": "oá", "ủy": "uỷ", "úy": "uý", "ụy": "uỵ"}
    if chance.random() < 0.5:
        return name
    for old, new in old_to_new.items():
        name = name.replace(old, new) if chance.random() < 0.5 else name.replace(new, old)
    return name


def _pages(chance: random.Random, document: _Document) -> list[Written]:
    made = []
    for number, (sentences, facts) in enumerate(
        zip(document.pages, document.facts, strict=True), 1
    ):
        words = " ".join(sentences).split()
        read = _misread(chance, words) if document.is_noisy else words
        made.append(
            Written(
                page=_indexed(document, number, read),
                sentences=tuple(sentences),
                facts=frozenset(facts),
                unread=_folds(words) - _folds(read),
            )
        )
    return made


def _folds(words: list[str]) -> frozenset[str]:
    return frozenset(_folded(word) for word in words)


@cache
def _folded(word: str) -> str:
    return fold(word.strip(".,;:"))


def _misread(chance: random.Random, words: list[str]) -> list[str]:
    read: list[str] = []
    for word in words:
        if chance.random() >= NOISE:
            read.append(word)
        elif chance.random() < 0.15 and read:
            read[-1] += word
        elif chance.random() < 0.35:
            read.append(without_marks(word))
        else:
            at = chance.randrange(len(word))
            letter = without_marks(word[at]).lower()
            read.append(word[:at] + CONFUSED.get(letter, letter) + word[at + 1 :])
    return read


def _indexed(document: _Document, number: int, words: list[str]) -> IndexedPage:
    lines = []
    for row, start in enumerate(range(0, len(words), WORDS_A_LINE)):
        printed = tuple(
            Word(text=text, box=Box(60 * at, 30 * row, 60 * at + 50, 30 * row + 20), confidence=0.9)
            for at, text in enumerate(words[start : start + WORDS_A_LINE])
        )
        lines.append(Line(words=printed, box=around(tuple(word.box for word in printed))))
    return IndexedPage(
        package_id=f"urn:{document.dossier}", dossier_code=document.dossier,
        document_code=document.code, page=number, title=document.title,
        document_type=document.type, notation=document.notation, year=document.issued.year,
        fonds=document.fonds, access=AccessLevel.PUBLIC,
        confidence=0.82 if document.is_noisy else 0.95, lines=tuple(lines),
        issued=document.issued, body=document.fonds, dossier_title=document.dossier_title,
    )  # fmt: skip
