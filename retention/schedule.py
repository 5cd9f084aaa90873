"""Retention schedules (bảng thời hạn lưu trữ) from their data files.

A schedule is never edited in place: its instrument, version and days of force identify it.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from itertools import groupby

from records.retention import RetentionPeriod
from retention.period import read_period


class Certainty(StrEnum):
    """How an item's wording is known to us."""

    SECONDARY = "secondary"
    """Read in a publication other than the official gazette."""
    PARAPHRASE = "paraphrase"
    """Only its meaning is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """One row of a schedule that states a period."""

    code: str
    group: str
    text: str
    period: RetentionPeriod
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One version of one instrument; ``valid_to`` is its last day, ``None`` while in force."""

    instrument: str
    version: str
    valid_from: date
    valid_to: date | None
    items: tuple[ScheduleItem, ...]

    def is_in_force(self, day: date) -> bool:
        """Whether a period may be assigned by this schedule on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def load_schedules() -> tuple[Schedule, ...]:
    """Every schedule shipped in ``retention/data``, the oldest first.

    Raises:
        ValueError: a row's period, certainty or day is not understood.
    """
    sources = files("retention").joinpath("data").iterdir()
    tables = [source.read_text(encoding="utf-8") for source in sources if _is_table(source.name)]
    schedules = [schedule for table in tables for schedule in _schedules(table)]
    return tuple(sorted(schedules, key=lambda one: (one.valid_from, one.instrument)))


def _is_table(name: str) -> bool:
    return name.endswith(".csv")


def _schedules(table: str) -> Iterable[Schedule]:
    def identity(row: dict[str, str]) -> tuple[str, ...]:
        return row["instrument"], row["version"], row["valid_from"], row["valid_to"]

    for (instrument, version, first, last), rows in groupby(
        csv.DictReader(table.splitlines()), key=identity
    ):
        yield Schedule(
            instrument=instrument,
            version=version,
            valid_from=date.fromisoformat(first),
            valid_to=date.fromisoformat(last) if last else None,
            items=tuple(_item(row) for row in rows),
        )


def _item(row: dict[str, str]) -> ScheduleItem:
    period = read_period(row["period"])
    if period is None:
        raise ValueError(f"{row['code']}: the period {row['period']!r} is not understood")
    return ScheduleItem(
        code=row["code"],
        group=row["group"],
        text=row["text"],
        period=period,
        certainty=Certainty(row["certainty"]),
        source=row["source"],
    )
