"""The cases in ``cases/``: law, dates, the decision and the reason; and what always holds."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dates import PartialDate, read_partial_date
from records.messages import text
from records.retention import (
    DueAction,
    PeriodKind,
    RetentionDecision,
    RetentionPeriod,
    RetentionRule,
)
from retention import RetentionOptions, StartReading, assign, decide

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_is_decided_as_it_states(case: Path) -> None:
    stated = tomllib.loads(case.read_text(encoding="utf-8"))
    dossier, expected = stated["dossier"], stated["expected"]
    rule, _ = assign(dossier["title"], dossier.get("declared"), (), stated["today"])
    end = read_partial_date(dossier["end"]) if "end" in dossier else None
    options = RetentionOptions(start_reading=StartReading(stated.get("reading", "year-after")))
    holds = tuple(dossier.get("holds", ()))
    assert decide(dossier["code"], rule, end, holds, stated["today"], options) == RetentionDecision(
        dossier_code=dossier["code"],
        action=DueAction(expected["action"]) if "action" in expected else None,
        due_on=expected.get("due_on"),
        reason=" ".join(text(key, **stated.get("facts", {})) for key in expected["reason"]),
        rule=rule,
        blocked_by=holds,
    )


def test_there_are_cases() -> None:
    assert len(CASES) >= 10


PERIODS = st.one_of(
    st.integers(1, 70).map(
        lambda years: RetentionPeriod(kind=PeriodKind.YEARS, wording=f"{years} năm", years=years)
    ),
    st.sampled_from(
        [
            RetentionPeriod(kind=PeriodKind.PERMANENT, wording="Vĩnh viễn"),
            RetentionPeriod(kind=PeriodKind.EVENT, wording="Đến khi văn bản hết hiệu lực"),
        ]
    ),
)
RULES = st.none() | st.builds(
    RetentionRule,
    instrument=st.just("09/2011/TT-BNV"),
    version=st.just("1"),
    item=st.sampled_from(["TT09-001a", "?TT09-001a"]),
    text=st.just("…"),
    period=PERIODS,
    reason=st.just("…"),
)
ENDS = st.none() | st.builds(PartialDate, year=st.integers(-5, 10_500))
OPTIONS = st.builds(RetentionOptions, start_reading=st.sampled_from(StartReading))
HOLDS = st.lists(st.text(min_size=1)).map(tuple)


@given(RULES, ENDS, HOLDS, st.text(min_size=1), st.dates(), OPTIONS)
def test_another_hold_never_brings_anything_forward(
    rule: RetentionRule | None,
    end: PartialDate | None,
    holds: tuple[str, ...],
    another: str,
    today: date,
    options: RetentionOptions,
) -> None:
    before = decide("h", rule, end, holds, today, options)
    after = decide("h", rule, end, (*holds, another), today, options)
    assert (after.due_on, after.action) == (before.due_on, before.action)
    assert after.blocked_by == (*holds, another)
    assert another in after.reason


@given(RULES, ENDS, st.dates(), st.dates(), OPTIONS)
def test_what_is_due_stays_due(
    rule: RetentionRule | None,
    end: PartialDate | None,
    one: date,
    other: date,
    options: RetentionOptions,
) -> None:
    first = decide("h", rule, end, (), min(one, other), options)
    later = decide("h", rule, end, (), max(one, other), options)
    assert first.due_on == later.due_on
    assert first.action in (None, later.action)


@given(RULES, ENDS, st.dates(), OPTIONS)
def test_only_a_confirmed_period_in_years_ends_in_destruction(
    rule: RetentionRule | None, end: PartialDate | None, today: date, options: RetentionOptions
) -> None:
    decided = decide("h", rule, end, (), today, options)
    if decided.action is DueAction.DESTROY:
        assert rule is not None
        assert rule.period.kind is PeriodKind.YEARS
        assert not rule.item.startswith("?")
        assert end is not None
        assert decided.due_on is not None
        assert decided.due_on <= today
        assert rule.period.years is not None
        assert today.year - end.year >= rule.period.years


@given(PERIODS, st.integers(1, 9_000), st.dates())
def test_the_default_reading_is_the_later_one(
    period: RetentionPeriod, year: int, today: date
) -> None:
    rule = RetentionRule(instrument="i", version="1", item="a", text="…", period=period, reason="…")
    readings = [RetentionOptions(), RetentionOptions(start_reading=StartReading.END_YEAR)]
    late, early = (
        decide("h", rule, PartialDate(year=year), (), today, reading).due_on for reading in readings
    )
    if late is None or early is None:
        assert late == early
    else:
        assert late >= early
