"""What a confidence is worth: the share of readings that were right, learnt per rule from pages.

The table comes from ``docs/make_calibration.py``. A reading is shown at 0.9 and more only where its
own evidence says so and the table bears it out; rules that the table hardly knows stay below.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from csv import DictReader
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from metadata.evidence import HANDWRITING_CEILING, UNCONFIRMED_CEILING
from records.document import Description, Field

STEPS = (0.0, 0.5, 0.7, 0.85, 0.9, 0.95)
"""Lower ends of the ranges of evidence within which right and wrong readings are counted."""
SURE, UNSURE_AT_MOST = 0.9, 0.89
SURE_SHARE = 0.97
"""What a range must have to be shown at 0.9 and more: of 32 readings none may be wrong."""
PLAIN_SHARE, PLAIN_EVIDENCE = 0.985, 0.85
"""Where none of 65 readings was wrong, weaker evidence is enough."""
FEWEST = 20
"""Readings of a rule below which the table says nothing of it."""
BORNE_OUT = ".confirmed-by-list"
"""The end of rules by which an archive's list bears a reading out: no matter of shares."""
BY_HAND = ("handwriting", "perhaps-by-hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reading whose truth is known; ``weight`` tells how many readings it stands for."""

    rule: str
    evidence: float
    is_right: bool
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A range of one rule's evidence from ``start``: ``right`` of ``read`` readings were right."""

    rule: str
    start: float
    read: int
    right: int

    @property
    def share(self) -> float:
        """The share of right readings, held off from 0 and 1 where few were seen (Laplace)."""
        return (self.right + 1) / (self.read + 2)


def learnt(judged: Iterable[Judged]) -> tuple[Step, ...]:
    """The steps of each rule; neighbours are joined until the shares rise with the evidence."""
    counted: dict[str, dict[float, list[int]]] = {}
    for each in judged:
        start = STEPS[bisect_right(STEPS, each.evidence) - 1]
        read = counted.setdefault(each.rule, {}).setdefault(start, [0, 0])
        read[0] += each.weight
        read[1] += each.weight * each.is_right
    return tuple(
        step
        for rule, starts in sorted(counted.items())
        for step in _rising(
            [Step(rule=rule, start=s, read=n, right=r) for s, (n, r) in sorted(starts.items())]
        )
    )


def _rising(steps: list[Step]) -> list[Step]:
    """Pool adjacent violators (Ayer and others 1955)."""
    risen: list[Step] = []
    for step in steps:
        risen.append(step)
        while len(risen) > 1 and risen[-2].share >= risen[-1].share:
            above, below = risen.pop(), risen.pop()
            read, right = below.read + above.read, below.right + above.right
            risen.append(replace(below, read=read, right=right))
    return risen


def calibrated(read: Description) -> Description:
    """``read`` with each confidence as the table of the room has it."""
    table = _table()
    return replace(read, **{name: _shown(field, table) for name, field in read.known()})


def _shown(field: Field, table: Mapping[str, tuple[Step, ...]]) -> Field:
    if field.rule.endswith(BORNE_OUT):
        return field
    steps = table.get(field.rule, ())
    if sum(step.read for step in steps) < FEWEST:
        share = min(field.confidence, UNCONFIRMED_CEILING)
    else:
        reached = [step for step in steps if step.start <= field.confidence]
        share = (reached or [steps[0]])[-1].share
    wanted = SURE_SHARE if field.confidence >= SURE else PLAIN_SHARE
    if share < wanted or field.confidence < PLAIN_EVIDENCE:
        share = min(share, UNSURE_AT_MOST)
    if field.rule.endswith(BY_HAND):
        share = min(share, field.confidence, HANDWRITING_CEILING)
    return replace(field, confidence=round(share, 3))


@cache
def _table() -> Mapping[str, tuple[Step, ...]]:
    source = files("metadata").joinpath("data", "calibration.csv").read_text(encoding="utf-8")
    rows = (line for line in source.splitlines() if not line.startswith("#"))
    steps = [
        Step(
            rule=row["rule"],
            start=float(row["start"]),
            read=int(row["read"]),
            right=int(row["right"]),
        )
        for row in DictReader(rows)
    ]
    return {rule: tuple(s for s in steps if s.rule == rule) for rule in {s.rule for s in steps}}
