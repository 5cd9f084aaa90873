"""The steps of a case as pure functions: a case and a step give the case after it, or a refusal.

Nothing is read and nothing is written here. Nobody takes two steps on end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from records.dates import VIETNAM
from records.errors import InputError, RefusedError
from records.messages import text
from records.named import is_same_person
from records.vietnamese import single_spaced
from retention.disposal.case import (
    Action,
    Case,
    CaseDossier,
    CaseState,
    Outcome,
    Step,
    digest_of_list,
)
from retention.period import read_period

AFTER: dict[Action, CaseState] = {
    Action.PROPOSE: CaseState.PROPOSED,
    Action.CONVENE: CaseState.COUNCIL,
    Action.APPRAISE: CaseState.APPRAISED,
    Action.DECIDE: CaseState.DECIDED,
    Action.HAND_OVER: CaseState.HANDED_OVER,
    Action.ORDER: CaseState.ORDERED,
    Action.CONFIRM: CaseState.EXECUTING,
    Action.EXECUTE: CaseState.DESTROYED,
    Action.CLOSE: CaseState.MINUTES_SIGNED,
    Action.WITHDRAW: CaseState.WITHDRAWN,
}
ON_PAPER = frozenset(
    {
        Action.PROPOSE,
        Action.CONVENE,
        Action.APPRAISE,
        Action.DECIDE,
        Action.HAND_OVER,
        Action.CLOSE,
    }
)
"""Steps that a document bears; the others happen at the machine."""
WITH_PEOPLE = {Action.CONVENE: 3, Action.HAND_OVER: 1, Action.CLOSE: 2}
"""How many people a step names at least: the council; who receives; who signs the minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is to become of one dossier, and why; ``new_period`` for one that is extended."""

    outcome: Outcome
    reason: str
    new_period: str | None = None


def next_actions(case: Case) -> tuple[Action, ...]:
    """What may come next; the lawful way on first."""
    appraisal = Action.APPRAISE if case.needs_appraisal else Action.DECIDE
    after_decision = Action.HAND_OVER if case.destroyed else Action.CLOSE
    onwards: dict[CaseState, tuple[Action, ...]] = {
        CaseState.PROPOSED: (Action.CONVENE, Action.WITHDRAW),
        CaseState.COUNCIL: (appraisal, Action.WITHDRAW),
        CaseState.APPRAISED: (Action.DECIDE, Action.WITHDRAW),
        CaseState.DECIDED: (after_decision, Action.WITHDRAW),
        CaseState.HANDED_OVER: (Action.ORDER, Action.WITHDRAW),
        CaseState.ORDERED: (Action.CONFIRM, Action.WITHDRAW),
        CaseState.EXECUTING: (Action.EXECUTE,),
        CaseState.DESTROYED: (Action.CLOSE,),
    }
    return onwards.get(case.state, ())


def advance(case: Case, step: Step, verdicts: Mapping[str, Verdict] | None = None) -> Case:
    """The case after ``step``; at the decision its list is frozen.

    Raises:
        RefusedError: T046, the case is not so far, or further; T047, the same person took the
            step before; T049, a paper from before the last one, or from the future.
        InputError: T048, the step lacks its person, paper, people or reason; T053, T054, T073, a
            verdict on a dossier that is not on the list, or that does not say enough.
    """
    if step.action not in next_actions(case):
        raise RefusedError("T046", case.case_id, state=_named(case), next=_next(case))
    require_complete(case.case_id, step)
    if case.steps and step.action is not Action.EXECUTE:
        last = case.steps[-1]
        if is_same_person(last.by, step.by):
            raise RefusedError("T047", case.case_id, by=step.by)
    if step.paper is not None:
        _require_in_order(case, step, step.paper.day)
    dossiers = judged(case, verdicts or {}, step.at.astimezone(VIETNAM).year)
    digest = case.list_digest
    if step.action is Action.DECIDE:
        digest = digest_of_list(dossiers)
    return replace(
        case,
        state=AFTER[step.action],
        steps=(*case.steps, step),
        dossiers=dossiers,
        list_digest=digest,
    )


def require_complete(subject: str, step: Step) -> None:
    """Refuse a step that does not say who, on what paper, with whom.

    Raises:
        InputError: T048.
    """
    lacking = []
    if not single_spaced(step.by):
        lacking.append("by")
    if step.action in ON_PAPER and (step.paper is None or not single_spaced(step.paper.number)):
        lacking.append("document")
    named = {single_spaced(each) for each in step.people} - {""}
    if len(named) < WITH_PEOPLE.get(step.action, 0):
        lacking.append("people")
    if step.action is Action.WITHDRAW and not single_spaced(step.note):
        lacking.append("reason")
    if lacking:
        told = ", ".join(text(f"disposal.lacks.{name}") for name in lacking)
        raise InputError("T048", subject, lacking=told)


def judged(case: Case, verdicts: Mapping[str, Verdict], year: int) -> tuple[CaseDossier, ...]:
    """The list after ``verdicts`` of a ``year``; those that are not named stay as they are.

    Raises:
        InputError: T053, T054; T073, a new period is over already.
    """
    unknown = verdicts.keys() - {each.dossier_code for each in case.dossiers}
    if unknown:
        raise InputError("T053", sorted(unknown)[0], case=case.case_id)
    for code, verdict in verdicts.items():
        is_known = verdict.new_period is not None and read_period(verdict.new_period) is not None
        lacks_period = verdict.outcome is Outcome.EXTEND and not is_known
        if not single_spaced(verdict.reason) or lacks_period:
            raise InputError("T054", code)
    for each in case.dossiers:
        _require_longer(each, verdicts.get(each.dossier_code), year)
    return tuple(_with(each, verdicts.get(each.dossier_code)) for each in case.dossiers)


def _require_longer(dossier: CaseDossier, verdict: Verdict | None, year: int) -> None:
    period = read_period(verdict.new_period or "") if verdict else None
    if period is None or period.years is None or dossier.end is None:
        return
    over = int(dossier.end[:4]) + period.years + 1
    if over <= year:
        facts = {"wording": period.wording, "year": over, "end": dossier.end[:4]}
        raise InputError("T073", dossier.dossier_code, **facts)


def _with(dossier: CaseDossier, verdict: Verdict | None) -> CaseDossier:
    if verdict is None:
        return dossier
    return replace(
        dossier,
        outcome=verdict.outcome,
        outcome_reason=single_spaced(verdict.reason),
        new_period=verdict.new_period,
    )


def _require_in_order(case: Case, step: Step, day: date) -> None:
    papers = [each.paper.day for each in case.steps if each.paper is not None]
    today = step.at.astimezone(VIETNAM).date()
    if day > today or any(day < earlier for earlier in papers):
        raise RefusedError("T049", case.case_id, day=f"{day:%d/%m/%Y}")


def _named(case: Case) -> str:
    return text(f"disposal.state.{case.state}")


def _next(case: Case) -> str:
    return ", ".join(text(f"disposal.action.{each}") for each in next_actions(case)) or "–"
