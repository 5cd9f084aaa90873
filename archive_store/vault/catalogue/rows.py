"""Writes the catalogue: one row per dossier, derived from its newest package and the ledger.

May be thrown away: ``catalogue_rebuild`` brings back the same rows.
"""

from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from archive_store.vault.catalogue.retention import deciding
from archive_store.vault.catalogue.title_words import words_to_keep
from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import CATALOGUE, LEDGER, RECORDS
from archive_store.vault.ledger.entries import DESTROYED
from records.dates import PartialDate
from records.package import CatalogueEntry


def save(engine: Engine, entry: CatalogueEntry, record: bytes) -> None:
    """Make ``entry`` the dossier's row, unless the row there is of a newer version.

    ``record`` is the package's own lossless description, ``metadata/other/record.json``.
    """
    of_dossier = CATALOGUE.c.dossier_code == entry.dossier.code
    with writing(engine) as connection:
        there = connection.scalar(select(CATALOGUE.c.version).where(of_dossier))
        same = (LEDGER.c.object_id == entry.stored.package_id) & (LEDGER.c.action == DESTROYED)
        if connection.execute(select(LEDGER.c.seq).where(same)).first():
            # It was destroyed since it was read.
            return
        if there is None or there <= entry.stored.version:
            put(connection, CATALOGUE, row_of(entry))
            put(connection, RECORDS, {"dossier_code": entry.dossier.code, "record": record})


def clear(engine: Engine) -> None:
    """Remove every row."""
    with writing(engine) as connection:
        for table in (CATALOGUE, RECORDS):
            connection.execute(delete(table))


def put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Make ``row`` the one of its dossier."""
    connection.execute(delete(table).where(table.c.dossier_code == row["dossier_code"]))
    connection.execute(insert(table).values(**row))


def row_of(entry: CatalogueEntry) -> dict[str, Any]:
    """The light row of an entry, by the names of the columns."""
    dossier, stored = entry.dossier, entry.stored
    facts = {**_simple(dossier), **_simple(stored)}
    kept = {name: facts[name] for name in CATALOGUE.c.keys() if name in facts}  # noqa: SIM118 - not a dict
    return kept | {
        "dossier_code": dossier.code,
        "title_words": words_to_keep(dossier.title),
        "fonds_code": dossier.fonds.fonds_code,
        "fonds": dossier.fonds.name,
        "agency_code": dossier.fonds.agency_code,
        "start_date": _written(dossier.start),
        "end_date": _written(dossier.end),
        "documents": len(dossier.documents),
        "pages": dossier.pages,
        "state": entry.state.value,
        "batch_id": entry.batch_id,
        "stored_at": entry.stored_at.isoformat(),
        "unsigned": dossier.unsigned,
        "retention": deciding(dossier),
    }


def _simple(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _written(day: PartialDate | None) -> str | None:
    return day.iso if day is not None else None
