from collections import Counter
from datetime import date

from records.retention import PeriodKind
from retention import load_schedules

SCHEDULES = {schedule.instrument: schedule for schedule in load_schedules()}


def test_the_shipped_schedules_are_complete_as_told() -> None:
    assert {name: len(schedule.items) for name, schedule in SCHEDULES.items()} == {
        "09/2011/TT-BNV": 274, "10/2022/TT-BNV": 10, "01/2025/TT-TTCP": 12, "33/2025/TT-BYT": 8,
    }  # fmt: skip


def test_the_schedule_of_2011_has_the_periods_that_were_counted() -> None:
    periods = [item.period for item in SCHEDULES["09/2011/TT-BNV"].items]
    assert Counter(period.kind for period in periods) == {
        PeriodKind.PERMANENT: 115, PeriodKind.YEARS: 136, PeriodKind.EVENT: 23,
    }  # fmt: skip
    assert Counter(period.years for period in periods if period.years) == {
        5: 25, 10: 55, 15: 3, 20: 46, 50: 1, 70: 6,
    }  # fmt: skip


def test_a_code_names_one_item() -> None:
    codes = [item.code for schedule in SCHEDULES.values() for item in schedule.items]
    assert len(codes) == len(set(codes))


def test_a_schedule_is_in_force_between_its_days() -> None:
    old, new = SCHEDULES["09/2011/TT-BNV"], SCHEDULES["10/2022/TT-BNV"]
    before, after = date(2023, 2, 14), date(2023, 2, 15)
    assert (old.is_in_force(before), old.is_in_force(after)) == (True, False)
    assert (new.is_in_force(before), new.is_in_force(after)) == (False, True)
