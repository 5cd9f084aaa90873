"""What people typed, into the list or as a correction, as values: bodies by their known names."""

from dataclasses import replace

from metadata.authorities import match_body
from metadata.authority_lists import AuthorityLists
from records.authority import Match
from records.dates import PartialDate
from records.document import Field
from records.dossier import Dossier
from records.vietnamese import single_spaced


def typed(written: str | None) -> str | None:
    """What was typed without needless blanks, ``None`` where that is nothing."""
    return single_spaced(written) or None if written else None


def authority_of(
    written: str | None, read: Field | None, issued: PartialDate | None, lists: AuthorityLists
) -> Match | None:
    """The entry that the issuing body stands for: as it was typed, else as it was read."""
    told = typed(written)
    if told is None:
        return read.authority if read is not None else None
    found = match_body(told, lists, issued)
    return found.match if found is not None else None


def with_corrected_bodies(dossier: Dossier, lists: AuthorityLists) -> Dossier:
    """``dossier`` with the entries that issuing bodies stand for which people corrected."""
    documents = tuple(
        replace(each, issuing_authority=authority_of(each.issuing_body, None, each.issued, lists))
        if any(told.field == "issuing_body" for told in each.corrected)
        else each
        for each in dossier.documents
    )
    return replace(dossier, documents=documents)
