"""The days from the decision within which a case must be executed; pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from records.dates import VIETNAM
from records.problem import Problem, problem
from retention.disposal.case import Action, Case, CaseState

WARNED_DAYS = 5
"""So many days before the end the warning begins."""
RUNNING = frozenset(
    {CaseState.DECIDED, CaseState.HANDED_OVER, CaseState.ORDERED, CaseState.EXECUTING}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``ends_on`` is the last day; ``days_left`` is negative once it has passed.

    ``done_on`` is the day of the destruction, when there was one.
    """

    starts_on: date
    ends_on: date
    days_left: int
    done_on: date | None
    is_running: bool


def clock_of(case: Case, today: date) -> Clock | None:
    """The clock of a case; ``None`` before its decision and where nothing is to be destroyed."""
    decision, done = case.step(Action.DECIDE), case.step(Action.EXECUTE)
    if decision is None or decision.paper is None or not case.destroyed:
        return None
    starts = decision.paper.day
    ends = starts + timedelta(days=case.days)
    done_on = done.at.astimezone(VIETNAM).date() if done else None
    return Clock(
        starts_on=starts,
        ends_on=ends,
        days_left=(ends - (done_on or today)).days,
        done_on=done_on,
        is_running=case.state in RUNNING,
    )


def clock_problems(case: Case, today: date) -> tuple[Problem, ...]:
    """What a person must know of the clock: it is about to run out, it has, or it had."""
    clock = clock_of(case, today)
    if clock is None or not (clock.is_running or clock.done_on):
        return ()
    is_late = clock.days_left < 0
    facts = {"day": f"{clock.ends_on:%d/%m/%Y}", "days": abs(clock.days_left)}
    if is_late:
        return (problem("T051" if clock.is_running else "T052", case.case_id, **facts),)
    is_near = clock.is_running and clock.days_left <= WARNED_DAYS
    return (problem("T050", case.case_id, **facts),) if is_near else ()
