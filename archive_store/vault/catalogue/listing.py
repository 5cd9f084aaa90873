"""Reads the catalogue: one dossier, a page of a list, or everything one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Engine,
    RowMapping,
    Select,
    func,
    or_,
    select,
)

from archive_store.vault.catalogue.wanted import EVERYTHING, Wanted, condition
from archive_store.vault.copies.held import waits_for
from archive_store.vault.database.tables import CATALOGUE, RECORDS
from records.dates import PartialDate, read_partial_date
from records.package import CatalogueRow, ListedDossier, StorageState

ROWS_AT_ONCE = 200
"""How many records are in memory at a time; a record has some thousand bytes a document."""
HIDDEN = frozenset({"title_words", "retention"})
LIGHT = tuple(column for column in CATALOGUE.c if column.name not in HIDDEN)
WHOLE = select(*LIGHT, RECORDS.c.record).join(
    RECORDS, RECORDS.c.dossier_code == CATALOGUE.c.dossier_code
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A part of a list, and how many dossiers the whole list has."""

    total: int
    rows: tuple[ListedDossier, ...]


def find(engine: Engine, code: str) -> CatalogueRow | None:
    """The row of a dossier code or of a package id."""
    named = or_(CATALOGUE.c.dossier_code == code, CATALOGUE.c.package_id == code)
    with engine.connect() as connection:
        found = connection.execute(WHOLE.where(named)).mappings().first()
    return CatalogueRow(**_facts(found)) if found is not None else None


def list_page(
    engine: Engine, wanted: Wanted = EVERYTHING, limit: int | None = None, offset: int = 0
) -> Listing:
    """The dossiers that fit, newest first: at most ``limit``, after the first ``offset``."""
    fits = condition(engine, wanted)
    newest = CATALOGUE.c.ledger_position.desc()
    asked = select(*LIGHT).order_by(newest)
    if wanted.is_looked_through:
        # The rows are looked through once, both for the count and for the page.
        hits = select(CATALOGUE.c.ledger_position).where(fits).cte("hits")
        page = select(hits).order_by(hits.c.ledger_position.desc()).limit(limit).offset(offset)
        asked = asked.where(CATALOGUE.c.ledger_position.in_(page))
        counted = select(func.count()).select_from(hits)
    else:
        asked = asked.where(fits).limit(limit).offset(offset)
        counted = select(func.count()).select_from(CATALOGUE).where(fits)
    # One statement sees one state of the catalogue; a rebuild may replace it between two.
    waits = waits_for(wanted.copies).label("waits")
    both = asked.add_columns(counted.scalar_subquery().label("total"), waits)
    with engine.connect() as connection:
        found = connection.execute(both).mappings().all()
        # Behind the last page there is no row to tell the total.
        total = found[0]["total"] if found else connection.scalar(counted)
    return Listing(total=total or 0, rows=tuple(ListedDossier(**_facts(row)) for row in found))


def list_rows(
    engine: Engine, state: str | None = None, fonds: str | None = None, batch_id: str | None = None
) -> tuple[ListedDossier, ...]:
    """All rows that fit, newest first, as ``list_page``."""
    return list_page(engine, Wanted(state=state, fonds=fonds, batch_id=batch_id)).rows


def count_rows(engine: Engine) -> tuple[int, int]:
    """How many dossiers there are, and how many pages they have together."""
    asked = select(func.count(), func.coalesce(func.sum(CATALOGUE.c.pages), 0))
    with engine.connect() as connection:
        dossiers, pages = connection.execute(asked).one()
    return dossiers, int(pages)


def read_rows(engine: Engine, wanted: Wanted = EVERYTHING) -> Iterator[CatalogueRow]:
    """Every dossier that fits with its record, by code, in memory for a few at a time.

    What is stored or changed meanwhile may or may not be among them.
    """
    asked = (
        WHOLE.where(condition(engine, wanted))
        .order_by(CATALOGUE.c.dossier_code)
        .limit(ROWS_AT_ONCE)
    )
    after = ""
    while found := _read(engine, asked.where(CATALOGUE.c.dossier_code > after)):
        yield from found
        after = found[-1].dossier_code


def read_records(engine: Engine, codes: Iterable[str]) -> dict[str, bytes]:
    """The records of the dossiers ``codes`` that are there, by code; ``codes`` are some thousands.

    One statement sees one state of the catalogue.
    """
    asked = select(RECORDS).where(RECORDS.c.dossier_code.in_(tuple(codes)))
    with engine.connect() as connection:
        return {row.dossier_code: row.record for row in connection.execute(asked)}


def list_unsigned(engine: Engine) -> tuple[str, ...]:
    """The codes of dossiers with an access copy that the archive has not signed, oldest first."""
    asked = select(CATALOGUE.c.dossier_code).where(CATALOGUE.c.unsigned > 0)
    with engine.connect() as connection:
        return tuple(connection.scalars(asked.order_by(CATALOGUE.c.ledger_position)))


def _read(engine: Engine, asked: Select[Any]) -> tuple[CatalogueRow, ...]:
    # Each part is a transaction of its own: a reader that takes hours holds nothing back.
    with engine.connect() as connection:
        return tuple(CatalogueRow(**_facts(row)) for row in connection.execute(asked).mappings())


def _facts(row: RowMapping) -> dict[str, Any]:
    facts: dict[str, Any] = dict(row)
    facts.pop("total", None)
    if facts.pop("waits", False) and facts["state"] == StorageState.STORED:
        facts["state"] = StorageState.COPY_PENDING
    return facts | {
        "start": _date(facts.pop("start_date")),
        "end": _date(facts.pop("end_date")),
        "state": StorageState(facts["state"]),
        "stored_at": datetime.fromisoformat(facts["stored_at"]),
    }


def _date(written: str | None) -> PartialDate | None:
    return read_partial_date(written) if written is not None else None
