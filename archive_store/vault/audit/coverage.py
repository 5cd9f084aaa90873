"""How long ago each stored package was read, and when the next round will be through.

A package that no audit has read yet counts as read when it was stored: storing reads it back.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine, func, select

from archive_store.vault.audit.runs import AuditRun
from archive_store.vault.database.tables import CATALOGUE, CHECKS, LEDGER
from archive_store.vault.ledger.entries import KEPT

AGES = (7, 30, 90, 365)
"""Upper bounds of the bands of ages, in days."""
DAY_LETTERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOn:
    """Packages that were read last on one day (UTC); ``None`` where nothing tells when."""

    day: date | None
    objects: int
    size_bytes: int
    is_audited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeBand:
    """Packages whose last reading is at most ``days`` old; ``None`` for all older ones."""

    days: int | None
    objects: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an archive allows itself: bytes and minutes a day, and days for one round."""

    day_bytes: int
    day_minutes: int
    cycle_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When every package will have been read again, at the speed of the latest audits.

    ``day_bytes`` is what one day's budget can read; ``None`` for what no audit has shown yet.
    ``overdue`` packages are already older than the cycle; ``overdue_until`` is when the last of
    them will have been read. ``is_met`` says whether a round fits into the cycle and none is late.
    """

    objects: int
    size_bytes: int
    never_audited: int
    bytes_per_second: float | None
    day_bytes: int | None
    round_days: int | None
    round_ends_on: date | None
    cycle_days: int
    overdue: int
    overdue_until: date | None
    is_met: bool | None
    ages: tuple[AgeBand, ...]


def coverage(engine: Engine) -> tuple[ReadOn, ...]:
    """All stored packages by the day of their last reading, oldest first."""
    stored = select(LEDGER.c.object_id).where(KEPT).distinct().subquery()
    package_id = stored.c.object_id
    moment = func.coalesce(CHECKS.c.checked_at, CATALOGUE.c.stored_at, "")
    day = func.substr(moment, 1, DAY_LETTERS).label("day")
    audited = CHECKS.c.package_id.is_not(None).label("audited")
    size = func.coalesce(CHECKS.c.size_bytes, CATALOGUE.c.size_bytes, 0)
    asked = (
        select(day, audited, func.count(), func.sum(size))
        .select_from(stored)
        .outerjoin(CHECKS, CHECKS.c.package_id == package_id)
        .outerjoin(CATALOGUE, CATALOGUE.c.package_id == package_id)
        .group_by(day, audited)
        .order_by(day)
    )
    with engine.connect() as connection:
        rows = connection.execute(asked).all()
    return tuple(
        ReadOn(
            day=date.fromisoformat(written) if written else None,
            objects=objects,
            size_bytes=int(size_bytes),
            is_audited=bool(is_audited),
        )
        for written, is_audited, objects, size_bytes in rows
    )


def measured_speed(runs: Iterable[AuditRun]) -> float | None:
    """Bytes a second of these runs together; ``None`` when they read nothing."""
    told = [(run.size_bytes, run.seconds) for run in runs if run.size_bytes and run.seconds]
    return sum(size for size, _ in told) / sum(seconds for _, seconds in told) if told else None


def forecast(read_on: tuple[ReadOn, ...], speed: float | None, plan: Plan, today: date) -> Forecast:
    """What will be read when, if each day's budget is used to the full."""
    total = sum(each.size_bytes for each in read_on)
    limit = today - timedelta(days=plan.cycle_days)
    late = [each for each in read_on if each.day is None or each.day < limit]
    capacity = None if speed is None else min(plan.day_bytes, int(speed * plan.day_minutes * 60))
    round_days = None if not capacity else math.ceil(total / capacity)
    late_days = None if not capacity else math.ceil(sum(e.size_bytes for e in late) / capacity)
    overdue = sum(each.objects for each in late)
    return Forecast(
        objects=sum(each.objects for each in read_on),
        size_bytes=total,
        never_audited=sum(each.objects for each in read_on if not each.is_audited),
        bytes_per_second=speed,
        day_bytes=capacity,
        round_days=round_days,
        round_ends_on=_after(today, round_days),
        cycle_days=plan.cycle_days,
        overdue=overdue,
        overdue_until=_after(today, late_days) if overdue else None,
        is_met=None if round_days is None else round_days <= plan.cycle_days and not overdue,
        ages=_bands(read_on, today),
    )


def _after(today: date, days: int | None) -> date | None:
    # Beyond the calendar is as good as never.
    if days is None or days > (date.max - today).days:
        return None
    return today + timedelta(days=days)


def _bands(read_on: tuple[ReadOn, ...], today: date) -> tuple[AgeBand, ...]:
    bounds: tuple[int | None, ...] = (*AGES, None)
    found: dict[int | None, list[ReadOn]] = {bound: [] for bound in bounds}
    for each in read_on:
        age = None if each.day is None else (today - each.day).days
        fits = (bound for bound in AGES if age is not None and age <= bound)
        found[next(fits, None)].append(each)
    return tuple(
        AgeBand(
            days=bound,
            objects=sum(each.objects for each in some),
            size_bytes=sum(each.size_bytes for each in some),
        )
        for bound, some in found.items()
    )
