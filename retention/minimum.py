"""The national minimum: no item of an archive's own list is kept shorter than its parent's.

An item names its parent item, or is surely the same as one: it has the same words, but for those
that name no matter. What is not sure is for a person, and never taken for compared.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from records.problem import Problem, problem
from records.retention import PeriodKind, RetentionPeriod
from records.vietnamese import fold, single_spaced
from retention.schedule import Certainty, Schedule, ScheduleItem
from retention.schedule_table import TableRow

FILLERS = re.compile(r"\b(hồ sơ|tài liệu|về việc|cơ quan|ngành|về|các|những|của|và|do)\b")
"""Words that tell no item from another."""
MOST_NAMED = 30
_WORD = re.compile(r"\w+")


def too_short(
    schedule: Schedule, rows: tuple[TableRow, ...], known: tuple[Schedule, ...]
) -> Iterator[Problem]:
    """What is wrong with the periods of ``schedule`` beside those of its parent."""
    if not schedule.parent:
        own = next((row for row in rows if row.item.certainty is Certainty.ARCHIVE), None)
        if own is not None:
            yield problem("T018", own.place, parent="")
        return
    parents = [each for each in known if each.instrument == schedule.parent]
    if not parents:
        yield problem("T018", f"{schedule.instrument} {schedule.version}", parent=schedule.parent)
        return
    parent = max(parents, key=lambda each: (each.valid_from, each.version))
    yield from _beside(f"{schedule.instrument} {schedule.version}", rows, parent)


def is_as_long(period: RetentionPeriod, least: RetentionPeriod) -> bool:
    """Whether ``period`` is certainly no shorter; years and events cannot be compared."""
    if period.kind is PeriodKind.PERMANENT:
        return True
    if period.kind is not least.kind:
        return False
    if period.kind is PeriodKind.YEARS:
        return (period.years or 0) >= (least.years or 0)
    return fold(period.wording) == fold(least.wording)


def _beside(name: str, rows: tuple[TableRow, ...], parent: Schedule) -> Iterator[Problem]:
    by_code = {each.code: each for each in parent.items}
    by_words: dict[frozenset[str], list[ScheduleItem]] = defaultdict(list)
    for each in parent.items:
        by_words[_words(each.text)].append(each)
    alone = []
    for row in rows:
        item = row.item
        least = by_code.get(item.parent_item or item.code)
        if least is None and item.parent_item:
            yield problem("T017", row.place, parent=parent.instrument, item=item.parent_item)
            continue
        least = least or _surely(item, by_words[_words(item.text)])
        if least is None:
            alone.append(item.code)
        elif not is_as_long(item.period, least.period):
            yield problem(
                "T016", row.place, wording=item.period.wording, least=least.period.wording,
                parent=parent.instrument, item=least.code,
            )  # fmt: skip
    if alone:
        more = f" … (+{len(alone) - MOST_NAMED})" if len(alone) > MOST_NAMED else ""
        told = ", ".join(alone[:MOST_NAMED]) + more
        yield problem("T069", name, parent=parent.instrument, count=len(alone), items=told)


def _surely(item: ScheduleItem, same: list[ScheduleItem]) -> ScheduleItem | None:
    """The one of items with the same words that ``item`` is; ``None`` where that is not sure."""
    group = _words(item.group)
    in_group = [each for each in same if group and _words(each.group) == group]
    return _alike(in_group or same)


def _alike(same: list[ScheduleItem]) -> ScheduleItem | None:
    """The first of them, where all are kept equally long."""
    is_one = all(is_as_long(one.period, same[0].period) for one in same) and all(
        is_as_long(same[0].period, one.period) for one in same
    )
    return same[0] if same and is_one else None


def _words(written: str) -> frozenset[str]:
    """The words with their marks, for these tell words from one another."""
    return frozenset(_WORD.findall(FILLERS.sub(" ", single_spaced(written).lower())))
