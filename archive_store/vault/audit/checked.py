"""Lists every stored package with its last reading, for reports."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from archive_store.vault.database.tables import CATALOGUE, CHECKS, LEDGER
from archive_store.vault.ledger.entries import KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPackage:
    """One package; ``checked_at`` is ``None`` until an audit has read it, the rest by catalogue."""

    package_id: str
    version: int
    dossier_code: str | None
    title: str | None
    size_bytes: int | None
    checked_at: datetime | None
    findings: int | None


def list_checked(engine: Engine) -> tuple[CheckedPackage, ...]:
    """Every package that the ledger knows, the longest unread first."""
    version = func.max(LEDGER.c.version).label("version")
    stored = select(LEDGER.c.object_id, version).where(KEPT)
    packages = stored.group_by(LEDGER.c.object_id).subquery()
    package_id = packages.c.object_id
    size = func.coalesce(CHECKS.c.size_bytes, CATALOGUE.c.size_bytes)
    asked = (
        select(
            package_id, packages.c.version, CATALOGUE.c.dossier_code, CATALOGUE.c.title, size,
            CHECKS.c.checked_at, CHECKS.c.damaged,
        )
        .outerjoin_from(packages, CHECKS, CHECKS.c.package_id == package_id)
        .outerjoin(CATALOGUE, CATALOGUE.c.package_id == package_id)
        .order_by(func.coalesce(CHECKS.c.run, 0), package_id)
    )  # fmt: skip
    with engine.connect() as connection:
        rows = connection.execute(asked).all()
    return tuple(
        CheckedPackage(
            package_id=row[0],
            version=row[1],
            dossier_code=row[2],
            title=row[3],
            size_bytes=row[4],
            checked_at=datetime.fromisoformat(row[5]) if row[5] else None,
            findings=row[6],
        )
        for row in rows
    )
