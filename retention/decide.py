"""What a rule asks of a dossier on one day; pure, and never destroying anything itself."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum

from records.dates import PartialDate
from records.messages import text
from records.retention import (
    DueAction,
    PeriodKind,
    RetentionDecision,
    RetentionPeriod,
    RetentionRule,
)

YEARS_TO_CURRENT_ARCHIVE = 1
"""Unit → current archive: at most 1 year from the year in which the work ended."""
YEARS_TO_HISTORICAL_ARCHIVE = 5
"""Current → historical archive: at most 5 years from the year of submission.

Both of Law 33/2024/QH15, as reported in secondary sources. We read them as: due from 1 January of
the last year that is allowed, so that one year is left to do it in.
"""


class StartReading(StrEnum):
    """Where a period that runs “from the year in which the work ended” begins."""

    YEAR_AFTER = "year-after"
    """On 1 January of the next year: 10 years of a file closed in 2015 end with 2025."""
    END_YEAR = "end-year"
    """On 1 January of that year: 10 years of a file closed in 2015 end with 2024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionOptions:
    """How the archive reads the law where two readings are practised; the later is the default."""

    start_reading: StartReading = StartReading.YEAR_AFTER


def decide(
    code: str,
    rule: RetentionRule | None,
    end: PartialDate | None,
    holds: tuple[str, ...],
    today: date,
    options: RetentionOptions,
) -> RetentionDecision:
    """What is due for dossier ``code`` on ``today``, and why.

    Without a confirmed rule, a known end of the work or a period in years nothing is ever due.
    ``holds`` change no date: what they block stays in the decision, blocked.
    """
    due_on = _due_on(rule, end, options)
    if rule is None or due_on is None:
        action, reason = None, _why_unknown(rule)
    else:
        is_permanent = rule.period.kind is PeriodKind.PERMANENT
        asked = DueAction.TRANSFER if is_permanent else DueAction.DESTROY
        action = asked if due_on <= today else None
        reason = _why(asked, rule, due_on, is_due=action is not None)
    return RetentionDecision(
        dossier_code=code,
        action=action,
        due_on=due_on,
        reason=" ".join([reason, *_why_blocked(holds)]),
        rule=rule,
        blocked_by=holds,
    )


def _due_on(
    rule: RetentionRule | None, end: PartialDate | None, options: RetentionOptions
) -> date | None:
    if rule is None or rule.is_proposed or end is None:
        return None
    if rule.period.kind is PeriodKind.EVENT:
        return None
    due_year = end.year + _years(rule.period, options)
    return date(due_year, 1, 1) if end.year >= MINYEAR and due_year <= MAXYEAR else None


def _years(period: RetentionPeriod, options: RetentionOptions) -> int:
    if period.kind is PeriodKind.PERMANENT:
        return YEARS_TO_CURRENT_ARCHIVE + YEARS_TO_HISTORICAL_ARCHIVE
    if period.years is None:
        return MAXYEAR
    return period.years + int(options.start_reading != StartReading.END_YEAR)


def _why_unknown(rule: RetentionRule | None) -> str:
    if rule is None:
        return text("retention.no_rule")
    if rule.is_proposed:
        return text("retention.unconfirmed", reason=rule.reason)
    if rule.period.kind is PeriodKind.EVENT:
        return text("retention.event", wording=rule.period.wording)
    return text("retention.no_end")


def _why(asked: DueAction, rule: RetentionRule, due_on: date, *, is_due: bool) -> str:
    state = "due" if is_due else "later"
    return text(
        f"retention.{asked}.{state}",
        wording=rule.period.wording,
        day=due_on.strftime("%d/%m/%Y"),
        instrument=rule.instrument,
        current=YEARS_TO_CURRENT_ARCHIVE,
        historical=YEARS_TO_HISTORICAL_ARCHIVE,
    )


def _why_blocked(holds: tuple[str, ...]) -> list[str]:
    return [text("retention.held", holds="; ".join(holds))] if holds else []
