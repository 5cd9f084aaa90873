from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from records.errors import ArchiveError
from retention.disposal.case import (
    CASE,
    Action,
    Case,
    CaseDossier,
    CaseState,
    Ground,
    Outcome,
    Paper,
    Step,
    digest_of_list,
    digest_of_step,
)
from retention.disposal.clock import clock_of, clock_problems
from retention.disposal.steps import AFTER, Verdict, advance, next_actions

START = datetime(2026, 11, 2, 3, tzinfo=UTC)
PEOPLE = {
    Action.CONVENE: ("Lan", "Minh", "Hà"),
    Action.HAND_OVER: ("Tú",),
    Action.CLOSE: ("A", "B"),
}
ROAD = (
    Action.CONVENE, Action.APPRAISE, Action.DECIDE, Action.HAND_OVER, Action.ORDER, Action.CONFIRM,
    Action.EXECUTE, Action.CLOSE,
)  # fmt: skip


def dossier(number: int) -> CaseDossier:
    return CaseDossier(
        dossier_code=f"H46.01.{number:02d}", package_id=f"urn:uuid:{number}", version=1,
        inventory_sha512="a" * 128, title="Hồ sơ cũ", fonds="Sở Nội vụ", start="2001", end="2002",
        period="10 năm", documents=2, pages=3, sheets=3, size_bytes=10, ground=Ground.EXPIRED,
        reason="hết thời hạn",
    )  # fmt: skip


def proposal(*, needs_appraisal: bool = True) -> Case:
    first = Step(
        action=Action.PROPOSE, by="P", at=START, paper=Paper(number="1/TTr", day=START.date())
    )
    return Case(
        case_id="HUY-2026-0001", state=CaseState.PROPOSED, needs_appraisal=needs_appraisal,
        keep_years=20, days=15, dossiers=(dossier(1), dossier(2)), steps=(first,),
    )  # fmt: skip


def step(action: Action, by: str, day: int = 0) -> Step:
    moment = START + timedelta(days=day)
    paper = Paper(number=f"{action}/QĐ", day=moment.date())
    return Step(
        action=action, by=by, at=moment, paper=paper, people=PEOPLE.get(action, ()), note="vì sao"
    )


def walked(upto: Action, case: Case | None = None) -> Case:
    case = case or proposal()
    for number, action in enumerate(ROAD[: ROAD.index(upto) + 1]):
        if action is not Action.APPRAISE or case.needs_appraisal:
            case = advance(case, step(action, f"người {number}", number))
    return case


def code_of(case: Case, taken: Step, **verdicts: Verdict) -> str:
    with pytest.raises(ArchiveError) as refused:
        advance(case, taken, {name.replace("_", "."): each for name, each in verdicts.items()})
    return refused.value.problem.code


def test_a_case_walks_to_signed_minutes() -> None:
    case = walked(Action.CLOSE)
    assert case.state is CaseState.MINUTES_SIGNED
    assert next_actions(case) == ()
    assert [each.action for each in case.steps] == [Action.PROPOSE, *ROAD]
    assert case.list_digest == digest_of_list(case.dossiers)
    assert CASE.validate_json(CASE.dump_json(case)) == case


def test_appraisal_is_a_step_only_in_the_submission_source() -> None:
    outside = walked(Action.CONVENE, proposal(needs_appraisal=False))
    assert code_of(outside, step(Action.APPRAISE, "T", 3)) == "T046"
    assert advance(outside, step(Action.DECIDE, "T", 3)).state is CaseState.DECIDED
    inside = walked(Action.CONVENE)
    assert code_of(inside, step(Action.DECIDE, "T", 3)) == "T046"


@pytest.mark.parametrize("wrong", list(Action))
def test_from_every_state_only_the_next_steps_lead_on(wrong: Action) -> None:
    case = proposal()
    for number, action in enumerate(ROAD):
        if wrong not in next_actions(case):
            assert code_of(case, step(wrong, "khác", 30)) == "T046"
        else:
            assert advance(case, step(wrong, "khác", 30)).state is AFTER[wrong]
        case = advance(case, step(action, f"người {number}", number))


def test_nobody_takes_two_steps_on_end_however_the_name_is_typed() -> None:
    case = advance(proposal(), step(Action.CONVENE, "Trần Thị Hoà"))
    assert code_of(case, step(Action.APPRAISE, " trần  thị hòa ", 1)) == "T047"
    assert advance(case, step(Action.APPRAISE, "Trần Thị Hoa", 1)).state is CaseState.APPRAISED


