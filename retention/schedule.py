"""Retention schedules (bảng thời hạn lưu trữ): the shipped ones, and those of an archive.

A schedule is never edited in place: its instrument, version and days of force identify it.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby

from records.retention import RetentionPeriod
from retention.period import read_period

COLUMNS = (
    "instrument", "version", "valid_from", "valid_to", "code", "group", "text", "period",
    "certainty", "source", "parent", "parent_item", "replaces",
)  # fmt: skip
"""Of a schedule's file; the last three may be missing."""


class Certainty(StrEnum):
    """How an item's wording is known to us."""

    OFFICIAL = "official"
    """Compared with the official text by the archive that imported it."""
    SECONDARY = "secondary"
    """Read in a publication other than the official gazette."""
    PARAPHRASE = "paraphrase"
    """Only its meaning is known."""
    ARCHIVE = "archive"
    """The archive's own list, under the minimum periods of its parent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """One row of a schedule that states a period; ``parent_item`` is the one it stands under."""

    code: str
    group: str
    text: str
    period: RetentionPeriod
    certainty: Certainty
    source: str
    parent_item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One version of one instrument; ``valid_to`` is its last day, ``None`` while in force.

    ``parent`` is the instrument whose periods are the least that this one may have. ``replaces``
    is the version of the same instrument whose place it takes from its first day on.
    """

    instrument: str
    version: str
    valid_from: date
    valid_to: date | None
    items: tuple[ScheduleItem, ...]
    parent: str = ""
    replaces: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether a period may be assigned by this schedule on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def load_schedules() -> tuple[Schedule, ...]:
    """Every schedule shipped in ``retention/data``, the oldest first.

    Raises:
        ValueError: a row's period, certainty or day is not understood.
    """
    sources = files("retention").joinpath("data").iterdir()
    tables = [source.read_text(encoding="utf-8") for source in sources if _is_table(source.name)]
    return in_order(schedule for table in tables for schedule in read_schedules(table))


def in_order(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """The oldest first."""
    return tuple(sorted(schedules, key=lambda one: (one.valid_from, one.instrument, one.version)))


def in_force(schedules: Iterable[Schedule], day: date) -> tuple[Schedule, ...]:
    """Those by which a period may be assigned on ``day``, without those that were replaced."""
    known = [each for each in schedules if each.valid_from <= day]
    replaced = {(each.instrument, each.replaces) for each in known if each.replaces}
    return tuple(
        each
        for each in known
        if each.is_in_force(day) and (each.instrument, each.version) not in replaced
    )


def read_schedules(table: str) -> Iterator[Schedule]:
    """The schedules of a file that ``write_schedule`` wrote, or of one that is shipped.

    Raises:
        ValueError, KeyError: it is none.
    """

    def identity(row: dict[str, str]) -> tuple[str, ...]:
        names = ("instrument", "version", "valid_from", "valid_to", "parent", "replaces")
        return tuple(row.get(name) or "" for name in names)

    rows = csv.DictReader(io.StringIO(table, newline=""))
    for (instrument, version, first, last, parent, replaces), items in groupby(rows, key=identity):
        yield Schedule(
            instrument=instrument,
            version=version,
            valid_from=date.fromisoformat(first),
            valid_to=date.fromisoformat(last) if last else None,
            items=tuple(_item(row) for row in items),
            parent=parent,
            replaces=replaces,
        )


def write_schedule(schedule: Schedule) -> bytes:
    """The schedule as a file in UTF-8; the same schedule gives the same bytes."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    last = schedule.valid_to.isoformat() if schedule.valid_to else ""
    for item in schedule.items:
        table.writerow(
            (
                schedule.instrument, schedule.version, schedule.valid_from.isoformat(), last,
                item.code, item.group, item.text, item.period.wording, item.certainty.value,
                item.source, schedule.parent, item.parent_item, schedule.replaces,
            )
        )  # fmt: skip
    return written.getvalue().encode()


def _is_table(name: str) -> bool:
    return name.endswith(".csv")


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
        parent_item=row.get("parent_item") or "",
    )
