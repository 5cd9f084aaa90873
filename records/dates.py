"""Dates as old papers have them: a year, perhaps a month, perhaps a day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

MONTHS = 12
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""The zone in which a day begins for the law and for people."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PartialDate:
    """A date whose day, or month and day, may be unknown (``None``).

    Raises:
        ValueError: a day without a month, or a day that the calendar does not have.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None:
            if self.day is not None:
                raise ValueError(f"day {self.day} without a month")
            return
        date(self.year, self.month, self.day or 1)

    @property
    def vietnamese(self) -> str:
        """``dd/MM/yyyy``, ``MM/yyyy`` or ``yyyy`` (Circular 05/2025/TT-BNV allows all three)."""
        parts = (self.day, self.month)
        return "".join(f"{part:02d}/" for part in parts if part) + f"{self.year:04d}"

    @property
    def iso(self) -> str:
        """``yyyy-mm-dd``, ``yyyy-mm`` or ``yyyy``."""
        parts = (self.month, self.day)
        return f"{self.year:04d}" + "".join(f"-{part:02d}" for part in parts if part)

    @property
    def first_day(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this date can mean."""
        month = self.month or MONTHS
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def read_partial_date(written: str) -> PartialDate:
    """Read back what ``vietnamese`` or ``iso`` wrote.

    Raises:
        ValueError: neither form.
    """
    parts = written.split("/")[::-1] if "/" in written else written.split("-")
    numbers = [int(part) for part in parts]
    year, month, day = (*numbers, None, None)[:3]
    if year is None:
        raise ValueError(f"no year in {written!r}")
    return PartialDate(year=year, month=month, day=day)
