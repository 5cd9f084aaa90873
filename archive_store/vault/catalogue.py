"""Writes the catalogue: one row per dossier, derived from its newest package and the ledger.

May be thrown away: ``clear`` and a ``save`` for each package bring back the same rows.
"""

from typing import Any

from sqlalchemy import Engine, delete, insert, select

from archive_store.vault.database import writing
from archive_store.vault.tables import CATALOGUE
from records.dates import PartialDate
from records.package import CatalogueEntry


def save(engine: Engine, entry: CatalogueEntry, record: bytes) -> None:
    """Make ``entry`` the dossier's row, unless the row there is of a newer version.

    ``record`` is the package's own lossless description, ``metadata/other/record.json``.
    """
    row = _row(entry, record)
    of_dossier = CATALOGUE.c.dossier_code == row["dossier_code"]
    with writing(engine) as connection:
        there = connection.scalar(select(CATALOGUE.c.version).where(of_dossier))
        if there is not None and there > row["version"]:
            return
        connection.execute(delete(CATALOGUE).where(of_dossier))
        connection.execute(insert(CATALOGUE).values(**row))


def clear(engine: Engine) -> None:
    """Remove every row."""
    with writing(engine) as connection:
        connection.execute(delete(CATALOGUE))


def _row(entry: CatalogueEntry, record: bytes) -> dict[str, Any]:
    dossier, stored = entry.dossier, entry.stored
    facts = {**_simple(dossier), **_simple(stored)}
    kept = {name: facts[name] for name in CATALOGUE.c.keys() if name in facts}  # noqa: SIM118 - not a dict
    return kept | {
        "dossier_code": dossier.code,
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
        "record": record,
    }


def _simple(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _written(day: PartialDate | None) -> str | None:
    return day.iso if day is not None else None
