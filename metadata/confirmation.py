"""Does one field bear out another? A notation against bodies and title, a place against bodies.

An engine that reads ATTF for ATTP is sure of it; the name of the issuing body is not.
"""

import re
from dataclasses import replace

from metadata.abbreviations import stands_for_a_body
from metadata.document_types import document_types, type_of_notation
from metadata.evidence import UNCONFIRMED_CEILING
from metadata.notation_repair import mended_notation
from records.document import Field
from records.vietnamese import single_spaced, unify_tone, without_marks


def confirm_notation(notation: Field | None, bodies: tuple[Field | None, ...]) -> Field | None:
    """``notation`` as it is when every group is a known abbreviation, else held under 0.9.

    A group that is one sign away from a known abbreviation is mended, and held under 0.9 too.
    """
    if notation is None:
        return None
    groups = [group for group in re.split(r"[-/]", notation.value) if not group.isdigit()]
    if type_of_notation(notation.value) is not None:
        groups = groups[1:]
    names = tuple(body.value for body in bodies if body is not None)
    if groups and all(stands_for_a_body(group, names) for group in groups):
        return notation
    return mended_notation(_unsure(notation, "unconfirmed"), names)


def agree_with_title(notation: Field | None, kind: Field | None) -> Field | None:
    """``notation``, held under 0.9 where it begins with another type than the title names."""
    told = None if notation is None else type_of_notation(notation.value)
    if notation is None or kind is None or told is None or not kind.rule.startswith("type.title"):
        return notation
    known = {each.abbreviation for each in document_types() if each.name == kind.value} - {""}
    return (
        notation if not known or told.abbreviation in known else _unsure(notation, "against-title")
    )


def agree_with_bodies(place: Field | None, bodies: tuple[Field | None, ...]) -> Field | None:
    """``place``, held under 0.9 where a body's name has it with other marks."""
    if place is None:
        return None
    sought = unify_tone(single_spaced(place.value).lower())
    names = [unify_tone(body.value.lower()) for body in bodies if body is not None]
    as_words = re.compile(rf"\b{re.escape(without_marks(sought))}\b")
    found = [
        name[match.start() : match.end()]
        for name in names
        for match in as_words.finditer(without_marks(name))
    ]
    return place if not found or sought in found else _unsure(place, "against-body")


def _unsure(field: Field, why: str) -> Field:
    return replace(
        field,
        confidence=min(field.confidence, UNCONFIRMED_CEILING),
        rule=f"{field.rule}.{why}",
    )
