"""Audits the archive: packages against inventories and ledger, the catalogue against both."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from archive_store import audit, find
from archive_store.vault.audit.coverage import Forecast
from archive_store.vault.audit.fixity import AuditReport, Scope
from archive_store.vault.audit.foundations import require_sound_database
from archive_store.vault.audit.order import count_stored, known_among
from archive_store.vault.audit.runs import spent_since
from archive_store.vault.catalogue.check import unfounded_rows, unlisted_packages
from archive_store.vault.intents import unfinished
from flows.archive import Archive
from flows.auditing.forecast import forecast_archive, warnings_of
from flows.auditing.judges import judges_of
from flows.disposing.places import unreached_problems
from flows.ledger.places import notes_outside
from records.dates import VIETNAM
from records.errors import ArchiveError, InputError
from records.package import FixityFinding
from records.problem import Problem, problem
from records.report import Progress, Stage

FEW = 100
"""Fewer packages are read here sooner than further processes would have started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """What a person or a schedule asks for.

    With ``codes``, or with ``everything``, the day's budget does not count; other audits end with
    their own budget or with what is left of the day's, whichever comes first.
    """

    codes: tuple[str, ...] = ()
    everything: bool = False
    budget_bytes: int | None = None
    budget_seconds: float | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOutcome:
    """What the audit found, when the whole store will have been read, and what to know of it."""

    store: AuditReport
    forecast: Forecast
    problems: tuple[Problem, ...]
    dossiers: dict[str, str]

    @property
    def damaged(self) -> tuple[FixityFinding, ...]:
        """Everything that is wrong."""
        return self.store.damaged

    @property
    def needs_a_person(self) -> bool:
        """Whether anything is wrong."""
        return not self.store.ok

    def as_contract(self) -> dict[str, object]:
        """The outcome under the keys of the command line's contract."""
        store = self.store
        return {
            "objects": store.objects,
            "files": store.files,
            "bytes": store.bytes,
            "ok": store.objects - store.hurt,
            "damaged": [
                {
                    "package_id": finding.package_id,
                    "path": finding.path,
                    "kind": finding.kind,
                    "against": finding.against,
                    "dossier_code": self.dossiers.get(finding.package_id),
                }
                for finding in self.damaged
            ],
            "remaining": store.remaining,
            "busy": store.busy,
            "run": store.run,
            "ledger": {
                "size": store.ledger.size,
                "root": store.ledger.root,
                "intact": store.ledger_intact,
            },
            "forecast": self.forecast,
            "problems": self.problems,
        }


def audit_archive(
    archive: Archive, asked: AuditAsked, watch: Callable[[Progress], None]
) -> AuditOutcome:
    """Audit the named dossiers or packages, or everything that fits into the budget.

    What a killed run left half-stored is no damage: it is finished or taken back first.

    Raises:
        InputError: nothing has one of the codes.
        SetupError: A142, the database's file is damaged.
        TransientError: A070, a process that was reading was ended from outside.
    """
    now = datetime.now(UTC)
    require_sound_database(archive.engine)
    _finish_begun(archive, now)
    scope, problems = _scope(archive, asked, now)

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.AUDITING, done=done, total=total))

    report = audit(archive.vault, now, scope, progress, judges_of(archive, now))
    forecast = forecast_archive(archive, now)
    return AuditOutcome(
        store=report,
        forecast=forecast,
        problems=(
            *problems,
            *report.heads,
            *warnings_of(forecast),
            *unreached_problems(archive),
        ),
        dossiers=_dossiers(archive, report),
    )


def _finish_begun(archive: Archive, now: datetime) -> None:
    for package_id in unfinished(archive.engine):
        # What cannot be finished is being written now, or is told by the audit itself.
        with suppress(ArchiveError):
            archive.vault.recover_package(package_id, now)


def _scope(archive: Archive, asked: AuditAsked, now: datetime) -> tuple[Scope, tuple[Problem, ...]]:
    jobs = asked.jobs or archive.settings.audit.jobs or os.cpu_count() or 1
    if asked.codes and not asked.everything:
        package_ids = tuple(_package_of(archive, code) for code in asked.codes)
        # Starting processes takes longer than reading a few packages.
        return (
            Scope(package_ids=package_ids, outside=notes_outside(archive), clock=time.monotonic),
            (),
        )
    budget_bytes, budget_seconds, problems = _budget(archive, asked, now)
    scope = Scope(
        budget_bytes=budget_bytes,
        budget_seconds=budget_seconds,
        first=unlisted_packages(archive.engine),
        unfounded=unfounded_rows(archive.engine),
        outside=notes_outside(archive),
        jobs=jobs if count_stored(archive.engine) >= FEW else 1,
        clock=time.monotonic,
    )
    return scope, problems


def _budget(
    archive: Archive, asked: AuditAsked, now: datetime
) -> tuple[int | None, float | None, tuple[Problem, ...]]:
    if asked.everything:
        return asked.budget_bytes, asked.budget_seconds, ()
    settings = archive.settings.audit
    midnight = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    read, spent = spent_since(archive.engine, midnight)
    left_bytes = max(settings.day_bytes - read, 0)
    left_seconds = max(settings.day_minutes * 60 - spent, 0.0)
    is_used_up = not left_bytes or not left_seconds
    return (
        left_bytes if asked.budget_bytes is None else min(asked.budget_bytes, left_bytes),
        left_seconds if asked.budget_seconds is None else min(asked.budget_seconds, left_seconds),
        (problem("F112", "audit"),) if is_used_up else (),
    )


def _package_of(archive: Archive, code: str) -> str:
    row = find(archive.engine, code)
    if row is not None:
        return row.package_id
    # Its row may be the very thing that is lost.
    if known_among(archive.engine, (code,)):
        return code
    raise InputError("F009", code)


def _dossiers(archive: Archive, report: AuditReport) -> dict[str, str]:
    hurt = {finding.package_id for finding in report.damaged} - {""}
    rows = (find(archive.engine, package_id) for package_id in sorted(hurt))
    return {row.package_id: row.dossier_code for row in rows if row is not None}
