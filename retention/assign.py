"""A dossier's rule: what the list declares decides; a schedule can only propose."""

from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz

from records.errors import InputError
from records.messages import text
from records.problem import Problem, problem
from records.retention import PROPOSED, RetentionRule
from records.vietnamese import fold
from retention.period import read_period
from retention.schedule import Schedule, ScheduleItem, in_force

DECLARED_VERSION, CORRECTED_VERSION = "list", "correction"
LEAST_LIKENESS = 72.0
"""Of 100; below it the wordings share little but “hồ sơ” and “về việc”."""


def assign(
    title: str, declared: str | None, schedules: Iterable[Schedule], on: date
) -> tuple[RetentionRule | None, tuple[Problem, ...]]:
    """The rule of the dossier ``title`` on the day ``on``, and what a person has to look at.

    ``declared`` is the period as the list states it: the operator's declaration, which decides.
    Where it is silent, the most similar item of a schedule in force is proposed; such a
    rule says so (``is_proposed``) and makes nothing due.
    """
    if declared is None or not declared.strip():
        return _proposal(title, in_force(schedules, on))
    rule = _stated(title, declared, "retention.declared", DECLARED_VERSION)
    return rule, () if rule else (problem("T001", title, wording=declared),)


def correct_period(title: str, wording: str) -> RetentionRule | None:
    """The rule of the dossier ``title`` by a person's word; ``None`` if it is not understood."""
    return _stated(title, wording, "retention.corrected", CORRECTED_VERSION)


def decided_period(title: str, wording: str, number: str, day: date, case: str) -> RetentionRule:
    """The rule of the dossier ``title`` by the decision ``number`` of a disposal case.

    Raises:
        InputError: T025, the wording is no period; the case has refused it before.
    """
    period = read_period(wording)
    if period is None:
        raise InputError("T025", wording)
    told = f"{day:%d/%m/%Y}"
    return RetentionRule(
        instrument=number,
        version=day.isoformat(),
        item=case,
        text=title,
        period=period,
        reason=text("retention.extended", wording=wording, number=number, day=told, case=case),
    )


def _stated(title: str, wording: str, key: str, version: str) -> RetentionRule | None:
    period = read_period(wording)
    if period is None:
        return None
    return RetentionRule(
        instrument=text(f"{key}.instrument"),
        version=version,
        item=period.wording,
        text=title,
        period=period,
        reason=text(key, wording=period.wording),
    )


def _proposal(
    title: str, schedules: tuple[Schedule, ...]
) -> tuple[RetentionRule | None, tuple[Problem, ...]]:
    candidates = [
        (_likeness(title, item), schedule, item)
        for schedule in schedules
        for item in schedule.items
    ]
    likeness, schedule, item = max(
        candidates, key=lambda candidate: candidate[0], default=(0.0, None, None)
    )
    if schedule is None or item is None or likeness < LEAST_LIKENESS:
        return None, (problem("T002", title),)
    facts = {
        "instrument": schedule.instrument, "item": item.code, "text": item.text,
        "wording": item.period.wording, "likeness": round(likeness),
    }  # fmt: skip
    rule = RetentionRule(
        instrument=schedule.instrument,
        version=schedule.version,
        item=PROPOSED + item.code,
        text=item.text,
        period=item.period,
        reason=text("retention.proposed", **facts),
    )
    return rule, (problem("T003", title, **facts),)


def _likeness(title: str, item: ScheduleItem) -> float:
    return fuzz.token_sort_ratio(fold(title), fold(item.text))
