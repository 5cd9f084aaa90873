"""From what a person or an approved rule names to the one rule of a dossier."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from records.errors import InputError
from records.retention import PeriodKind, RetentionRule
from records.vietnamese import fold
from retention.propose import Subject
from retention.schedule import Schedule, ScheduleItem, in_force

APPROVED_COLUMNS = (
    "title_words", "document_types", "fonds", "instrument", "item", "approved_by", "approved_on",
)  # fmt: skip
NEEDED = ("instrument", "item", "approved_by", "approved_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedRule:
    """A rule of the archive: dossiers that fit fall under an item, without a person for each.

    All that is given has to fit: every word in the title, one of the document types, the fonds by
    name or code. ``line`` is its line in the archive's file.
    """

    title_words: tuple[str, ...]
    document_types: tuple[str, ...]
    fonds: str
    instrument: str
    item: str
    approved_by: str
    approved_on: date
    line: int

    def fits(self, subject: Subject, fonds_codes: tuple[str, ...]) -> bool:
        """Whether the dossier ``subject`` falls under it."""
        words = f" {fold(subject.title)} "
        types = {fold(each) for each in subject.document_types}
        return (
            all(f" {word} " in words for word in self.title_words)
            and (not self.document_types or not types.isdisjoint(self.document_types))
            and (not self.fonds or self.fonds in {fold(subject.fonds), *map(fold, fonds_codes)})
        )


def read_approved(table: str) -> tuple[ApprovedRule, ...]:
    """The rules of an archive's file.

    Raises:
        ValueError: a line names no item, nobody who approved it, no day, or fits every dossier.
    """
    rows = csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    return tuple(_approved(row, rows.line_num) for row in rows if any(row.values()))


def _approved(row: dict[str, str], line: int) -> ApprovedRule:
    told = {name: (row.get(name) or "").strip() for name in APPROVED_COLUMNS}
    missing = [name for name in NEEDED if not told[name]]
    if missing or not any(told[name] for name in ("title_words", "document_types", "fonds")):
        raise ValueError(f"{line}: {', '.join(missing) or 'title_words'}")
    return ApprovedRule(
        title_words=tuple(fold(told["title_words"]).split()),
        document_types=tuple(filter(None, map(_folded, told["document_types"].split("|")))),
        fonds=fold(told["fonds"]),
        instrument=told["instrument"],
        item=told["item"],
        approved_by=told["approved_by"],
        approved_on=date.fromisoformat(told["approved_on"]),
        line=line,
    )


def _folded(written: str) -> str:
    return fold(written.strip())


def find_item(
    schedules: Iterable[Schedule], named: str, day: date
) -> tuple[Schedule, ScheduleItem]:
    """The item called ``CODE``, or ``INSTRUMENT:CODE``: in force on ``day``, else the newest.

    Raises:
        InputError: T025, there is none; T026, several instruments have it.
    """
    instrument, _, code = named.rpartition(":")
    known = [each for each in schedules if instrument in {"", each.instrument}]
    found = [(each, item) for each in known for item in each.items if item.code == code]
    if not found:
        raise InputError("T025", named)
    instruments = sorted({each.instrument for each, _ in found})
    if len(instruments) > 1:
        raise InputError("T026", named, instruments=", ".join(instruments), item=code)
    forces = in_force(known, day)
    return max(found, key=lambda one: (one[0] in forces, one[0].valid_from, one[0].version))


def longest(rules: Iterable[RetentionRule]) -> RetentionRule | None:
    """The rule with the longest period; ``None`` where years and events cannot be compared."""
    known = tuple(rules)
    permanent = [each for each in known if each.period.kind is PeriodKind.PERMANENT]
    if permanent:
        return permanent[0]
    if all(each.period.kind is PeriodKind.YEARS for each in known):
        return max(known, key=lambda each: each.period.years or 0, default=None)
    wordings = {(each.period.kind, fold(each.period.wording)) for each in known}
    return known[0] if len(wordings) == 1 else None
