from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from archive_store import catalogue, find, list_rows
from records.dates import PartialDate
from records.package import CatalogueEntry, PackageContents, StorageState

Make = Callable[..., PackageContents]


def test_a_row_says_what_was_saved(
    engine: Engine, make_entry: Callable[[int], CatalogueEntry], now: datetime
) -> None:
    entry = make_entry(1)
    catalogue.save(engine, entry, b"{}")
    row = find(engine, entry.dossier.code)
    assert row is not None
    assert row == find(engine, entry.stored.package_id)
    assert (row.title, row.fonds, row.pages) == ("Hồ sơ thử nghiệm", "UBND tỉnh", 2)
    assert (row.start, row.end) == (PartialDate(year=2010, month=5), None)
    assert (row.stored_at, row.size_bytes, row.record) == (now, 1 << 40, b"{}")


def test_rows_are_found_by_state_and_fonds_newest_first(
    engine: Engine, make_entry: Callable[[int], CatalogueEntry]
) -> None:
    for number in (1, 2):
        catalogue.save(engine, make_entry(number), b"")
    catalogue.save(engine, replace(make_entry(3), state=StorageState.PARTIAL), b"")
    assert [row.ledger_position for row in list_rows(engine)] == [3, 2, 1]
    assert [row.ledger_position for row in list_rows(engine, state="stored")] == [2, 1]
    assert len(list_rows(engine, fonds="UBND tỉnh")) == len(list_rows(engine, fonds="H46.21")) == 3
    assert list_rows(engine, fonds="?") == list_rows(engine, batch_id="b2") == ()


def test_an_older_version_never_replaces_a_newer_row(
    engine: Engine, make_entry: Callable[[int], CatalogueEntry]
) -> None:
    old = make_entry(1)
    new = replace(old, stored=replace(old.stored, version=2))
    for entry in (new, old):
        catalogue.save(engine, entry, b"")
    assert [row.version for row in list_rows(engine)] == [2]


def test_a_cleared_catalogue_comes_back_the_same(
    engine: Engine, make_entry: Callable[[int], CatalogueEntry]
) -> None:
    saved = [make_entry(number) for number in (1, 2)]
    for entry in saved:
        catalogue.save(engine, entry, b"")
    before = list_rows(engine)
    catalogue.clear(engine)
    assert list_rows(engine) == ()
    for entry in saved:
        catalogue.save(engine, entry, b"")
    assert list_rows(engine) == before
