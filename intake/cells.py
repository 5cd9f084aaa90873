"""What the operator typed into one cell, as text, number or date; it never guesses a value."""

import re

from records.dates import PartialDate
from records.vietnamese import single_spaced

YEARS = range(1000, 2101)
"""Older papers are not kept in files, and later ones are a slip of the pen."""
_UNKNOWN = re.compile(r"[\s0.\-–—?_]*")
_WHOLE_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)


def read_text(cell: str | None) -> str | None:
    """The cell's text, blanks tidied; an empty cell is unknown."""
    return single_spaced(cell or "") or None


def read_number(cell: str | None) -> int | None:
    """A whole number from 1 on, as ``5``, ``05`` or ``5.0``; anything else is unknown."""
    found = re.fullmatch(r"\s*(\d{1,9})(?:[.,]0+)?\s*", cell or "")
    return int(found[1]) or None if found else None


def read_date(day: str | None, month: str | None, year: str | None) -> PartialDate | None:
    """The date of three cells, any of which may be empty, dashes or noughts.

    A cell that holds a whole date counts for its own part, and for all where the others are empty.

    Raises:
        ValueError: the cells hold something, and the calendar has no such date.
    """
    typed = [None if _UNKNOWN.fullmatch(cell or "") else cell for cell in (day, month, year)]
    if not any(typed):
        return None
    only = [cell for cell in typed if cell]
    if len(only) == 1 and (whole := _whole_date(only[0])):
        return _checked(whole)
    parts = [_part(cell, letter) for cell, letter in zip(typed, "dmy", strict=True)]
    return _checked({letter: part for letter, part in zip("dmy", parts, strict=True) if part})


def _whole_date(cell: str) -> dict[str, int] | None:
    for form in _WHOLE_DATES:
        if found := form.fullmatch(cell.strip()):
            return {letter: int(part) for letter, part in found.groupdict().items()}
    return None


def _part(cell: str | None, letter: str) -> int | None:
    if cell is None:
        return None
    number = read_number(cell)
    if number is not None:
        return number
    whole = _whole_date(cell) or {}
    if letter not in whole:
        raise ValueError(cell)
    return whole[letter]


def _checked(parts: dict[str, int]) -> PartialDate:
    if parts.get("y") not in YEARS:
        raise ValueError(f"year {parts.get('y')}")
    return PartialDate(year=parts["y"], month=parts.get("m"), day=parts.get("d"))
