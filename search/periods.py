"""Dates and spans of time as people type them → the days from which to which; pure."""

import re
from datetime import date

from records.dates import PartialDate

Period = tuple[int, int]
"""First and last day, both included, as yyyymmdd."""
EARLIEST, LATEST = 10_101, 99_991_231

_DATE = r"(?:\d{4}|\d{1,2}[/.\-]\d{4}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}(?:-\d{2})?)"
_SPAN = re.compile(
    rf"(?P<first>{_DATE})?\s*(?P<to>\.\.\.?|…|[-–—]|->)\s*(?P<last>{_DATE})?", re.ASCII
)
_ONE = re.compile(_DATE, re.ASCII)
_BETWEEN = re.compile(r"[/.\-]")
_YEAR_DIGITS = 4


def read_period(written: str) -> Period | None:
    """``01/02/2014``, ``2/2014``, ``2010-2015``, ``01/2014..06/2015``, ``..2015``.

    ``None`` for what is no date, or a day that the calendar does not have. A span that was typed
    backwards is turned round.
    """
    trimmed = written.strip()
    if _ONE.fullmatch(trimmed):
        return _days(trimmed)
    span = _SPAN.fullmatch(trimmed)
    if span is None or not (span["first"] or span["last"]):
        return None
    first = _days(span["first"]) if span["first"] else (EARLIEST, EARLIEST)
    last = _days(span["last"]) if span["last"] else (LATEST, LATEST)
    if first is None or last is None:
        return None
    return min(first[0], last[0]), max(first[1], last[1])


def both(one: Period | None, other: Period) -> Period:
    """The days that are in ``one``, if it is asked, and in ``other``; perhaps none."""
    return other if one is None else (max(one[0], other[0]), min(one[1], other[1]))


def is_year(written: str) -> bool:
    """Whether this is a year and nothing else."""
    return len(written) == _YEAR_DIGITS and written.isascii() and written.isdigit()


def _days(written: str) -> Period | None:
    numbers = [int(part) for part in _BETWEEN.split(written)]
    if len(written) >= _YEAR_DIGITS and written[:_YEAR_DIGITS].isdigit():
        numbers.reverse()
    year, month, day = ([None, None, *numbers])[-3:][::-1]
    try:
        dated = PartialDate(year=year or 0, month=month, day=day)
        return _number(dated.first_day), _number(dated.last_day)
    except ValueError:
        return None


def _number(day: date) -> int:
    return int(f"{day:%Y%m%d}")
