"""Where the list and the page contradict each other; it decides for neither."""

from rapidfuzz import fuzz

from metadata.document_types import find_type
from metadata.notation import clean_notation
from records.batch import ListedDocument
from records.document import Description, Field
from records.vietnamese import fold, single_spaced

CONTRADICTING = 0.8
"""How sure a reading must be before its difference from the list is worth a person's look."""
UNLIKE_PERCENT = 50
"""Operators shorten and reword subjects; below this they speak of something else."""


def disagreements(read: Description, listed: ListedDocument) -> tuple[str, ...]:
    """The fields where a sure reading of the page contradicts what the operator typed."""
    typed_date = listed.issued.iso if listed.issued else None
    compared = (
        ("number", _plain_number(listed.number), _plain_number(_sure(read.number))),
        ("issued_date", typed_date, _sure(read.issued_date)),
        (
            "document_type",
            _known_type(listed.document_type),
            _known_type(_sure(read.document_type)),
        ),
        ("notation", _plain_notation(listed.notation), _plain_notation(_sure(read.notation))),
    )
    found = tuple(name for name, typed, told in compared if typed and told and typed != told)
    return (
        (*found, "subject") if _speak_of_different(listed.subject, _sure(read.subject)) else found
    )


def _sure(field: Field | None) -> str | None:
    return field.value if field is not None and field.confidence >= CONTRADICTING else None


def _plain_number(written: str | None) -> str | None:
    return written.strip().lstrip("0") if written else None


def _plain_notation(written: str | None) -> str | None:
    """Without blanks and dots, which are typed anywhere; case and marks count."""
    return clean_notation(written).replace(".", "") if written else None


def _speak_of_different(typed: str | None, told: str | None) -> bool:
    return bool(typed and told) and (
        fuzz.token_set_ratio(fold(typed or ""), fold(told or "")) < UNLIKE_PERCENT
    )


def _known_type(written: str | None) -> str | None:
    if not written:
        return None
    found = find_type(written)
    return found.type.name if found is not None else single_spaced(written).casefold()
