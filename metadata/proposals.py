"""What a recogniser of handwriting proposes, taken where the page's print says nothing.

A proposal never replaces a reading of this room's own, and is never sure.
"""

import re
from dataclasses import replace
from datetime import date

from metadata.evidence import HANDWRITING_CEILING
from metadata.notation import NUMBER
from metadata.surnames import is_surname
from records.document import Description, Field
from records.page import Proposal, RecognizedPage


def with_proposals(read: Description, pages: tuple[RecognizedPage, ...], first: int) -> Description:
    """``read`` with number, day and signer's name proposed where it has none.

    Number and day are taken from ``pages[first]``, which bears the letterhead; the name only from
    the page on which the signer's office was read.
    """
    signed = read.signer_title.page if read.signer_title is not None else None
    found = {
        "number": _proposed(pages, first + 1, "number"),
        "issued_date": _proposed(pages, first + 1, "issued_date"),
        "signer_name": _proposed(pages, signed, "signer_name"),
    }
    missing = {
        name: field
        for name, field in found.items()
        if field is not None and getattr(read, name) is None
    }
    return replace(read, **missing)


def _proposed(pages: tuple[RecognizedPage, ...], page: int | None, name: str) -> Field | None:
    if page is None:
        return None
    for proposal in pages[page - 1].proposals:
        if proposal.field == name and _is_possible(proposal):
            return Field(
                value=proposal.value,
                confidence=min(HANDWRITING_CEILING, proposal.confidence),
                page=page,
                box=proposal.box,
                rule=proposal.rule,
            )
    return None


def _is_possible(proposal: Proposal) -> bool:
    if proposal.field == "number":
        return re.fullmatch(NUMBER, proposal.value) is not None
    if proposal.field == "signer_name":
        return is_surname(proposal.value.split()[0])
    return _is_day(proposal.value)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
