"""Reads the catalogue."""

from datetime import datetime

from sqlalchemy import Engine, RowMapping, or_, select

from archive_store.vault.tables import CATALOGUE
from records.dates import PartialDate, read_partial_date
from records.package import CatalogueRow, StorageState


def find(engine: Engine, code: str) -> CatalogueRow | None:
    """The row of a dossier code or of a package id."""
    named = or_(CATALOGUE.c.dossier_code == code, CATALOGUE.c.package_id == code)
    with engine.connect() as connection:
        found = connection.execute(select(CATALOGUE).where(named)).mappings().first()
    return _read(found) if found is not None else None


def list_rows(
    engine: Engine, state: str | None = None, fonds: str | None = None, batch_id: str | None = None
) -> tuple[CatalogueRow, ...]:
    """The rows that fit, newest first; ``fonds`` is a fonds' name, its code or its agency's."""
    asked = select(CATALOGUE).order_by(CATALOGUE.c.ledger_position.desc())
    if state is not None:
        asked = asked.where(CATALOGUE.c.state == state)
    if fonds is not None:
        names = (CATALOGUE.c.fonds, CATALOGUE.c.fonds_code, CATALOGUE.c.agency_code)
        asked = asked.where(or_(*(name == fonds for name in names)))
    if batch_id is not None:
        asked = asked.where(CATALOGUE.c.batch_id == batch_id)
    with engine.connect() as connection:
        return tuple(map(_read, connection.execute(asked).mappings()))


def _read(row: RowMapping) -> CatalogueRow:
    facts = dict(row)
    return CatalogueRow(
        start=_date(facts.pop("start_date")),
        end=_date(facts.pop("end_date")),
        state=StorageState(facts.pop("state")),
        stored_at=datetime.fromisoformat(facts.pop("stored_at")),
        **facts,
    )


def _date(written: str | None) -> PartialDate | None:
    return read_partial_date(written) if written is not None else None
