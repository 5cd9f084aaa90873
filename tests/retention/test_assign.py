from datetime import date

import pytest

from records.dates import PartialDate
from records.retention import PeriodKind, RetentionFacts, RetentionPeriod, RetentionRule
from retention import RetentionOptions, assign, decide, load_schedules

SCHEDULES = load_schedules()
TODAY = date(2026, 11, 1)


def test_the_declared_period_decides_whatever_the_schedules_say() -> None:
    rule, problems = assign("Hồ sơ sự cố y khoa", " 20  năm", SCHEDULES, TODAY)
    assert problems == ()
    assert rule == RetentionRule(
        instrument="khai theo danh mục nộp",
        version="list",
        item="20 năm",
        text="Hồ sơ sự cố y khoa",
        period=RetentionPeriod(kind=PeriodKind.YEARS, wording="20 năm", years=20),
        reason="Thời hạn “20 năm” do danh mục nộp lưu kê khai.",
    )


def test_a_period_that_is_not_understood_is_a_problem_and_no_rule() -> None:
    rule, problems = assign("Hồ sơ", "lâu dài", SCHEDULES, TODAY)
    assert (rule, [one.code for one in problems]) == (None, ["T001"])
    assert "lâu dài" in problems[0].message


@pytest.mark.parametrize("declared", [None, "", "  "])
def test_where_the_list_is_silent_the_nearest_item_is_proposed(declared: str | None) -> None:
    rule, problems = assign("Hồ sơ về sự cố y khoa năm 2025", declared, SCHEDULES, TODAY)
    assert rule is not None
    assert (rule.instrument, rule.item) == ("33/2025/TT-BYT", "?BYT-01-38")
    assert [one.code for one in problems] == ["T003"]


def test_only_a_schedule_in_force_proposes() -> None:
    title = "Kế hoạch, báo cáo công tác đột xuất"
    then, _ = assign(title, None, SCHEDULES, date(2015, 1, 1))
    now, problems = assign(title, None, [SCHEDULES[0]], TODAY)
    assert then is not None
    assert then.item == "?TT09-008"
    assert (now, [one.code for one in problems]) == (None, ["T002"])


def test_a_title_like_nothing_else_has_no_rule() -> None:
    rule, problems = assign("Công văn", None, SCHEDULES, TODAY)
    assert (rule, [one.code for one in problems]) == (None, ["T002"])


def test_no_proposal_of_any_schedule_ever_falls_due() -> None:
    for schedule in SCHEDULES:
        for item in schedule.items[::9]:
            rule, _ = assign(item.text, None, SCHEDULES, schedule.valid_from)
            assert rule is not None
            assert rule.item.startswith("?")
            facts = RetentionFacts(code="h", rule=rule, end=PartialDate(year=1900))
            decided = decide(facts, (), date.max, RetentionOptions())
            assert (decided.action, decided.due_on) == (None, None)
