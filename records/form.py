"""A printed form (biểu mẫu) as a value: what minutes, lists and decisions say, not how they look.

Layout and fonts belong to whoever writes it down (Decree 30/2020/NĐ-CP, Appendix I).
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

BLANK = "…" * 18
"""What a person fills in by hand."""
PADDED_MONTHS = 2
"""Months 1 and 2 are written with a zero, the others without (Decree 30/2020, Appendix I)."""


class Style(StrEnum):
    """How a paragraph is set."""

    BODY = "body"
    """Justified, first line indented."""
    HEADING = "heading"
    """Bold."""
    FIELD = "field"
    """A label with what is to be filled in; not justified."""


class Align(StrEnum):
    """Where a table's cells stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; ``share`` is its part of the width, beside those of the others."""

    title: str
    share: int = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under titles. Every row has a cell for each column.

    Raises:
        ValueError: a row with more or fewer cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row without {len(self.columns)} cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of a form: who issues it, its number, where and when.

    ``parent_body`` is empty where there is none; ``place_and_date`` is written out.
    """

    parent_body: str
    body: str
    number: str
    place_and_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A place to sign: the office in capitals, what to do below it, and the name if it is known."""

    office: str
    note: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form. ``kind`` is the type of document, ``subject`` what it is about.

    ``bases`` are the legal bases, each without the sign at its end; ``recipients`` likewise.
    """

    heading: Heading
    kind: str
    subject: str
    bases: tuple[str, ...]
    blocks: tuple[Paragraph | Table, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()


Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook; its rows may be made while they are written."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def written_day(day: date) -> str:
    """``ngày 05 tháng 01 năm 2020``, ``ngày 12 tháng 3 năm 2020``."""
    month = f"{day.month:02d}" if day.month <= PADDED_MONTHS else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def printable(text: str) -> str:
    """``text`` in normal form, with a blank for each sign that no printed page can hold."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(" " if _is_unprintable(sign) else sign for sign in normal)


def _is_unprintable(sign: str) -> bool:
    # Controls would break the XML of a document; marks of direction make a text read otherwise.
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} and sign != "\n"
