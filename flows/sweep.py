"""What is due on a day, over all stored dossiers. Proposes only, and writes nothing.

The catalogue counts dossiers that share rule and dates, and each such group is decided once; the
dossiers themselves follow one after the other, so that a million of them need no more memory than
a thousand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from pydantic_core import to_json
from sqlalchemy import Engine

from archive_store.vault.catalogue.retention import (
    RetentionGroup,
    codes_in_order,
    facts_of,
    retention_groups,
)
from flows.archive import Archive
from flows.settings import RetentionSection
from records.retention import RetentionDecision
from retention import RetentionOptions, Stage, StartReading, decide
from retention.holds import holds_on

REMEMBERED = 1 << 16
"""Decisions kept at a time, one for each rule and year."""
METRE_DIGITS = 4
"""A tenth of a millimetre is a sheet."""
HELD: Mapping[str, tuple[str, ...]] = {}
Wanted = Callable[[RetentionDecision], bool]
Counted = dict[tuple[str, str], list[int]]
"""Dossiers and sheets by a name and what came out."""
Contract = Callable[[RetentionDecision], dict[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Dossiers of one fonds, or with one rule, for which the same comes next.

    ``action`` is what is due, or ``later``, ``kept`` or ``unknown``.
    """

    name: str
    action: str
    dossiers: int
    sheets: int
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepFigures:
    """How many dossiers are due, by action, by fonds and by rule; shelf metres are estimated."""

    as_of: date
    dossiers: int
    sheets_per_metre: int
    by_action: tuple[Count, ...]
    by_fonds: tuple[Count, ...]
    by_rule: tuple[Count, ...]


class Sweep:
    """One look at all dossiers as of a day.

    ``holds`` are what holds a dossier, by its code; they change no date.
    """

    def __init__(
        self,
        engine: Engine,
        settings: RetentionSection,
        day: date,
        holds: Mapping[str, tuple[str, ...]] = HELD,
    ) -> None:
        self._engine, self._settings, self._day, self._holds = engine, settings, day, holds
        options = options_of(settings)

        @lru_cache(maxsize=REMEMBERED)
        def decided(told: str) -> RetentionDecision:
            return decide(facts_of("", told), (), day, options)

        self._decided, self._options = decided, options
        self._counted: dict[str, int] | None = None

    def figures(self) -> SweepFigures:
        """The counts of all dossiers, also of those for which nothing is due."""
        totals = _Totals(self._settings.sheets_per_metre)
        counted: dict[str, int] = {}
        for told, groups in groupby(retention_groups(self._engine), key=attrgetter("deciding")):
            counted[told] = totals.add(self._decided(told), groups)
        self._counted = counted
        return totals.figures(self._day)

    def due(self) -> Iterator[RetentionDecision]:
        """The dossiers for which something is due, what is due for longest first.

        Those with the same rule and dates stand together.
        """
        return self._each(_is_due)

    def unknown(self) -> Iterator[RetentionDecision]:
        """Those of which a person has to find something out."""
        return self._each(_is_unknown)

    def as_contract(self) -> tuple[dict[str, object], dict[str, Iterator[bytes]]]:
        """The figures, and the lists' items as JSON, under the keys of the contract."""
        return asdict(self.figures()), {
            "due": self._as_json(_is_due, due_contract),
            "unknown": self._as_json(_is_unknown, unknown_contract),
        }

    def _each(self, wanted: Wanted) -> Iterator[RetentionDecision]:
        for decision, told, codes in self._alike(wanted):
            for code in codes:
                yield self._held(code, told) or replace(decision, dossier_code=code)

    def _as_json(self, wanted: Wanted, contract: Contract) -> Iterator[bytes]:
        for decision, told, codes in self._alike(wanted):
            # But for their codes they are the same, so the rest is written out once.
            rest = to_json(contract(decision))[1:]
            for code in codes:
                held = self._held(code, told)
                after = to_json(contract(held))[1:] if held else rest
                yield b'{"dossier_code":' + to_json(code) + b"," + after

    def _alike(self, wanted: Wanted) -> Iterator[tuple[RetentionDecision, str, list[str]]]:
        if self._counted is None:
            self.figures()
        found = sorted(
            (_urgency(decision), told, count)
            for told, count in (self._counted or {}).items()
            if wanted(decision := self._decided(told))
        )
        in_order = ((told, count) for _, told, count in found)
        for told, codes in codes_in_order(self._engine, in_order):
            yield self._decided(told), told, codes

    def _held(self, code: str, told: str) -> RetentionDecision | None:
        holds = self._holds.get(code)
        if not holds:
            return None
        return decide(facts_of(code, told), holds, self._day, self._options)


