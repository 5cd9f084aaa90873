"""The audit: every byte of the store against inventories, and both against the ledger.

What is doubtful comes first, then what was read least recently, so a daily budget goes round the
whole store. Each package is noted as it is done: a run that is killed keeps what it did.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from archive_store.vault.audit.budget import Scope, Tally
from archive_store.vault.audit.findings import STORE, damaged_packages, open_findings, remember
from archive_store.vault.audit.look import look, strangers
from archive_store.vault.audit.order import count_stored, known_among, longest_unread
from archive_store.vault.audit.runs import begin_run, end_run, looked_to, note_checks, note_look
from archive_store.vault.audit.workers import examined
from archive_store.vault.database.engine import writing
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import LedgerHead, head
from archive_store.vault.ledger.heads import check_heads
from archive_store.vault.objects.examine import Examination
from archive_store.vault.objects.place import Place
from archive_store.vault.vault import Vault
from records.package import FixityFinding
from records.problem import Problem

__all__ = ["AuditReport", "Judge", "Scope", "audit"]

Progress = Callable[[int, int], None]
Judge = Callable[[Examination], tuple[FixityFinding, ...]]
"""Compares what was just read of a package with another witness: catalogue, intake, a copy."""

NOTE_SECONDS = 1.0
"""So much of its work a killed run may lose: each note is a write to the disk."""
NOTE_OBJECTS = 100
LOOK_SHARE = 0.2
"""Of a budget of time, at most this much goes into the look over packages that are not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What an audit read and found; ``remaining`` packages did not fit into the budget.

    ``damaged`` are all findings in the scope that are not put right, also of packages that were
    not read this time; ``hurt`` counts the damaged among those that were. ``busy`` packages were
    being written. ``heads`` speak against the ledger in the light of what was signed, and count in
    ``ledger_intact``. ``seconds`` is the time it took.
    """

    objects: int
    files: int
    bytes: int
    damaged: tuple[FixityFinding, ...]
    ledger: LedgerHead
    ledger_intact: bool
    heads: tuple[Problem, ...]
    remaining: int
    hurt: int = 0
    busy: tuple[str, ...] = ()
    run: int = 0
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.damaged and self.ledger_intact


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One audit under way."""

    place: Place
    scope: Scope
    number: int
    now: datetime
    tally: Tally


def audit(
    vault: Vault,
    now: datetime,
    scope: Scope | None = None,
    progress: Progress | None = None,
    judges: tuple[Judge, ...] = (),
) -> AuditReport:
    """Read and compare; ``progress`` is told how many packages of how many are done.

    Raises:
        TransientError: A070, a process that was reading was ended from outside.
    """
    place, asked = vault.place, scope or Scope()
    engine = place.engine
    number = begin_run(engine, asked.name, now)
    tally = Tally(scope=asked, started=asked.clock())
    run = _Run(place=place, scope=asked, number=number, now=now, tally=tally)
    total = count_stored(engine) if asked.package_ids is None else len(asked.package_ids)
    busy = _read(run, total, progress, judges)
    if asked.package_ids is None:
        _note_strangers(run)
    heads = check_heads(engine, asked.outside)
    told, intact = head(engine), not (verify(engine) or heads)
    damaged = tuple(known.finding for known in open_findings(engine, asked.package_ids))
    end_run(engine, number, len(damaged), (told, intact), now)
    return AuditReport(
        objects=tally.objects,
        files=tally.files,
        bytes=tally.size_bytes,
        damaged=damaged,
        ledger=told,
        ledger_intact=intact,
        heads=heads,
        remaining=max(total - tally.objects, 0),
        hurt=tally.hurt,
        busy=busy,
        run=number,
        seconds=tally.seconds,
    )


def _read(
    run: _Run, total: int, progress: Progress | None, judges: tuple[Judge, ...]
) -> tuple[str, ...]:
    """Read until the budget is spent; the packages that somebody was writing."""
    unwritten: list[Examination] = []
    busy: list[str] = []
    noted = 0.0
    reading = examined(run.place, _order(run), run.scope.jobs)
    for package_id, found in reading:
        if found is None:
            busy.append(package_id)
            continue
        more = chain.from_iterable(judge(found) for judge in judges)
        unwritten.append(replace(found, findings=(*found.findings, *more)))
        run.tally.count(unwritten[-1])
        if run.tally.seconds - noted >= NOTE_SECONDS or len(unwritten) >= NOTE_OBJECTS:
            noted = _note(run, unwritten)
        if progress is not None:
            progress(run.tally.objects, total)
        if run.tally.is_spent:
            break
    reading.close()
    _note(run, unwritten)
    return tuple(busy)


def _note(run: _Run, unwritten: list[Examination]) -> float:
    seconds = run.tally.seconds
    note_checks(run.place.engine, run.number, unwritten, seconds, run.now)
    unwritten.clear()
    return seconds


def _order(run: _Run) -> Iterator[str]:
    """Each package once: damaged ones, doubtful ones, then those that waited longest."""
    if run.scope.package_ids is not None:
        yield from run.scope.package_ids
        return
    if run.tally.is_spent:
        return
    engine = run.place.engine
    first = dict.fromkeys((*damaged_packages(engine), *run.scope.first, *_doubtful(run)))
    known = known_among(engine, tuple(first))
    yield from (package_id for package_id in first if package_id in known)
    yield from (each for each in longest_unread(engine, run.number) if each not in known)


def _doubtful(run: _Run) -> Iterable[str]:
    budget = run.scope.budget_seconds

    def is_over() -> bool:
        return budget is not None and run.tally.seconds >= budget * LOOK_SHARE

    doubtful, to = look(run.place, looked_to(run.place.engine), is_over)
    note_look(run.place.engine, run.number, to)
    return doubtful


def _note_strangers(run: _Run) -> None:
    """Note what belongs to no stored package, and settle what no longer does."""
    engine = run.place.engine
    found = {STORE: tuple(strangers(run.place))}
    for finding in run.scope.unfounded:
        found[finding.package_id] = (*found.get(finding.package_id, ()), finding)
    accused = damaged_packages(engine)
    known = known_among(engine, (*accused, *found))
    for package_id in dict.fromkeys((*found, *accused)):
        if package_id not in known:
            with writing(engine) as connection:
                remember(connection, run.number, package_id, found.get(package_id, ()), run.now)
