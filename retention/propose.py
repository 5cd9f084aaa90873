"""Which items of the schedules a dossier may fall under, the likeliest first, each with its reason.

A proposal decides nothing: a person confirms one, or the archive has approved a rule before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from records.messages import text
from records.retention import RetentionRule
from records.vietnamese import fold
from retention.schedule import Schedule, ScheduleItem, in_force

WEIGHTS = {"title": 0.70, "types": 0.15, "group": 0.08, "fonds": 0.07}
"""How much each likeness counts: the title says most of what a dossier is about."""
SECTORS = {
    "BYT": "y te", "TTCP": "thanh tra", "BTC": "tai chinh", "BGDDT": "giao duc",
    "BCT": "cong thuong", "BNNMT": "nong nghiep", "BXD": "xay dung", "BTP": "tu phap",
}  # fmt: skip
"""The body in an instrument's notation, and words in the names of fonds of its sector."""
NUMBERED = re.compile(r"^[\d.\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a proposal looks at: title, types of the documents, and the fonds' name."""

    title: str
    document_types: tuple[str, ...] = ()
    fonds: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An item that a dossier may fall under; likenesses are percentages."""

    schedule: Schedule
    item: ScheduleItem
    likeness: float
    parts: dict[str, float]

    @property
    def reason(self) -> str:
        """Why it is proposed, in words."""
        shares = {name: round(share) for name, share in self.parts.items()}
        return text("retention.likeness", likeness=round(self.likeness), **shares)


def propose(
    subject: Subject, schedules: Iterable[Schedule], day: date, most: int | None
) -> tuple[Proposal, ...]:
    """The ``most`` likeliest items of schedules in force on ``day``, the likeliest first.

    ``None`` means all of them.
    """
    folded = Subject(
        title=fold(subject.title),
        document_types=tuple(dict.fromkeys(map(fold, subject.document_types))),
        fonds=fold(subject.fonds),
    )
    found = [
        _proposal(folded, schedule, item)
        for schedule in in_force(schedules, day)
        for item in schedule.items
    ]
    found.sort(key=lambda each: (-each.likeness, each.schedule.instrument, each.item.code))
    return tuple(found[:most])


def rule_of(schedule: Schedule, item: ScheduleItem, reason: str) -> RetentionRule:
    """The rule that an item of a schedule makes."""
    return RetentionRule(
        instrument=schedule.instrument,
        version=schedule.version,
        item=item.code,
        text=item.text,
        period=item.period,
        reason=reason,
    )


def _proposal(folded: Subject, schedule: Schedule, item: ScheduleItem) -> Proposal:
    title, of_item, group = folded.title, fold(item.text), NUMBERED.sub("", fold(item.group))
    named = [f" {each} " in f" {of_item} " for each in folded.document_types]
    parts = {
        # Half by all words and half by shared ones: an item lists more than one title has.
        "title": (fuzz.token_sort_ratio(title, of_item) + fuzz.token_set_ratio(title, of_item)) / 2,
        "types": 100 * sum(named) / len(named) if named else 0.0,
        "group": fuzz.token_set_ratio(title, group) if group else 0.0,
        "fonds": 100.0 if _is_of_sector(schedule.instrument, folded.fonds) else 0.0,
    }
    likeness = sum(WEIGHTS[name] * share for name, share in parts.items())
    return Proposal(schedule=schedule, item=item, likeness=likeness, parts=parts)


def _is_of_sector(instrument: str, fonds: str) -> bool:
    body = fold(instrument.rpartition("-")[2]).upper()
    return body in SECTORS and SECTORS[body] in fonds
