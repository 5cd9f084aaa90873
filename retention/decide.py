"""What a rule asks of a dossier on one day; pure, and never destroying anything itself."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

from records.dates import PartialDate
from records.messages import text
from records.retention import (
    DueAction,
    PeriodKind,
    RetentionDecision,
    RetentionFacts,
)
from retention.period import years_after_event
from retention.reasons import (
    YEARS_TO_CURRENT_ARCHIVE,
    YEARS_TO_HISTORICAL_ARCHIVE,
    why_asked,
    why_nothing,
)


class StartReading(StrEnum):
    """Where a period that runs “from the year in which the work ended” begins."""

    YEAR_AFTER = "year-after"
    """On 1 January of the next year: 10 years of a file closed in 2015 end with 2025."""
    END_YEAR = "end-year"
    """On 1 January of that year: 10 years of a file closed in 2015 end with 2024.

    A period that waits for an event then begins on the day of the event.
    """


class Stage(StrEnum):
    """Where the dossiers of this archive are on their way."""

    UNIT = "unit"
    """With the units that made them, until their submission is recorded."""
    CURRENT = "current"
    """In the current archive (lưu trữ hiện hành)."""
    HISTORICAL = "historical"
    """In the historical archive (lưu trữ lịch sử), where permanent ones stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionOptions:
    """How the archive reads the law where two readings are practised; the later is the default."""

    start_reading: StartReading = StartReading.YEAR_AFTER
    stage: Stage = Stage.CURRENT


_UNIT, _END_YEAR = Stage.UNIT, StartReading.END_YEAR
_YEARS, _DESTROY = PeriodKind.YEARS, DueAction.DESTROY
"""Looked up once: a sweep decides hundreds of thousands of times."""


_Asked = tuple[DueAction, date, str, PartialDate]
"""What comes next: the action, its day, what tells why, and where it counts from."""


def decide(
    facts: RetentionFacts, holds: tuple[str, ...], today: date, options: RetentionOptions
) -> RetentionDecision:
    """What is due for a dossier on ``today``, and why.

    Without a confirmed rule nothing is ever destroyed or transferred, nor before every date that
    its period counts from is known. ``holds`` change no date: what they block stays in the
    decision, blocked.
    """
    asked = _asked(facts, options)
    action = due_on = None
    is_kept = False
    if asked is None:
        is_kept = _is_at_its_end(facts, options)
        reason = why_nothing(facts, is_kept=is_kept)
    else:
        next_action, due_on, told, start = asked
        is_due = due_on <= today
        if is_due:
            action = next_action
        reason = why_asked(facts.rule, due_on, told, start, is_due=is_due)
    if facts.transferred_on is not None:
        told = text("retention.transferred", day=facts.transferred_on.vietnamese)
        reason = f"{reason} {told}"
    if holds:
        reason = f"{reason} {text('retention.held', holds='; '.join(holds))}"
    return RetentionDecision(
        dossier_code=facts.code,
        action=action,
        due_on=due_on,
        reason=reason,
        rule=facts.rule,
        blocked_by=holds,
        is_kept=is_kept,
    )


def _asked(  # noqa: PLR0911 - one return for each kind of period
    facts: RetentionFacts, options: RetentionOptions
) -> _Asked | None:
    rule = facts.rule
    if options.stage is _UNIT and facts.submitted_on is None:
        end = PartialDate(year=facts.end.year) if facts.end is not None else None
        return _first_day(DueAction.SUBMIT, end, YEARS_TO_CURRENT_ARCHIVE, "submit")
    if rule is None or rule.is_proposed:
        return None
    # Of the end only its year counts, but for an event; a sweep decides once for such a year.
    period = rule.period
    if period.years is not None and period.kind is _YEARS:
        years = period.years + (options.start_reading is not _END_YEAR)
        return _first_day(_DESTROY, facts.end, years, "destroy")
    if period.kind is PeriodKind.PERMANENT:
        return None if _is_arrived(facts, options) else _transfer(facts)
    return _after_event(period.wording, facts, options)


def _is_at_its_end(facts: RetentionFacts, options: RetentionOptions) -> bool:
    rule = facts.rule
    if rule is None or rule.is_proposed or not _is_arrived(facts, options):
        return False
    return rule.period.kind is PeriodKind.PERMANENT


def _is_arrived(facts: RetentionFacts, options: RetentionOptions) -> bool:
    """Whether the historical archive has it, or this is that archive."""
    return options.stage is Stage.HISTORICAL or facts.transferred_on is not None


def _transfer(facts: RetentionFacts) -> _Asked | None:
    if facts.submitted_on is not None:
        told, years = "transfer.submitted", YEARS_TO_HISTORICAL_ARCHIVE
        return _first_day(DueAction.TRANSFER, facts.submitted_on, years, told)
    years = YEARS_TO_CURRENT_ARCHIVE + YEARS_TO_HISTORICAL_ARCHIVE
    return _first_day(DueAction.TRANSFER, facts.end, years, "transfer")


def _first_day(
    action: DueAction, start: PartialDate | None, years: int, told: str
) -> _Asked | None:
    """1 January, ``years`` after the year of ``start``; ``None`` outside the calendar."""
    if start is None or start.year < MINYEAR or start.year + years > MAXYEAR:
        return None
    return action, date(start.year + years, 1, 1), told, start


def _after_event(wording: str, facts: RetentionFacts, options: RetentionOptions) -> _Asked | None:
    event, years = facts.event_on, years_after_event(wording)
    known = [each for each in (event, facts.end) if each is not None]
    if event is None or not all(MINYEAR <= each.year < MAXYEAR - years for each in known):
        return None
    # Work that went on after the event keeps the dossier for as long as it went on.
    start = max(each.last_day for each in known)
    if options.start_reading is not _END_YEAR:
        due_on = date(start.year + years + 1, 1, 1)
    else:
        due_on = _anniversary(start, years) + timedelta(days=1)
    return _DESTROY, due_on, "destroy.event", event


def _anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        # 29 February of a year that has none ends with 28 February.
        return start.replace(year=start.year + years, day=28)
