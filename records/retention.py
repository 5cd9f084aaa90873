"""How long a dossier is kept (thời hạn lưu trữ), and what is due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from records.dates import PartialDate


class PeriodKind(StrEnum):
    """The three ways the schedules state a period."""

    PERMANENT = "permanent"
    """Vĩnh viễn."""
    YEARS = "years"
    """A number of years from the end of the work."""
    EVENT = "event"
    """Until, or years after, an event that has to be recorded first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPeriod:
    """A period as a schedule states it; ``wording`` is the schedule's own text.

    Raises:
        ValueError: a period of years without a positive number of them.
    """

    kind: PeriodKind
    wording: str
    years: int | None = None

    def __post_init__(self) -> None:
        if self.kind is PeriodKind.YEARS and (self.years is None or self.years < 1):
            raise ValueError(f"{self.wording!r}: a period of years needs their number")


PROPOSED = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """What decided a dossier's period: the item of a schedule, its instrument and version.

    The ``item`` of a rule that was only proposed begins with ``?``, wherever it is written down.
    """

    instrument: str
    version: str
    item: str
    text: str
    period: RetentionPeriod
    reason: str

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has confirmed it yet; then it decides nothing."""
        return self.item.startswith(PROPOSED)


class DueAction(StrEnum):
    """What a sweep may propose; it never does any of them itself."""

    DESTROY = "destroy"
    """To be listed for appraisal: the period has ended."""
    TRANSFER = "transfer"
    """Current → historical archive (lưu trữ hiện hành → lưu trữ lịch sử)."""
    SUBMIT = "submit"
    """Unit → current archive (nộp vào lưu trữ hiện hành)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionFacts:
    """What decides about one dossier; an unknown date is ``None``.

    ``end`` is when the work ended, ``event_on`` when that happened which an event-based period
    waits for, ``submitted_on`` when the dossier came to the current archive, ``transferred_on``
    when it was handed over to another one.
    """

    code: str
    rule: RetentionRule | None
    end: PartialDate | None = None
    event_on: PartialDate | None = None
    submitted_on: PartialDate | None = None
    transferred_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionDecision:
    """What the rules say of one dossier on one day.

    ``action`` is ``None`` while nothing is due. ``due_on`` is ``None`` while it cannot be known,
    and where nothing will ever be due: then it ``is_kept`` for ever.
    """

    dossier_code: str
    action: DueAction | None
    due_on: date | None
    reason: str
    rule: RetentionRule | None
    blocked_by: tuple[str, ...] = ()
    is_kept: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether a person has to find something out before anything can be decided."""
        return self.due_on is None and not self.is_kept
