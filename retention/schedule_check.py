"""Judges a schedule before an archive takes it: by itself, and beside those that it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from records.problem import Problem, problem
from records.retention import PeriodKind, RetentionPeriod
from records.vietnamese import fold
from retention.minimum import too_short
from retention.schedule import Schedule, ScheduleItem
from retention.schedule_table import TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedItem:
    """One item of a schedule beside the version before; ``None`` where only one of them has it."""

    code: str
    text: str
    before: str | None
    after: str | None


def check_schedule(
    schedule: Schedule, rows: tuple[TableRow, ...], known: tuple[Schedule, ...]
) -> tuple[Problem, ...]:
    """What is wrong with ``schedule``, whose items stand in ``rows``, each with its remedy."""
    return (*_twice(rows), *_overlaps(schedule, known), *too_short(schedule, rows, known))


def changed_items(before: Schedule | None, after: Schedule) -> tuple[ChangedItem, ...]:
    """The items that ``after`` adds, changes or no longer has, by code."""
    old = {each.code: each for each in before.items} if before is not None else {}
    new = {each.code: each for each in after.items}
    return tuple(
        ChangedItem(
            code=code,
            text=(new.get(code) or old[code]).text,
            before=old[code].period.wording if code in old else None,
            after=new[code].period.wording if code in new else None,
        )
        for code in sorted({*old, *new})
        if code not in old or code not in new or _told(old[code]) != _told(new[code])
    )


def version_before(schedule: Schedule, known: Iterable[Schedule]) -> Schedule | None:
    """The version that ``schedule`` replaces, else the newest of its instrument before it."""
    same = [each for each in known if _is_earlier(each, schedule)]
    named = [each for each in same if each.version == schedule.replaces]
    return max(named or same, key=lambda each: (each.valid_from, each.version), default=None)


def _is_earlier(each: Schedule, schedule: Schedule) -> bool:
    is_same = each.instrument == schedule.instrument and each.version != schedule.version
    return is_same and each.valid_from <= schedule.valid_from


def _told(item: ScheduleItem) -> tuple[str, str, str]:
    return item.group, item.text, item.period.wording


def _twice(rows: tuple[TableRow, ...]) -> Iterator[Problem]:
    seen: dict[str, TableRow] = {}
    for row in rows:
        item = row.item
        for key in (f"code {item.code}", f"text {fold(item.group)} {fold(item.text)}"):
            first = seen.setdefault(key, row)
            if first is row:
                continue
            facts = {"item": item.code, "first": first.place, "wording": item.period.wording}
            if _same_length(first.item.period, item.period):
                yield problem("T013", row.place, **facts)
            else:
                yield problem("T014", row.place, **facts, other=first.item.period.wording)
            break


def _same_length(one: RetentionPeriod, other: RetentionPeriod) -> bool:
    if one.kind is PeriodKind.EVENT:
        return one.kind is other.kind and fold(one.wording) == fold(other.wording)
    return (one.kind, one.years) == (other.kind, other.years)


def _overlaps(schedule: Schedule, known: tuple[Schedule, ...]) -> Iterator[Problem]:
    for each in known:
        same = each.instrument == schedule.instrument and each.version != schedule.version
        last, other_last = schedule.valid_to or date.max, each.valid_to or date.max
        if not same or each.version == schedule.replaces or each.replaces == schedule.version:
            continue
        if schedule.valid_from <= other_last and each.valid_from <= last:
            yield problem(
                "T015",
                f"{schedule.instrument} {schedule.version}",
                version=each.version,
                first=f"{each.valid_from:%d/%m/%Y}",
                last=f"{each.valid_to:%d/%m/%Y}" if each.valid_to else "…",
            )
