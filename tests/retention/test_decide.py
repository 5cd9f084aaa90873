"""The cases in ``cases/``: law, dates, the decision and the reason; and what always holds."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.dates import PartialDate, read_partial_date
from records.messages import entries, text
from records.retention import (
    PROPOSED,
    DueAction,
    PeriodKind,
    RetentionDecision,
    RetentionFacts,
    RetentionPeriod,
    RetentionRule,
)
from retention import RetentionOptions, Stage, StartReading, assign, decide

TABLE = Path(__file__).parent / "cases" / "decisions.csv"
CASES = tuple(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
START = {
    "retention.destroy.event": "event",
    "retention.transfer.submitted": "submitted",
}
"""The column of the day that a reason counts from, where it is not the end of the work."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_case_is_decided_as_it_states(case: dict[str, str]) -> None:
    rule, _ = assign("Hồ sơ", case["declared"], (), date(2026, 1, 1))
    if case["proposed"] and rule is not None:
        rule = replace(rule, item=PROPOSED + rule.item)
    known = {
        name: read_partial_date(case[name]) if case[name] else None
        for name in ("end", "event", "submitted")
    }
    facts = RetentionFacts(
        code="H46.21.2015.01", rule=rule, end=known["end"], event_on=known["event"],
        submitted_on=known["submitted"],
    )  # fmt: skip
    holds = tuple(filter(None, case["holds"].split("|")))
    options = RetentionOptions(
        start_reading=StartReading(case["reading"]), stage=Stage(case["stage"])
    )
    assert decide(facts, holds, date.fromisoformat(case["today"]), options) == RetentionDecision(
        dossier_code="H46.21.2015.01",
        action=DueAction(case["action"]) if case["action"] else None,
        due_on=date.fromisoformat(case["due_on"]) if case["due_on"] else None,
        reason=" ".join(reason(key, case, facts) for key in case["reason"].split("|")),
        rule=rule,
        blocked_by=holds,
        is_kept=case["kept"] == "yes",
    )


def test_what_was_handed_over_is_told_and_a_permanent_dossier_waits_for_nothing() -> None:
    day, handed = date(2040, 1, 1), PartialDate(year=2026, month=1, day=6)
    told = text("retention.transferred", day=handed.vietnamese)
    for wording, action, is_kept in (
        ("10 năm", DueAction.DESTROY, False),
        ("Vĩnh viễn", None, True),
    ):
        rule, _ = assign("Hồ sơ", wording, (), day)
        facts = RetentionFacts(
            code="H46.01", rule=rule, end=PartialDate(year=2010), transferred_on=handed
        )
        found = decide(facts, (), day, RetentionOptions())
        assert (found.action, found.is_kept) == (action, is_kept)
        assert found.reason.endswith(told)
        waiting = decide(replace(facts, transferred_on=None), (), day, RetentionOptions())
        assert waiting.action is not None
        assert told not in waiting.reason


def reason(key: str, case: dict[str, str], facts: RetentionFacts) -> str:
    start = (
        case["end"][:4]
        if key.startswith("retention.submit")
        else case[START.get(key.rpartition(".")[0], "end")]
    )
    due_on = date.fromisoformat(case["due_on"]) if case["due_on"] else None
    return text(
        key,
        wording=case["declared"],
        instrument="khai theo danh mục nộp",
        reason=facts.rule.reason if facts.rule else "",
        holds=case["holds"].replace("|", "; "),
        day=due_on.strftime("%d/%m/%Y") if due_on else "",
        start=read_partial_date(start).vietnamese if start else "",
        current=1,
        historical=5,
    )


def test_the_cases_cover_every_answer() -> None:
    assert len(CASES) >= 60
    told = {key for case in CASES for key in case["reason"].split("|")}
    known = {key for key in entries() if key.startswith("retention.") and is_a_reason(key)}
    assert told == known
    assert {case["action"] for case in CASES} == {"", *DueAction}
    assert {case["reading"] for case in CASES} == set(StartReading)
    assert {case["stage"] for case in CASES} == set(Stage)


def is_a_reason(key: str) -> bool:
    single = ("kept", "no_rule", "unconfirmed", "event", "no_end", "held")
    return key.endswith((".due", ".later")) or key.removeprefix("retention.") in single


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
DAYS = st.none() | st.dates().map(lambda day: read_partial_date(day.isoformat()))
FACTS = st.builds(
    RetentionFacts, code=st.just("h"), rule=RULES, end=ENDS, event_on=DAYS, submitted_on=DAYS
)
OPTIONS = st.builds(
    RetentionOptions, start_reading=st.sampled_from(StartReading), stage=st.sampled_from(Stage)
)
HOLDS = st.lists(st.text(min_size=1)).map(tuple)


@given(FACTS, HOLDS, st.text(min_size=1), st.dates(), OPTIONS)
def test_another_hold_never_brings_anything_forward(
    facts: RetentionFacts,
    holds: tuple[str, ...],
    another: str,
    today: date,
    options: RetentionOptions,
) -> None:
    before = decide(facts, holds, today, options)
    after = decide(facts, (*holds, another), today, options)
    assert (after.due_on, after.action) == (before.due_on, before.action)
    assert after.blocked_by == (*holds, another)
    assert another in after.reason


@given(FACTS, st.dates(), st.dates(), OPTIONS)
def test_what_is_due_stays_due(
    facts: RetentionFacts, one: date, other: date, options: RetentionOptions
) -> None:
    first = decide(facts, (), min(one, other), options)
    later = decide(facts, (), max(one, other), options)
    assert first.due_on == later.due_on
    assert first.action in (None, later.action)
    assert first.is_unknown == later.is_unknown


@given(FACTS, st.dates(), OPTIONS)
def test_only_a_confirmed_period_that_ran_out_ends_in_destruction(
    facts: RetentionFacts, today: date, options: RetentionOptions
) -> None:
    decided = decide(facts, (), today, options)
    if decided.action is DueAction.DESTROY:
        assert facts.rule is not None
        assert not facts.rule.is_proposed
        assert facts.rule.period.kind is not PeriodKind.PERMANENT
        assert decided.due_on is not None
        assert decided.due_on <= today
        if facts.rule.period.kind is PeriodKind.YEARS:
            assert facts.end is not None
            assert facts.rule.period.years is not None
            assert today.year - facts.end.year >= facts.rule.period.years
        else:
            assert facts.event_on is not None
            assert today > facts.event_on.last_day


@given(FACTS, st.dates(), st.sampled_from(Stage))
def test_the_default_reading_is_the_later_one(
    facts: RetentionFacts, today: date, stage: Stage
) -> None:
    readings = [RetentionOptions(start_reading=each, stage=stage) for each in StartReading]
    late, early = (decide(facts, (), today, reading).due_on for reading in readings)
    assert RetentionOptions() == RetentionOptions(start_reading=StartReading.YEAR_AFTER)
    if late is None or early is None:
        assert late is None
    else:
        assert late >= early
