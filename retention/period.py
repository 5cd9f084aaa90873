"""The wording of a period → its meaning; what is not understood is never guessed."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from records.retention import PeriodKind, RetentionPeriod
from records.vietnamese import fold, single_spaced

_ASIDE = re.compile(r"\([^()]*\)")
_PERMANENT = re.compile(r"(?:bao quan |luu tru )?(?:vinh vien|vv)")
# A leading zero is refused: "05" may be five years or code 05 (20 years) of Circular 05/2025.
_YEARS = re.compile(r"([1-9]\d{0,2})(?: ?nam)?")
_YEARS_AFTER = re.compile(r"([1-9]\d?) ?nam (?:sau|ke tu) .+")
_EVENT = re.compile(r"den khi .+|theo tuoi tho .+|[1-9]\d? ?nam (?:sau|ke tu) .+|sau khi .+")


@cache
def longest_years() -> int:
    """No period in years is longer: ``retention/data/rules.toml``, with its source."""
    source = files("retention").joinpath("data", "rules.toml")
    return int(tomllib.loads(source.read_text(encoding="utf-8"))["longest_years"]["value"])


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
    if counted is None or int(counted[1]) > longest_years():
        return None
    return RetentionPeriod(kind=PeriodKind.YEARS, wording=written, years=int(counted[1]))


@cache
def years_after_event(wording: str) -> int:
    """How many years after its event a period ends: 5 of ``5 năm sau khi …``, else 0."""
    bare = single_spaced(_ASIDE.sub(" ", fold(single_spaced(wording)))).rstrip(". ")
    counted = _YEARS_AFTER.fullmatch(bare)
    return int(counted[1]) if counted is not None else 0
