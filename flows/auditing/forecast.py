"""When every package of the archive will have been read again, and what to do if that is late."""

from datetime import datetime

from archive_store.vault.audit.coverage import Forecast, Plan, coverage, forecast, measured_speed
from archive_store.vault.audit.runs import list_runs
from flows.archive import Archive
from records.problem import Problem, problem

LATEST_RUNS = 10
"""So many runs tell how fast this machine reads now."""


def forecast_archive(archive: Archive, now: datetime) -> Forecast:
    """The forecast for this archive, from its settings and its latest audits. Reads no package."""
    settings = archive.settings.audit
    plan = Plan(
        day_bytes=settings.day_bytes,
        day_minutes=settings.day_minutes,
        cycle_days=settings.cycle_days,
    )
    speed = measured_speed(list_runs(archive.engine, LATEST_RUNS))
    return forecast(coverage(archive.engine), speed, plan, now.date())


def warnings_of(told: Forecast) -> tuple[Problem, ...]:
    """What a person should know of a forecast; nothing when the cycle will be met."""
    found = []
    if told.round_days is not None and told.round_days > told.cycle_days:
        facts = {"days": told.round_days, "cycle": told.cycle_days}
        found.append(problem("F110", "audit", **facts))
    if told.overdue:
        found.append(problem("F111", "audit", count=told.overdue, cycle=told.cycle_days))
    return tuple(found)
