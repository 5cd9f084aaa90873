"""The forecast, from figures alone."""

from datetime import date, timedelta

from archive_store.vault.audit.coverage import AgeBand, Plan, ReadOn, forecast

DATABASES = ("sqlite",)

TODAY = date(2026, 11, 28)
PLAN = Plan(day_bytes=1000, day_minutes=1, cycle_days=90)


def read(days: int | None, objects: int, size_bytes: int) -> ReadOn:
    day = None if days is None else TODAY - timedelta(days=days)
    return ReadOn(day=day, objects=objects, size_bytes=size_bytes, is_audited=days != 0)


def test_a_round_takes_as_long_as_budget_and_speed_allow() -> None:
    store = (read(80, 10, 5000), read(0, 5, 4001))
    by_bytes, by_minutes = (forecast(store, speed, PLAN, TODAY) for speed in (900.0, 10.0))
    assert (by_bytes.day_bytes, by_bytes.round_days) == (1000, 10)
    assert (by_minutes.day_bytes, by_minutes.round_days) == (600, 16)
    assert by_bytes.round_ends_on == date(2026, 12, 8)
    assert (by_bytes.never_audited, by_bytes.overdue, by_bytes.is_met) == (5, 0, True)


def test_a_cycle_that_is_too_short_or_late_is_not_met() -> None:
    too_much = forecast((read(1, 100, 91_000),), 900.0, PLAN, TODAY)
    assert (too_much.round_days, too_much.is_met) == (91, False)
    late = forecast((read(91, 2, 1500), read(None, 1, 600), read(90, 3, 10)), 900.0, PLAN, TODAY)
    assert (late.overdue, late.overdue_until) == (3, TODAY + timedelta(days=3))
    assert (late.round_days, late.is_met) == (3, False)


def test_without_any_audit_nothing_is_promised() -> None:
    told = forecast((read(1, 100, 91_000),), None, PLAN, TODAY)
    assert (told.round_days, told.round_ends_on, told.is_met) == (None, None, None)
    endless = forecast((read(1, 1, 10**18),), 0.001, PLAN, TODAY)
    assert (endless.round_ends_on, endless.is_met) == (None, None)


def test_ages_fall_into_the_first_band_that_holds_them() -> None:
    store = tuple(read(days, 1, 10) for days in (0, 7, 8, 90, 365, 366, None))
    assert forecast(store, None, PLAN, TODAY).ages == (
        AgeBand(days=7, objects=2, size_bytes=20),
        AgeBand(days=30, objects=1, size_bytes=10),
        AgeBand(days=90, objects=1, size_bytes=10),
        AgeBand(days=365, objects=1, size_bytes=10),
        AgeBand(days=None, objects=2, size_bytes=20),
    )
