"""Compares a row of the catalogue with what it would be if it were made now; changes nothing."""

from sqlalchemy import Engine, bindparam, func, select

from archive_store.vault.catalogue.rows import row_of
from archive_store.vault.database.tables import CATALOGUE, LEDGER, RECORDS
from archive_store.vault.ledger.entries import KEPT
from records.package import CatalogueEntry, Damage, FixityFinding, Witness

# Made once: an audit asks it of every package, and making it costs more than asking.
_ROW = (
    select(*CATALOGUE.c, RECORDS.c.record)
    .outerjoin_from(CATALOGUE, RECORDS, RECORDS.c.dossier_code == CATALOGUE.c.dossier_code)
    .where(CATALOGUE.c.package_id == bindparam("package_id"))
)


def differing_columns(
    engine: Engine, entry: CatalogueEntry, record: bytes
) -> tuple[str, ...] | None:
    """The columns in which a package's row is not what ``entry`` says; ``None`` without a row."""
    with engine.connect() as connection:
        asked = connection.execute(_ROW, {"package_id": entry.stored.package_id})
        found = asked.mappings().first()
    if found is None:
        return None
    expected = row_of(entry) | {"record": record}
    return tuple(sorted(name for name, value in expected.items() if found[name] != value))


def row_finding(package_id: str, code: str, kind: Damage, columns: str = "") -> FixityFinding:
    """The finding about the row of a dossier."""
    path = f"catalogue/{code}" + (f"#{columns}" if columns else "")
    return FixityFinding(package_id=package_id, path=path, kind=kind, against=Witness.CATALOGUE)


def unfounded_rows(engine: Engine) -> tuple[FixityFinding, ...]:
    """Rows whose package no entry of the ledger knows."""
    stored = select(LEDGER.c.object_id).where(KEPT)
    columns = (CATALOGUE.c.package_id, CATALOGUE.c.dossier_code)
    asked = select(*columns).where(CATALOGUE.c.package_id.not_in(stored))
    with engine.connect() as connection:
        return tuple(
            row_finding(package_id, code, Damage.UNTRACKED)
            for package_id, code in connection.execute(asked.order_by(columns[0]))
        )


def unlisted_packages(engine: Engine) -> tuple[str, ...]:
    """Packages whose newest version has no row; those that are being stored this moment too."""
    newest = func.max(LEDGER.c.version)
    asked = (
        select(LEDGER.c.object_id)
        .outerjoin(CATALOGUE, CATALOGUE.c.package_id == LEDGER.c.object_id)
        .where(KEPT)
        .group_by(LEDGER.c.object_id)
        .having(func.coalesce(func.max(CATALOGUE.c.version), 0) < newest)
    )
    with engine.connect() as connection:
        return tuple(connection.scalars(asked.order_by(LEDGER.c.object_id)))
