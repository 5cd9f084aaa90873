"""The catalogue made again: equal in every column, and never seen by halves."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Event

import pytest
from sqlalchemy import Engine, select, text

from archive_store import catalogue, list_rows, open_database
from archive_store.vault.catalogue import rebuild as catalogue_rebuild
from archive_store.vault.catalogue.rebuild import Read, rebuild_catalogue
from archive_store.vault.database.tables import CATALOGUE, RECORDS
from archive_store.vault.ledger.entries import NewEntry, append
from records.digest import Sha512
from records.package import CatalogueEntry

MakeEntry = Callable[[int], CatalogueEntry]
DOSSIERS = 5


def no_one(_done: int, _total: int) -> None:
    """Nobody watches."""


def everything(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in (CATALOGUE, RECORDS)
            for row in connection.execute(select(table).order_by(table.c.dossier_code))
        ]


@pytest.fixture
def keep(engine: Engine, make_entry: MakeEntry, now: datetime) -> Callable[..., CatalogueEntry]:
    """Enters a package into the ledger and the catalogue, as storing does."""

    def kept(number: int, version: int = 1, *, is_listed: bool = True) -> CatalogueEntry:
        entry = make_entry(number)
        told = append(
            engine,
            NewEntry(
                time=now, actor="luutru", action="store", object_id=entry.stored.package_id,
                version=version, inventory_sha512=Sha512("0" * 128),
            ),
        )  # fmt: skip
        stored = replace(entry.stored, version=version, ledger_position=told.seq)
        entry = replace(entry, stored=stored)
        if is_listed:
            catalogue.save(engine, entry, record_of(entry))
        return entry

    return kept


def record_of(entry: CatalogueEntry) -> bytes:
    return f"record {entry.dossier.code} v{entry.stored.version}\0".encode()


@pytest.fixture
def store(keep: Callable[..., CatalogueEntry]) -> dict[str, CatalogueEntry]:
    """The store that the catalogue is rebuilt from, as the packages would tell it."""
    made = [keep(number) for number in range(1, DOSSIERS + 1)]
    made[1] = keep(2, 2)
    return {entry.stored.package_id: entry for entry in made}


def reading(store: dict[str, CatalogueEntry]) -> Read:
    def read(package_id: str) -> tuple[CatalogueEntry, bytes] | None:
        entry = store.get(package_id)
        return (entry, record_of(entry)) if entry is not None else None

    return read


HARM = {
    "nothing": (),
    "rows lost": ("DELETE FROM catalogue", "DELETE FROM catalogue_record"),
    "one record lost": ("DELETE FROM catalogue_record WHERE dossier_code = 'H46.21.2010.03'",),
    "tables lost": ("DROP TABLE catalogue", "DROP TABLE catalogue_record"),
    "column lost": ("ALTER TABLE catalogue DROP COLUMN title",),
    "values forged": (
        "UPDATE catalogue SET title = 'x', version = 99, ledger_position = -ledger_position - 1",
        "UPDATE catalogue_record SET record = CAST('x' AS {blob})",
    ),
    "stranger": (
        "UPDATE catalogue SET dossier_code = 'H99', package_id = 'x' WHERE ledger_position = 0",
        "UPDATE catalogue_record SET dossier_code = 'H99' WHERE dossier_code = 'H46.21.2010.01'",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_whatever_happened_the_rows_are_those_that_were_there(
    engine: Engine, store: dict[str, CatalogueEntry], harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_rebuild, "AT_ONCE", 2)
    before = everything(engine)
    assert len(before) == 2 * DOSSIERS
    blob = "BLOB" if engine.dialect.name == "sqlite" else "BYTEA"
    with engine.begin() as connection:
        for statement in HARM[harm]:
            connection.execute(text(statement.format(blob=blob)))
    told: list[tuple[int, int]] = []
    rebuild_catalogue(engine, reading(store), lambda done, total: told.append((done, total)))
    assert everything(engine) == before
    assert told == [(0, 5), (2, 5), (4, 5)]
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "catalogue_fresh")


def test_a_package_that_the_store_lost_is_left_out(
    engine: Engine, store: dict[str, CatalogueEntry]
) -> None:
    del store["urn:uuid:00000000-0000-4000-8000-000000000004"]
    rebuild_catalogue(engine, reading(store), no_one)
    assert sorted(row.dossier_code[-1] for row in list_rows(engine)) == ["1", "2", "3", "5"]
    assert len(everything(engine)) == 8


def test_what_is_stored_meanwhile_is_not_lost(
    engine: Engine, store: dict[str, CatalogueEntry], keep: Callable[..., CatalogueEntry]
) -> None:
    read = reading(store)
    arriving = iter([(6, 1), (3, 2), (7, 1)])

    def busy(package_id: str) -> tuple[CatalogueEntry, bytes] | None:
        found = read(package_id)
        for number, version in arriving:
            # Of one that is in the ledger the catalogue does not know yet.
            entry = keep(number, version, is_listed=number != 7)
            store[entry.stored.package_id] = entry
            break
        return found

    rebuild_catalogue(engine, busy, no_one)
    rows = {row.dossier_code[-1]: row.version for row in list_rows(engine)}
    assert rows == {"1": 1, "2": 2, "3": 2, "4": 1, "5": 1, "6": 1, "7": 1}


def test_a_package_that_cannot_be_read_leaves_the_catalogue_as_it_was(
    engine: Engine, store: dict[str, CatalogueEntry]
) -> None:
    before = everything(engine)

    def read(package_id: str) -> tuple[CatalogueEntry, bytes] | None:
        raise OSError(package_id)

    with pytest.raises(OSError, match="urn"):
        rebuild_catalogue(engine, read, no_one)
    assert everything(engine) == before
    rebuild_catalogue(engine, reading(store), no_one)
    assert everything(engine) == before


def _rebuild(address: str, read: Read, at: int, is_near: Event) -> None:
    engine = open_database(address)
    seen = 0

    def end(package_id: str) -> tuple[CatalogueEntry, bytes] | None:
        nonlocal seen
        seen += 1
        if seen == at:
            is_near.set()
            os.kill(os.getpid(), signal.SIGKILL)
        return read(package_id)

    rebuild_catalogue(engine, end, no_one)


@pytest.mark.parametrize("at", [1, 4])
def test_a_rebuild_that_is_killed_leaves_the_old_rows(
    engine: Engine, store: dict[str, CatalogueEntry], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_rebuild, "AT_ONCE", 2)
    before = everything(engine)
    fork = get_context("fork")
    is_near = fork.Event()
    engine.dispose()
    address = engine.url.render_as_string()
    child = fork.Process(target=_rebuild, args=(address, reading(store), at, is_near))
    child.start()
    child.join(30)
    assert is_near.is_set()
    assert everything(engine) == before
    rebuild_catalogue(engine, reading(store), no_one)
    assert everything(engine) == before


def _rebuild_often(address: str, read: Read, is_enough: Event) -> None:
    engine = open_database(address)
    while not is_enough.is_set():
        rebuild_catalogue(engine, read, no_one)


def test_who_reads_during_rebuilds_always_sees_every_row(
    engine: Engine, store: dict[str, CatalogueEntry]
) -> None:
    whole = list_rows(engine)
    fork = get_context("fork")
    is_enough = fork.Event()
    engine.dispose()
    address = engine.url.render_as_string()
    child = fork.Process(target=_rebuild_often, args=(address, reading(store), is_enough))
    child.start()
    try:
        for _ in range(150):
            assert list_rows(engine) == whole
    finally:
        is_enough.set()
        child.join(60)
    assert child.exitcode == 0
