"""A disposal case as a value: its list, its steps, the people and papers of each.

Source of the order: Law 33/2024/QH15, article 16; Circular 06/2025/TT-BNV, article 15, both as told
by secondary sources (retention/data/disposal.toml names them).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import TypeAdapter

from records.digest import Sha512


class CaseState(StrEnum):
    """How far a case has come."""

    PROPOSED = "proposed"
    COUNCIL = "council"
    APPRAISED = "appraised"
    DECIDED = "decided"
    HANDED_OVER = "handed-over"
    ORDERED = "ordered"
    """One person has asked for the destruction, and another has to confirm it."""
    EXECUTING = "executing"
    """Confirmed and entered in the ledger: what is left of it is finished, never undone."""
    DESTROYED = "destroyed"
    MINUTES_SIGNED = "minutes-signed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a step does."""

    PROPOSE = "propose"
    CONVENE = "convene"
    APPRAISE = "appraise"
    DECIDE = "decide"
    HAND_OVER = "hand-over"
    ORDER = "order"
    CONFIRM = "confirm"
    EXECUTE = "execute"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """What becomes of one dossier."""

    DESTROY = "destroy"
    KEEP = "keep"
    EXTEND = "extend"
    """Kept for a new period."""
    TRANSFER = "transfer"
    """Goes to another archive."""


class Ground(StrEnum):
    """Why a dossier is on the list."""

    EXPIRED = "expired"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that bears a step: its number and notation, and its date."""

    number: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: who, when, on what paper; ``people`` are council members, receivers, signatories.

    ``note`` is the reason where one is asked for.
    """

    action: Action
    by: str
    at: datetime
    paper: Paper | None = None
    people: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDossier:
    """One dossier of the list: what it is, which version was looked at, and what becomes of it."""

    dossier_code: str
    package_id: str
    version: int
    inventory_sha512: str
    title: str
    fonds: str
    start: str | None
    end: str | None
    period: str
    documents: int
    pages: int
    sheets: int
    size_bytes: int
    ground: Ground
    reason: str
    outcome: Outcome = Outcome.DESTROY
    outcome_reason: str = ""
    new_period: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. ``list_digest`` is there from the decision on.

    ``needs_appraisal`` is so where the agency is in the submission source; ``keep_years`` is how
    long the case itself is kept, ``None`` for ever; ``days`` run from the decision.
    """

    case_id: str
    state: CaseState
    needs_appraisal: bool
    keep_years: int | None
    days: int
    dossiers: tuple[CaseDossier, ...]
    steps: tuple[Step, ...]
    list_digest: str | None = None

    @property
    def destroyed(self) -> tuple[CaseDossier, ...]:
        """The dossiers that the case destroys."""
        return tuple(each for each in self.dossiers if each.outcome is Outcome.DESTROY)

    def step(self, action: Action) -> Step | None:
        """The newest step of a kind."""
        return next((each for each in reversed(self.steps) if each.action is action), None)

    @property
    def is_open(self) -> bool:
        """Whether its dossiers are bound to it."""
        return self.state not in {CaseState.MINUTES_SIGNED, CaseState.WITHDRAWN}


CASE = TypeAdapter(Case)
"""A case as JSON and back."""
_DOSSIERS = TypeAdapter(tuple[CaseDossier, ...])
_STEP = TypeAdapter(Step)


def digest_of_list(dossiers: tuple[CaseDossier, ...]) -> str:
    """The SHA-256 of the whole list with its outcomes, as it is frozen at the decision."""
    told = _DOSSIERS.dump_python(dossiers, mode="json")
    return hashlib.sha256(_canonical(told)).hexdigest()


def digest_of_step(case: Case, number: int) -> Sha512:
    """The SHA-512 of step ``number`` (from 1), by which the ledger knows it.

    The decision, and what is done by it, speak of the list as well.
    """
    step = case.steps[number - 1]
    earlier = {Action.PROPOSE, Action.CONVENE, Action.APPRAISE}
    told = {
        "case": case.case_id,
        "number": number,
        "step": _STEP.dump_python(step, mode="json"),
        "list": None if step.action in earlier else case.list_digest,
    }
    return Sha512(hashlib.sha512(_canonical(told)).hexdigest())


def _canonical(told: object) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
