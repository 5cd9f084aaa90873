"""The cells of a sheet become a schedule: what is wrong in a row is told with its place.

The cells are strangers' text, read elsewhere; here they are only compared and copied.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.dates import read_partial_date
from records.problem import Problem, problem
from records.vietnamese import fold, single_spaced
from retention.period import read_period
from retention.schedule import Certainty, Schedule, ScheduleItem

HEADERS = {
    "instrument": ("instrument", "van ban", "so ky hieu van ban"),
    "version": ("version", "phien ban"),
    "valid_from": ("valid_from", "hieu luc tu", "tu ngay"),
    "valid_to": ("valid_to", "hieu luc den", "den ngay"),
    "code": ("code", "ma", "ma muc", "muc"),
    "group": ("group", "nhom", "nhom tai lieu"),
    "text": ("text", "ten loai", "noi dung", "nhom ho so, tai lieu", "ten nhom ho so, tai lieu",
             "ho so, tai lieu"),
    "period": ("period", "thoi han", "thoi han bao quan", "thoi han luu tru"),
    "certainty": ("certainty", "do tin cay"),
    "source": ("source", "nguon"),
    "parent": ("parent", "van ban goc"),
    "parent_item": ("parent_item", "muc goc"),
    "replaces": ("replaces", "thay the"),
}  # fmt: skip
"""Columns and the headers they are known by, without marks and capitals."""
NEEDED = ("code", "text", "period")
OF_SCHEDULE = ("instrument", "version", "valid_from", "valid_to", "parent", "replaces")
HEADER_WITHIN = 50
FORMULA_STARTS = "=+-@ \t"
"""A spreadsheet runs a cell that begins so; in a wording they are only dashes of a list."""
Sheets = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row that states a period; ``place`` names file, sheet and row for a person."""

    place: str
    item: ScheduleItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """What a file says: a schedule with the place of each of its items, or why there is none."""

    schedule: Schedule | None
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]


def read_schedule_table(sheets: Sheets, name: str, given: Mapping[str, str]) -> ReadTable:
    """The schedule of the first sheet with a header row.

    ``given`` are values of the whole schedule by the names of ``OF_SCHEDULE``, which go before
    the columns.
    """
    for sheet in sheets:
        for at, (_, cells) in enumerate(sheet["rows"][:HEADER_WITHIN]):
            columns = _columns(cells)
            if "period" in columns and "text" in columns:
                return _Reader(name, columns, given).read(sheet["rows"][at + 1 :])
    missing = problem("T011", name, columns=", ".join(NEEDED))
    return ReadTable(schedule=None, rows=(), problems=(missing,))


def _columns(cells: list[Any]) -> dict[str, int]:
    known = {fold(header): key for key, headers in HEADERS.items() for header in headers}
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        key = known.get(fold(single_spaced(cell))) if isinstance(cell, str) else None
        if key is not None:
            found.setdefault(key, at)
    return found


@dataclass(slots=True)
class _Reader:
    name: str
    columns: dict[str, int]
    given: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    group: str = ""

    def read(self, rows: list[list[Any]]) -> ReadTable:
        if "code" not in self.columns:
            self.problems.append(problem("T011", self.name, columns="code"))
        whole = dict(self.given)
        items: list[TableRow] = []
        for number, cells in rows:
            place = f"{self.name}:{number}"
            row = dict(self._values(cells, place))
            self._note(whole, row, place)
            items += self._item(row, place)
        schedule = self._schedule(whole, tuple(row.item for row in items))
        return ReadTable(
            schedule=None if self.problems else schedule,
            rows=tuple(items),
            problems=tuple(self.problems),
        )

    def _values(self, cells: list[Any], place: str) -> Iterator[tuple[str, str]]:
        for key, at in self.columns.items():
            cell = cells[at] if at < len(cells) else None
            if isinstance(cell, dict):
                self.problems.append(problem("T021", place, column=key))
            yield key, single_spaced(cell) if isinstance(cell, str) else ""

    def _note(self, whole: dict[str, str], row: dict[str, str], place: str) -> None:
        """Take what rows say of the whole schedule; a file holds one."""
        for key in OF_SCHEDULE:
            told = row.get(key, "")
            if not told or key in self.given:
                continue
            if whole.setdefault(key, told) != told:
                facts = {"column": key, "value": told, "other": whole[key]}
                self.problems.append(problem("T022", place, **facts))

    def _item(self, row: dict[str, str], place: str) -> Iterator[TableRow]:
        wording, text = row["period"], row["text"].lstrip(FORMULA_STARTS)
        self.group = row.get("group", "") or self.group
        if not wording and not row.get("code"):
            return  # a heading between items, or a note below them
        period = read_period(wording)
        if period is None:
            self.problems.append(problem("T012", place, wording=wording, text=text))
        elif not (text and row.get("code")):
            self.problems.append(problem("T020", place, column="text" if not text else "code"))
        else:
            item = ScheduleItem(
                code=row["code"].lstrip(FORMULA_STARTS),
                group=self.group.lstrip(FORMULA_STARTS),
                text=text,
                period=period,
                certainty=self._certainty(row, place),
                source=row.get("source", "").lstrip(FORMULA_STARTS),
                parent_item=row.get("parent_item", ""),
            )
            yield TableRow(place=place, item=item)

    def _certainty(self, row: dict[str, str], place: str) -> Certainty:
        told = row.get("certainty", "")
        if told and told not in set(Certainty):
            self.problems.append(problem("T019", place, column="certainty", value=told))
            return Certainty.PARAPHRASE
        return Certainty(told or (Certainty.ARCHIVE if self._has_parent(row) else "secondary"))

    def _has_parent(self, row: dict[str, str]) -> bool:
        return bool(self.given.get("parent") or row.get("parent"))

    def _schedule(self, whole: dict[str, str], items: tuple[ScheduleItem, ...]) -> Schedule | None:
        for key in ("instrument", "version", "valid_from"):
            if not whole.get(key):
                self.problems.append(problem("T020", self.name, column=key))
        days = {key: self._day(whole.get(key, ""), key) for key in ("valid_from", "valid_to")}
        first, last = days["valid_from"], days["valid_to"]
        if first is None:
            return None
        if last is not None and last < first:
            facts = {"column": "valid_to", "value": whole["valid_to"]}
            self.problems.append(problem("T019", self.name, **facts))
        return Schedule(
            instrument=whole.get("instrument", ""),
            version=whole.get("version", ""),
            valid_from=first,
            valid_to=last,
            items=items,
            parent=whole.get("parent", ""),
            replaces=whole.get("replaces", ""),
        )

    def _day(self, told: str, column: str) -> date | None:
        if not told:
            return None
        try:
            found = read_partial_date(told)
        except ValueError:
            found = None
        if found is None or found.day is None:
            self.problems.append(problem("T019", self.name, column=column, value=told))
            return None
        return found.first_day
