"""How often readings shown at a confidence were right: the reliability of the confidences; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from metadata.field_quality import FieldOutcome, Outcome

EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Readings shown from ``low`` to under ``high``: ``right`` of ``read`` were right.

    ``shown`` is the mean of their confidences.
    """

    low: float
    high: float
    read: int
    right: int
    shown: float


def reliability(outcomes: Iterable[FieldOutcome]) -> tuple[Reliability, ...]:
    """One entry for each range of confidence in which something was read."""
    told = [(each.confidence, each.outcome) for each in outcomes if each.confidence is not None]
    ranges = []
    for low, high in pairwise(EDGES):
        within = [
            (confidence, outcome)
            for confidence, outcome in told
            if low <= confidence < high or (confidence == high == EDGES[-1])
        ]
        if within:
            ranges.append(
                Reliability(
                    low=low,
                    high=high,
                    read=len(within),
                    right=sum(outcome is Outcome.EXACT for _, outcome in within),
                    shown=sum(confidence for confidence, _ in within) / len(within),
                )
            )
    return tuple(ranges)
