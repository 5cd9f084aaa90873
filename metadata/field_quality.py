"""How well the fields of a document were read, against the truth that a person typed; pure.

Case, runs of blanks and outer punctuation do not count; letters, digits and dates do. It judges
values only: where on the page they stand is not part of the truth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from records.document import Description, Field
from records.vietnamese import single_spaced

SURE = 0.9
"""A wrong value at this confidence or above would pass unseen by a person."""
NEAR_ENOUGH = 0.95
"""Similarity at which a long text serves its purpose: finding and filing."""
LONG_TEXTS = frozenset(
    {"subject", "issuing_body", "parent_body", "signer_title", "addressee", "recipients"}
)
_SAME_SIGN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "|": " "})
_SUBJECT_OPENING = re.compile(r"^(v/v|về việc)\s*:?\s*")
_OUTER = " .,;:()\"'/-"


class Outcome(StrEnum):
    """What became of one field."""

    EXACT = "exact"
    WRONG = "wrong"
    WRONG_SURE = "wrong_sure"
    """Wrong, at a confidence of ``SURE`` or above."""
    MISSED = "missed"
    INVENTED = "invented"
    """A value was read where the page has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOutcome:
    """One field of one document: what is true, what was read, how sure the reading was."""

    name: str
    outcome: Outcome
    truth: str | None
    read: str | None
    confidence: float | None


def judge_fields(truth: Mapping[str, str | None], read: Description) -> tuple[FieldOutcome, ...]:
    """Judge every field that ``truth`` names; a field absent on page and in reading is left out."""
    found = dict(read.known())
    judged = ((name, true, found.get(name)) for name, true in truth.items())
    return tuple(
        FieldOutcome(
            name=name,
            outcome=outcome,
            truth=true,
            read=field.value if field else None,
            confidence=field.confidence if field else None,
        )
        for name, true, field in judged
        if (outcome := _outcome(name, true, field)) is not None
    )


def _outcome(name: str, true: str | None, field: Field | None) -> Outcome | None:
    wanted, have = _key(name, true), _key(name, field.value if field else None)
    if wanted is None:
        return Outcome.INVENTED if have else None
    if have is None or field is None:
        return Outcome.MISSED
    enough = NEAR_ENOUGH if name in LONG_TEXTS else 1.0
    if Levenshtein.normalized_similarity(wanted, have) >= enough:
        return Outcome.EXACT
    return Outcome.WRONG_SURE if field.confidence >= SURE else Outcome.WRONG


def _key(name: str, written: str | None) -> str | None:
    """The form in which two values of a field are compared; ``None`` for nothing."""
    key = single_spaced((written or "").translate(_SAME_SIGN)).strip(_OUTER).casefold()
    if name == "number":
        key = key.lstrip("0") or key
    elif name == "notation":
        key = "".join(key.split())
    elif name == "subject":
        key = _SUBJECT_OPENING.sub("", key)
    elif name in {"addressee", "recipients"}:
        key = "; ".join(item.strip(_OUTER) for item in key.split(";") if item.strip(_OUTER))
    return key or None
