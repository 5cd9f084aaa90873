"""Audits the archive: packages against inventories and ledger, the catalogue against both."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from archive_store import audit, find, list_rows
from archive_store.vault.fixity import AuditReport, Scope
from flows.archive import Archive
from records.errors import InputError
from records.package import Damage, FixityFinding
from records.report import Progress, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOutcome:
    """What the audit of the store found, and which catalogue rows have no package behind them."""

    store: AuditReport
    orphans: tuple[FixityFinding, ...]

    @property
    def damaged(self) -> tuple[FixityFinding, ...]:
        """Everything that is wrong."""
        return (*self.store.damaged, *self.orphans)

    @property
    def needs_a_person(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.damaged) or not self.store.ledger_intact

    def as_contract(self) -> dict[str, object]:
        """The outcome under the keys of the command line's contract."""
        hurt = {finding.package_id for finding in self.store.damaged} - {""}
        return {
            "objects": self.store.objects,
            "files": self.store.files,
            "bytes": self.store.bytes,
            "ok": self.store.objects - len(hurt),
            "damaged": self.damaged,
            "remaining": self.store.remaining,
            "ledger": {
                "size": self.store.ledger.size,
                "root": self.store.ledger.root,
                "intact": self.store.ledger_intact,
            },
        }


def audit_archive(
    archive: Archive,
    codes: tuple[str, ...],
    budget_bytes: int | None,
    watch: Callable[[Progress], None],
) -> AuditOutcome:
    """Audit the named dossiers or packages, or everything that fits into the budget.

    Raises:
        InputError: nothing has one of the codes.
    """
    scope = Scope(
        package_ids=tuple(_package_of(archive, code) for code in codes) or None,
        budget_bytes=budget_bytes,
    )

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.AUDITING, done=done, total=total))

    report = audit(archive.vault, datetime.now(UTC), scope, progress)
    return AuditOutcome(store=report, orphans=() if codes else _orphans(archive))


def _package_of(archive: Archive, code: str) -> str:
    row = find(archive.engine, code)
    if row is None:
        raise InputError("F009", code)
    return row.package_id


def _orphans(archive: Archive) -> tuple[FixityFinding, ...]:
    known = set(archive.vault.list_packages())
    return tuple(
        FixityFinding(package_id=row.package_id, path=row.dossier_code, kind=Damage.MISSING)
        for row in list_rows(archive.engine)
        if row.package_id not in known
    )
