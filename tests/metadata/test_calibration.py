"""The table of confidences: how it is learnt, and what it lets pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metadata.calibration import Judged, Step, calibrated, learnt
from records.document import Description, Field


def some(rule: str, evidence: float, right: int, wrong: int) -> list[Judged]:
    outcomes = [True] * right + [False] * wrong
    return [Judged(rule=rule, evidence=evidence, is_right=each) for each in outcomes]


def test_a_step_tells_how_many_readings_of_its_range_were_right() -> None:
    judged = some("subject.under-title", 0.96, 9, 1) + some("subject.under-title", 0.6, 1, 2)
    assert learnt(judged) == (
        Step(rule="subject.under-title", start=0.5, read=3, right=1),
        Step(rule="subject.under-title", start=0.95, read=10, right=9),
    )


def test_where_more_evidence_was_worth_less_the_steps_are_joined() -> None:
    judged = some("place.date-line", 0.96, 5, 5) + some("place.date-line", 0.6, 8, 2)
    assert learnt(judged) == (Step(rule="place.date-line", start=0.5, read=20, right=13),)


def test_a_real_page_counts_as_often_as_it_is_told_to() -> None:
    judged = [Judged(rule="type.title", evidence=1.0, is_right=True, weight=5)]
    assert learnt(judged) == (Step(rule="type.title", start=0.95, read=5, right=5),)


@given(
    st.lists(
        st.builds(
            Judged,
            rule=st.sampled_from(["a", "b"]),
            evidence=st.floats(0, 1),
            is_right=st.booleans(),
            weight=st.integers(1, 5),
        )
    )
)
def test_the_share_rises_with_the_evidence_and_no_reading_is_lost(judged: list[Judged]) -> None:
    steps = learnt(judged)
    for rule in ("a", "b"):
        shares = [step.share for step in steps if step.rule == rule]
        assert shares == sorted(set(shares))
    assert sum(step.read for step in steps) == sum(each.weight for each in judged)


def shown(rule: str, evidence: float) -> float:
    field = Field(value="x", confidence=evidence, page=1, box=None, rule=rule)
    read = calibrated(Description(subject=field)).subject
    assert read is not None
    return read.confidence


@pytest.mark.parametrize("rule", ["number.perhaps-by-hand", "date.perhaps-by-hand", "handwriting"])
@pytest.mark.parametrize("evidence", [0.2, 0.6, 1.0])
def test_handwriting_is_never_surer_than_its_ceiling(rule: str, evidence: float) -> None:
    assert shown(rule, evidence) <= min(0.6, evidence)


def test_a_rule_that_the_table_does_not_know_is_never_sure() -> None:
    assert shown("subject.by-a-rule-of-tomorrow", 1.0) == 0.85


def test_a_rule_that_proved_itself_is_sure_on_good_evidence_only() -> None:
    assert shown("place.date-line", 0.97) >= 0.9
    assert shown("place.date-line", 0.6) < 0.9
