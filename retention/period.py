"""The wording of a period → its meaning; what is not understood is never guessed."""

import re

from records.retention import PeriodKind, RetentionPeriod
from records.vietnamese import fold, single_spaced

LONGEST_YEARS = 70
"""No known schedule has a longer period in years (Circular 09/2011/TT-BNV has 70)."""

_ASIDE = re.compile(r"\([^()]*\)")
_PERMANENT = re.compile(r"(?:bao quan |luu tru )?(?:vinh vien|vv)")
# A leading zero is refused: "05" may be five years or code 05 (20 years) of Circular 05/2025.
_YEARS = re.compile(r"([1-9]\d?)(?: ?nam)?")
_EVENT = re.compile(r"den khi .+|theo tuoi tho .+|[1-9]\d? ?nam (?:sau|ke tu) .+|sau khi .+")


def read_period(wording: str) -> RetentionPeriod | None:
    """The period that ``wording`` states (``Vĩnh viễn``, ``20 năm``, ``10``, ``Đến khi …``).

    Returns ``None`` where the wording is not one of those known.
    """
    written = single_spaced(wording)
    bare = single_spaced(_ASIDE.sub(" ", fold(written))).rstrip(". ")
    if _PERMANENT.fullmatch(bare):
        return RetentionPeriod(kind=PeriodKind.PERMANENT, wording=written)
    if _EVENT.fullmatch(bare):
        return RetentionPeriod(kind=PeriodKind.EVENT, wording=written)
    counted = _YEARS.fullmatch(bare)
    if counted is None or int(counted[1]) > LONGEST_YEARS:
        return None
    return RetentionPeriod(kind=PeriodKind.YEARS, wording=written, years=int(counted[1]))
