"""Does one field bear out another? A notation's groups against the bodies that could stand there.

An engine that reads ATTF for ATTP is sure of it; the name of the issuing body is not.
"""

import re
from dataclasses import replace

from metadata.abbreviations import stands_for_a_body
from metadata.document_types import type_of_notation
from metadata.evidence import UNCONFIRMED_CEILING
from metadata.notation_repair import mended_notation
from records.document import Field


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
    unconfirmed = replace(
        notation,
        confidence=min(notation.confidence, UNCONFIRMED_CEILING),
        rule=f"{notation.rule}.unconfirmed",
    )
    return mended_notation(unconfirmed, names)
