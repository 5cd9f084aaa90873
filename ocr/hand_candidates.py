"""Every number and day that could stand on a document, in the ways people write them; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

HIGHEST_SHORT_NUMBER = 999
HIGHEST_NUMBER = 9999
UNPADDED = -2.3
"""Logarithm of one in ten: a figure below 10 has a zero before it (Decree 30/2020/NĐ-CP)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value, one way of writing it, and the logarithm of how usual that way is."""

    value: str
    written: str
    usual: float = 0.0


def numbers(*, is_long: bool) -> tuple[Candidate, ...]:
    """1 to 999, or to 9999 where ``is_long``; a number is what is written, its zero included."""
    highest = HIGHEST_NUMBER if is_long else HIGHEST_SHORT_NUMBER
    padded = (f"{number:02d}" for number in range(1, highest + 1))
    return (
        *(Candidate(value=number, written=number) for number in padded),
        *(Candidate(value=str(n), written=str(n), usual=UNPADDED) for n in range(1, 10)),
    )


def days(years: tuple[int, ...]) -> tuple[Candidate, ...]:
    """Each day of the calendar as ``yyyy-mm-dd``, written between the form's printed words."""
    return tuple(
        Candidate(
            value=day.isoformat(),
            written=f"{spoken_day}thang{spoken_month}nam{year}",
            usual=day_usual + month_usual,
        )
        for year in years
        for day in _calendar(year)
        for spoken_day, day_usual in _ways(day.day)
        for spoken_month, month_usual in _ways(day.month)
    )


def _calendar(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (date.fromordinal(ordinal) for ordinal in range(first, last + 1))


def _ways(figure: int) -> tuple[tuple[str, float], ...]:
    padded = (f"{figure:02d}", 0.0)
    return (padded,) if len(str(figure)) > 1 else (padded, (str(figure), UNPADDED))