def sweep_archive(archive: Archive, day: date) -> Sweep:
    """A sweep of an archive as of ``day``, by its own reading of the law and under its holds."""
    with archive.engine.connect() as connection:
        holds = holds_on(connection, day)
    return Sweep(archive.engine, archive.settings.retention, day, holds)


def options_of(settings: RetentionSection) -> RetentionOptions:
    """How this archive reads the law."""
    return RetentionOptions(
        start_reading=StartReading(settings.start_reading), stage=Stage(settings.stage)
    )


def due_contract(decision: RetentionDecision) -> dict[str, object]:
    """What is due under the keys of the command line's contract, but for the dossier's code."""
    rule = decision.rule
    return {
        "action": decision.action,
        "rule": rule and rule.item,
        "instrument": rule and rule.instrument,
        "version": rule and rule.version,
        "period": rule and rule.period.wording,
        "due_on": decision.due_on,
        "reason": decision.reason,
        "blocked_by": decision.blocked_by,
    }


def unknown_contract(decision: RetentionDecision) -> dict[str, object]:
    """What is not known under the keys of the contract, but for the dossier's code."""
    return {"reason": decision.reason}


class _Totals:
    def __init__(self, sheets_per_metre: int) -> None:
        self._sheets_per_metre = sheets_per_metre
        self._counted: dict[str, Counted] = {
            name: defaultdict(lambda: [0, 0]) for name in ("action", "fonds", "rule")
        }

    def add(self, decision: RetentionDecision, groups: Iterable[RetentionGroup]) -> int:
        """Count groups that are decided alike; how many dossiers they are."""
        rule, came, of_fonds = decision.rule, came_out(decision), self._counted["fonds"]
        dossiers = sheets = 0
        for group in groups:
            counted = of_fonds[f"{group.fonds} ({group.agency_code or group.fonds_code})", came]
            counted[0] += group.dossiers
            counted[1] += group.sheets
            dossiers += group.dossiers
            sheets += group.sheets
        for kind, name in (
            ("action", ""),
            ("rule", f"{rule.instrument} {rule.item}" if rule else ""),
        ):
            counted = self._counted[kind][name, came]
            counted[0] += dossiers
            counted[1] += sheets
        return dossiers

    def figures(self, day: date) -> SweepFigures:
        told = {kind: tuple(self._counts(kind)) for kind in self._counted}
        return SweepFigures(
            as_of=day,
            dossiers=sum(each.dossiers for each in told["action"]),
            sheets_per_metre=self._sheets_per_metre,
            by_action=told["action"],
            by_fonds=told["fonds"],
            by_rule=told["rule"],
        )

    def _counts(self, kind: str) -> Iterator[Count]:
        for (name, came), (dossiers, sheets) in sorted(self._counted[kind].items()):
            metres = round(sheets / self._sheets_per_metre, METRE_DIGITS)
            yield Count(name=name, action=came, dossiers=dossiers, sheets=sheets, metres=metres)


def _urgency(decision: RetentionDecision) -> tuple[date, str]:
    return decision.due_on or date.max, decision.action or ""


def _is_due(decision: RetentionDecision) -> bool:
    return decision.action is not None


def _is_unknown(decision: RetentionDecision) -> bool:
    return decision.is_unknown


def came_out(decision: RetentionDecision) -> str:
    """The action that is due, or ``later``, ``kept`` (for ever) or ``unknown``."""
    if decision.action is not None:
        return decision.action.value
    if decision.is_kept:
        return "kept"
    return "later" if decision.due_on is not None else "unknown"
