"""What audits found and nobody has put right yet: each finding stays until a reading is sound.

A finding that is settled is kept with its time, so that the account tells of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, insert, select, update

from archive_store.vault.database.tables import AUDIT_FINDINGS
from records.package import Damage, FixityFinding, Witness

STORE = ""
"""In place of a package's id: what lies in the store and belongs to no package."""
COLUMNS = AUDIT_FINDINGS.c


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """A finding with its history; ``found_by`` and ``seen_by`` are numbers of runs."""

    finding: FixityFinding
    found_at: datetime
    found_by: int
    seen_by: int
    settled_at: datetime | None


def remember(
    connection: Connection,
    run: int,
    package_id: str,
    findings: Iterable[FixityFinding],
    now: datetime,
) -> None:
    """Make ``findings`` the open ones of a package; those no longer there are settled now."""
    asked = select(AUDIT_FINDINGS).where(COLUMNS.package_id == package_id)
    rows = connection.execute(asked.where(COLUMNS.settled_at.is_(None))).mappings().all()
    open_ids = {_finding(row): row["id"] for row in rows}
    for finding in findings:
        known = open_ids.pop(finding, None)
        if known is not None:
            seen = update(AUDIT_FINDINGS).where(COLUMNS.id == known)
            connection.execute(seen.values(seen_by=run))
            continue
        facts = {name: getattr(finding, name) for name in ("package_id", "path", "kind", "against")}
        moment = {"found_at": now.isoformat(), "found_by": run, "seen_by": run}
        connection.execute(insert(AUDIT_FINDINGS).values(**facts, **moment))
    for gone in open_ids.values():
        settled = update(AUDIT_FINDINGS).where(COLUMNS.id == gone)
        connection.execute(settled.values(settled_at=now.isoformat(), settled_by=run))


def accused_among(connection: Connection, package_ids: Sequence[str]) -> frozenset[str]:
    """Those of the packages that have open findings; fewer than a database's limit of values."""
    asked = select(COLUMNS.package_id).where(COLUMNS.settled_at.is_(None))
    return frozenset(connection.scalars(asked.where(COLUMNS.package_id.in_(package_ids))))


def open_findings(
    engine: Engine, package_ids: tuple[str, ...] | None = None
) -> tuple[KnownFinding, ...]:
    """Everything found and not put right, of these packages or of all, by package and path."""
    asked = select(AUDIT_FINDINGS).where(COLUMNS.settled_at.is_(None))
    if package_ids is not None:
        asked = asked.where(COLUMNS.package_id.in_(package_ids))
    return _read(engine, asked)


def settled_findings(engine: Engine) -> tuple[KnownFinding, ...]:
    """Everything that was found once and is sound again, by package and path."""
    return _read(engine, select(AUDIT_FINDINGS).where(COLUMNS.settled_at.is_not(None)))


def damaged_packages(engine: Engine) -> tuple[str, ...]:
    """The packages with open findings."""
    asked = select(COLUMNS.package_id).where(COLUMNS.settled_at.is_(None)).distinct()
    with engine.connect() as connection:
        return tuple(connection.scalars(asked.order_by(COLUMNS.package_id)))


def _read(engine: Engine, asked: Select[Any]) -> tuple[KnownFinding, ...]:
    with engine.connect() as connection:
        rows = connection.execute(asked.order_by(COLUMNS.package_id, COLUMNS.path)).mappings().all()
    return tuple(
        KnownFinding(
            finding=_finding(row),
            found_at=datetime.fromisoformat(row["found_at"]),
            found_by=row["found_by"],
            seen_by=row["seen_by"],
            settled_at=datetime.fromisoformat(row["settled_at"]) if row["settled_at"] else None,
        )
        for row in rows
    )


def _finding(row: RowMapping) -> FixityFinding:
    return FixityFinding(
        package_id=row["package_id"],
        path=row["path"],
        kind=Damage(row["kind"]),
        against=Witness(row["against"]),
    )
