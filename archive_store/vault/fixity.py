"""The audit: every byte of the store against inventories, and both against the ledger.

Least recently checked packages come first, so a daily budget goes round the whole store.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from archive_store.vault.database import writing
from archive_store.vault.examine import Examination, examine_object
from archive_store.vault.layout import object_id, walk_store
from archive_store.vault.ledger import LedgerHead, entries, head, stored_packages
from archive_store.vault.ledger_check import verify
from archive_store.vault.place import Place, locked
from archive_store.vault.tables import CHECKS
from archive_store.vault.vault import Vault
from records.package import Damage, FixityFinding

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to audit: these packages or all, until at least ``budget_bytes`` were read."""

    package_ids: tuple[str, ...] | None = None
    budget_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What an audit read and found; ``remaining`` packages did not fit into the budget."""

    objects: int
    files: int
    bytes: int
    damaged: tuple[FixityFinding, ...]
    ledger: LedgerHead
    ledger_intact: bool
    remaining: int

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.damaged and self.ledger_intact


def audit(
    vault: Vault, now: datetime, scope: Scope | None = None, progress: Progress | None = None
) -> AuditReport:
    """Read and compare; ``progress`` is told how many packages of how many are done.

    Raises:
        TransientError: A030, an object stayed locked for a minute.
    """
    place, asked = vault.place, scope or Scope()
    waiting = _order(place, asked)
    done: list[Examination] = []
    damaged: list[FixityFinding] = []
    for package_id in waiting:
        if asked.budget_bytes is not None and sum(e.size_bytes for e in done) >= asked.budget_bytes:
            break
        done.append(_examine(place, package_id, now))
        damaged += done[-1].findings
        if progress is not None:
            progress(len(done), len(waiting))
    if asked.package_ids is None:
        damaged += _strangers(place, frozenset(waiting))
    return AuditReport(
        objects=len(done),
        files=sum(each.files for each in done),
        bytes=sum(each.size_bytes for each in done),
        damaged=tuple(damaged),
        ledger=head(place.engine),
        ledger_intact=not verify(place.engine),
        remaining=len(waiting) - len(done),
    )


def _order(place: Place, scope: Scope) -> tuple[str, ...]:
    if scope.package_ids is not None:
        return scope.package_ids
    with place.engine.connect() as connection:
        rows = connection.execute(select(CHECKS.c.package_id, CHECKS.c.checked_at))
        checked = {row.package_id: row.checked_at for row in rows}
    known = stored_packages(place.engine)
    return tuple(sorted(known, key=lambda package_id: (checked.get(package_id, ""), package_id)))


def _examine(place: Place, package_id: str, now: datetime) -> Examination:
    with locked(place, package_id):
        told = entries(place.engine, package_id)
        witnessed: dict[int, str] = {entry.version: entry.inventory_sha512 for entry in told}
        examined = examine_object(place.object(package_id), package_id, witnessed)
    with writing(place.engine) as connection:
        connection.execute(delete(CHECKS).where(CHECKS.c.package_id == package_id))
        row = {"package_id": package_id, "checked_at": now.isoformat()}
        connection.execute(insert(CHECKS).values(**row, damaged=len(examined.findings)))
    return examined


def _strangers(place: Place, known: frozenset[str]) -> Iterator[FixityFinding]:
    places = {place.object(package_id) for package_id in known}
    for path, is_object in walk_store(place.root):
        name = path.relative_to(place.root).as_posix()
        if not is_object or (path not in places and not _arrived_meanwhile(place, object_id(path))):
            yield FixityFinding(package_id="", path=name, kind=Damage.UNTRACKED)


def _arrived_meanwhile(place: Place, package_id: str) -> bool:
    with locked(place, package_id):
        return bool(entries(place.engine, package_id))
