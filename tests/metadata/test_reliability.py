"""How the confidences of judged fields are counted."""

from metadata.field_quality import FieldOutcome, Outcome
from metadata.reliability import Reliability, reliability


def outcome(confidence: float | None, result: Outcome) -> FieldOutcome:
    return FieldOutcome(
        name="place", outcome=result, truth="An Bình", read="An Bình", confidence=confidence
    )


def test_readings_are_counted_by_their_confidence_and_what_was_missed_is_not() -> None:
    told = [
        outcome(1.0, Outcome.EXACT),
        outcome(0.96, Outcome.WRONG_SURE),
        outcome(0.5, Outcome.INVENTED),
        outcome(None, Outcome.MISSED),
    ]
    assert reliability(told) == (
        Reliability(low=0.5, high=0.7, read=1, right=0, shown=0.5),
        Reliability(low=0.95, high=1.0, read=2, right=1, shown=0.98),
    )
