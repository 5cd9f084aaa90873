"""Date of issue and its place, from the date line beside or under the letterhead.

A date in the body is never the date of issue, and a missing day is never guessed.
"""

import re
from dataclasses import replace
from datetime import date

from metadata.evidence import HANDWRITING_CEILING, UNCONFIRMED_CEILING, field_of, looks_printed
from metadata.layout import Letterhead, bare
from metadata.marks import has_other_marks
from records.document import Field
from records.page import Word

PRINTED = 0.97
YEARS = (1900, 2100)
NGAY = re.compile(r"nga[yi]")
"""Ngày, also as the engine reads it beside handwriting."""
SPOKEN_DATE = re.compile(
    r"ngay[\s.:_]*(?P<day>\d{1,2})[\s.:_]*thang[\s.:_]*(?P<month>\d{1,2})[\s.:_]*nam"
    r"[\s.:_]*(?P<year>\d{4})(?!\d)"
)
SLASHED_DATE = re.compile(
    r"ngay[\s.:_]*(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?"
    r"(?P<year>\d{4})(?!\d)"
)
"""As typewritten papers have it, behind the place."""
PRINTED_DATE = re.compile(r"ngay (0[1-9]|[12]\d|3[01]) thang (0[12]|[3-9]|1[0-2]) nam \d{4}\W*")
"""As Decree 30/2020/NĐ-CP has it printed: days below 10 and months 1 and 2 with a zero."""


def read_place_and_date(head: Letterhead) -> tuple[Field | None, Field | None]:
    """The place and the full date of issue; either is ``None`` where it cannot be read."""
    if head.date_line is None:
        return None, None
    words = head.date_line.words
    start = next((n for n, word in enumerate(words) if NGAY.search(bare(word.text))), None)
    if start is None:
        return None, None
    return _place(words[: start + 1], head), _date(words[start:], head)


def _calendar(day: str, month: str, year: str) -> date | None:
    if not YEARS[0] <= int(year) < YEARS[1]:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _place(words: tuple[Word, ...], head: Letterhead) -> Field | None:
    joined = " ".join(word.text for word in words)
    at = [found.start() for found in NGAY.finditer(bare(joined))][-1]
    value = re.sub(r"^[\W_]+|[\W_]+$", "", joined[:at])
    if not value or re.search(r"\d", value):
        return None
    spoken = words[:-1] or words
    written_as_name = all(part[:1].isupper() for part in value.split())
    strength = 1.0 if written_as_name else 0.85
    place = field_of(spoken, head.document_page, "place.date-line", strength, value)
    if has_other_marks(spoken):
        return replace(place, confidence=min(place.confidence, UNCONFIRMED_CEILING))
    return place


def _date(words: tuple[Word, ...], head: Letterhead) -> Field | None:
    joined = " ".join(word.text for word in words)
    slashed = SLASHED_DATE.search(bare(joined))
    found = slashed or SPOKEN_DATE.search(bare(joined))
    if found is None:
        return None
    told = _calendar(found["day"], found["month"], found["year"])
    if told is None:
        return None
    figures = tuple(word for word in words if re.search(r"\d", word.text))
    letters = tuple(word for word in words if not re.search(r"\d", word.text))
    printed = PRINTED_DATE.fullmatch(bare(joined)) is not None and looks_printed(figures, letters)
    rule, strength = "date.perhaps-by-hand", HANDWRITING_CEILING
    if printed:
        rule, strength = "date.printed", PRINTED
    elif slashed is not None and looks_printed(figures, letters):
        rule, strength = "date.slashed", UNCONFIRMED_CEILING
    return field_of(words, head.document_page, rule, strength, told.isoformat())
