"""What an operator typed into the list, as values: types and bodies by their known names."""

from metadata.authorities import match_body
from metadata.authority_lists import AuthorityLists
from metadata.document_types import OTHER_TYPE, find_type
from records.authority import Match
from records.dates import PartialDate
from records.document import Field
from records.vietnamese import single_spaced


def typed(written: str | None) -> str | None:
    """What was typed without needless blanks, ``None`` where that is nothing."""
    return single_spaced(written) or None if written else None


def type_name(written: str | None) -> str | None:
    """The list's type as typed, or the known type's own spelling where all of it is that name."""
    told = typed(written)
    if told is None:
        return None
    found = find_type(told)
    if found is not None and found.words >= len(told.split()):
        return found.type.name
    return told[:1].upper() + told[1:]


def type_code(name: str | None) -> str | None:
    """The ``typeName`` code of a type's name; 32 (Khác) where no list has it."""
    if name is None:
        return None
    found = find_type(name)
    return found.type.code if found is not None else OTHER_TYPE


def authority_of(
    written: str | None, read: Field | None, issued: PartialDate | None, lists: AuthorityLists
) -> Match | None:
    """The entry that the issuing body stands for: as it was typed, else as it was read."""
    told = typed(written)
    if told is None:
        return read.authority if read is not None else None
    found = match_body(told, lists, issued)
    return found.match if found is not None else None
