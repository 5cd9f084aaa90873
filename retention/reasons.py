"""The words of a decision: why something is due, will be, or cannot be known."""

from datetime import date
from functools import lru_cache

from records.dates import PartialDate
from records.messages import text
from records.retention import PeriodKind, RetentionFacts, RetentionRule

YEARS_TO_CURRENT_ARCHIVE = 1
"""Unit → current archive: at most 1 year from the year in which the work ended."""
YEARS_TO_HISTORICAL_ARCHIVE = 5
"""Current → historical archive: at most 5 years from the year of submission.

Both of Law 33/2024/QH15, as reported in secondary sources. We read them as: due from 1 January of
the last year that is allowed, so that one year is left to do it in.
"""
REMEMBERED = 1 << 14
"""Sentences kept at a time; there is one for each rule and year, not for each dossier."""


def why_nothing(facts: RetentionFacts, *, is_kept: bool) -> str:
    """Why no day can be named, or why none ever will be."""
    rule = facts.rule
    if is_kept:
        told = text("retention.kept")
    elif rule is None:
        told = text("retention.no_rule")
    elif rule.is_proposed:
        told = text("retention.unconfirmed", reason=rule.reason)
    elif rule.period.kind is PeriodKind.EVENT and facts.event_on is None:
        told = text("retention.event", wording=rule.period.wording)
    else:
        told = text("retention.no_end")
    return told


def why_asked(
    rule: RetentionRule | None, due_on: date, told: str, start: PartialDate, *, is_due: bool
) -> str:
    """The sentence of ``told`` about a rule, its day, and what is counted from."""
    wording, instrument = (rule.period.wording, rule.instrument) if rule is not None else ("", "")
    # Plain values are compared fast, and there are as many sentences as rules and years.
    return _sentence(told, is_due, wording, instrument, due_on, start.year, start.month, start.day)


@lru_cache(maxsize=REMEMBERED)
def _sentence(  # noqa: PLR0913, PLR0917 - what makes one sentence differ from another
    told: str, is_due: bool, wording: str, instrument: str, due_on: date,  # noqa: FBT001
    year: int, month: int | None, day: int | None,
) -> str:  # fmt: skip
    return text(
        f"retention.{told}.{'due' if is_due else 'later'}",
        wording=wording,
        day=f"{due_on.day:02d}/{due_on.month:02d}/{due_on.year:04d}",
        instrument=instrument,
        start=PartialDate(year=year, month=month, day=day).vietnamese,
        current=YEARS_TO_CURRENT_ARCHIVE,
        historical=YEARS_TO_HISTORICAL_ARCHIVE,
    )