def test_the_person_who_confirmed_finishes_and_does_not_sign() -> None:
    confirmed = walked(Action.CONFIRM)
    done = advance(confirmed, step(Action.EXECUTE, confirmed.steps[-1].by, 9))
    assert code_of(done, step(Action.CLOSE, confirmed.steps[-1].by, 10)) == "T047"


@pytest.mark.parametrize(
    ("taken", "code"),
    [
        (replace(step(Action.CONVENE, "X"), paper=None), "T048"),
        (replace(step(Action.CONVENE, "X"), people=("Lan", "Lan", "Minh")), "T048"),
        (step(Action.CONVENE, " "), "T048"),
        (replace(step(Action.WITHDRAW, "X"), note=""), "T048"),
        (
            replace(step(Action.CONVENE, "X"), paper=Paper(number="1", day=date(2026, 11, 1))),
            "T049",
        ),
        (
            replace(step(Action.CONVENE, "X"), paper=Paper(number="1", day=date(2026, 11, 3))),
            "T049",
        ),
    ],
)
def test_a_step_says_who_when_and_on_what_paper(taken: Step, code: str) -> None:
    assert code_of(proposal(), taken) == code


def test_each_dossier_has_its_own_outcome() -> None:
    told = {
        "H46.01.01": Verdict(outcome=Outcome.EXTEND, reason="còn dùng", new_period="50 năm"),
    }
    case = advance(proposal(), step(Action.CONVENE, "X"), told)
    assert [each.outcome for each in case.dossiers] == [Outcome.EXTEND, Outcome.DESTROY]
    assert [each.dossier_code for each in case.destroyed] == ["H46.01.02"]
    taken = step(Action.CONVENE, "X")
    assert code_of(proposal(), taken, H47=Verdict(outcome=Outcome.KEEP, reason="x")) == "T053"
    silent = Verdict(outcome=Outcome.KEEP, reason=" ")
    assert code_of(proposal(), taken, H46_01_01=silent) == "T054"
    vague = Verdict(outcome=Outcome.EXTEND, reason="x", new_period="lâu")
    assert code_of(proposal(), taken, H46_01_01=vague) == "T054"
    over = Verdict(outcome=Outcome.EXTEND, reason="x", new_period="23 năm")
    assert code_of(proposal(), taken, H46_01_01=over) == "T073"
    long_enough = {"H46.01.01": replace(over, new_period="24 năm")}
    assert advance(proposal(), taken, long_enough).dossiers[0].new_period == "24 năm"


def test_a_case_that_destroys_nothing_is_closed_after_the_decision() -> None:
    keep = Verdict(outcome=Outcome.KEEP, reason="còn giá trị")
    case = walked(Action.APPRAISE)
    case = advance(
        case, step(Action.DECIDE, "G", 3), dict.fromkeys(("H46.01.01", "H46.01.02"), keep)
    )
    assert clock_of(case, date(2026, 11, 30)) is None
    assert advance(case, step(Action.CLOSE, "T", 4)).state is CaseState.MINUTES_SIGNED


def test_the_digests_change_with_list_and_step() -> None:
    case = walked(Action.DECIDE)
    number = len(case.steps)
    other = replace(case, list_digest="0" * 64)
    assert digest_of_step(case, number) != digest_of_step(other, number)
    assert digest_of_step(case, 1) == digest_of_step(other, 1)
    assert digest_of_step(case, 1) != digest_of_step(case, 2)
    changed = replace(case.dossiers[0], version=2)
    assert digest_of_list((changed, case.dossiers[1])) != case.list_digest


@pytest.mark.parametrize(
    ("today", "left", "told"),
    [
        (date(2026, 11, 4), 15, []),
        (date(2026, 11, 13), 6, []),
        (date(2026, 11, 14), 5, ["T050"]),
        (date(2026, 11, 19), 0, ["T050"]),
        (date(2026, 11, 20), -1, ["T051"]),
    ],
)
def test_fifteen_days_run_from_the_decision(today: date, left: int, told: list[str]) -> None:
    case = walked(Action.DECIDE)
    clock = clock_of(case, today)
    assert clock is not None
    assert (clock.starts_on, clock.days_left) == (date(2026, 11, 4), left)
    assert [each.code for each in clock_problems(case, today)] == told
    assert clock_of(walked(Action.APPRAISE), today) is None


def test_the_clock_stops_with_the_destruction() -> None:
    case = walked(Action.CLOSE)
    assert clock_problems(case, date(2027, 1, 1)) == ()
    ended = walked(Action.CONFIRM)
    late = advance(ended, step(Action.EXECUTE, "người 5", 40))
    assert [each.code for each in clock_problems(late, date(2027, 1, 1))] == ["T052"]
