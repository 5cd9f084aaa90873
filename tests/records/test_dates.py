"""Dates whose day or month may be unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dates import PartialDate, read_partial_date

DAYS = st.dates(min_value=date(1000, 1, 1))
DATES = st.one_of(
    DAYS.map(lambda day: PartialDate(year=day.year, month=day.month, day=day.day)),
    DAYS.map(lambda day: PartialDate(year=day.year, month=day.month)),
    DAYS.map(lambda day: PartialDate(year=day.year)),
)


@given(DATES)
def test_both_written_forms_read_back(told: PartialDate) -> None:
    assert read_partial_date(told.vietnamese) == told
    assert read_partial_date(told.iso) == told


@given(DATES)
def test_a_date_lies_between_its_first_and_last_day(told: PartialDate) -> None:
    assert told.first_day <= told.last_day
    assert told.first_day.year == told.last_day.year == told.year


@pytest.mark.parametrize(
    "facts",
    [{"year": 2010, "day": 3}, {"year": 2010, "month": 2, "day": 30}, {"year": 2010, "month": 13}],
)
def test_dates_that_the_calendar_does_not_have_are_refused(facts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(**facts)


def test_the_vietnamese_form_is_day_month_year() -> None:
    assert PartialDate(year=2010, month=5, day=3).vietnamese == "03/05/2010"
    assert PartialDate(year=2010, month=5).vietnamese == "05/2010"
