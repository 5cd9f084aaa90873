from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive_store import Vault, audit, build_package, catalogue, find
from archive_store.vault.audit.order import count_stored, known_among
from archive_store.vault.catalogue.rebuild import rebuild_catalogue
from archive_store.vault.database.engine import writing
from archive_store.vault.destroying.erasing import erase_object
from archive_store.vault.destroying.ordering import destroy_in, newest_in, rows_about
from archive_store.vault.destroying.remains import left_in_store
from archive_store.vault.destroying.scrubbing import scrub
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import STORED, NewEntry, append, entries, stored_packages
from records.digest import Sha512
from records.errors import ArchiveError, RefusedError
from records.package import CatalogueEntry, PackageContents
from tests.postgres_server import Server

NEEDLE = b"mot cau chi co trong ho so nay"
DIGEST = Sha512("c" * 128)
Make = Callable[..., PackageContents]


@pytest.fixture
def filled(
    vault: Vault, make_contents: Make, make_entry: Callable[[int], CatalogueEntry], now: datetime
) -> Vault:
    """Two packages with their rows; the first has words of its own in its record."""
    for number, record in ((1, b'{"text": "' + NEEDLE + b'"}'), (2, b"{}")):
        package = build_package(make_contents(number), vault.staging, now)
        vault.store_package(package, "aa", now)
        catalogue.save(vault.place.engine, make_entry(number), record)
    audit(vault, now)
    return vault


def destroy(vault: Vault, package_id: str, now: datetime) -> None:
    with writing(vault.place.engine) as connection:
        destroy_in(connection, {package_id: DIGEST}, "Lan", now)


def held_in_files(engine: Engine, server: Server | None) -> bool:
    if server is None:
        database = Path(str(engine.url.database))
        files = [*database.parent.glob(f"{database.name}*")]
    else:
        server.ask("CHECKPOINT")
        files = [path for path in (server.folder).rglob("base/*/*") if path.is_file()]
    return any(NEEDLE in path.read_bytes() for path in files)


def test_no_byte_of_a_destroyed_row_is_in_the_files(
    filled: Vault, request: pytest.FixtureRequest, now: datetime
) -> None:
    engine = filled.place.engine
    is_file = engine.dialect.name == "sqlite"
    server = None if is_file else request.getfixturevalue("postgres")
    first, second = filled.list_packages()
    assert held_in_files(engine, server)
    destroy(filled, first, now)
    assert rows_about(engine, first) == 0
    assert rows_about(engine, second) > 0
    scrub(engine)
    assert not held_in_files(engine, server)
    assert filled.find(second) is not None


def test_what_is_destroyed_is_known_to_nobody_but_the_ledger(filled: Vault, now: datetime) -> None:
    engine = filled.place.engine
    first, second = filled.list_packages()
    destroy(filled, first, now)
    assert stored_packages(engine) == (second,)
    assert filled.find(first) is None
    assert count_stored(engine) == 1
    assert known_among(engine, (first, second)) == {second}
    assert [each.action for each in entries(engine, first)] == ["store", "destroy"]
    assert verify(engine) == ()
    report = audit(filled, now)
    told = [(each.kind, each.against) for each in report.damaged]
    assert told == [("untracked", "disposal")]
    erase_object(filled.place, first)
    assert left_in_store(filled.place, first) == {}
    assert not filled.place.object(first).parent.exists()
    assert audit(filled, now).ok


def test_a_version_that_was_being_written_does_not_come_after(
    filled: Vault, make_contents: Make, now: datetime
) -> None:
    engine, (first, _) = filled.place.engine, filled.list_packages()
    destroy(filled, first, now)
    late = NewEntry(
        time=now, actor="luutru", action=STORED, object_id=first, version=2,
        inventory_sha512=DIGEST,
    )  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        append(engine, late)
    assert refused.value.problem.code == "A150"
    package = build_package(make_contents(1), filled.staging, now)
    with pytest.raises(RefusedError) as again:
        filled.store_package(package, "bb", now)
    assert again.value.problem.code == "A150"


def test_only_what_the_ledger_says_is_destroyed_is_erased(filled: Vault) -> None:
    first, _ = filled.list_packages()
    with pytest.raises(ArchiveError) as refused:
        erase_object(filled.place, first)
    assert refused.value.problem.code == "A152"
    assert filled.find(first) is not None
    with writing(filled.place.engine) as connection:
        assert newest_in(connection, first) == (1, entries(filled.place.engine)[0].inventory_sha512)
        assert newest_in(connection, "urn:uuid:none") is None


def test_a_rebuild_that_read_it_before_does_not_bring_it_back(
    filled: Vault, make_entry: Callable[[int], CatalogueEntry], now: datetime
) -> None:
    engine, (first, second) = filled.place.engine, filled.list_packages()
    numbers = {first: 1, second: 2}

    def read(package_id: str) -> tuple[CatalogueEntry, bytes]:
        if package_id == second:
            # It is destroyed after it was read, and before the new rows take their place.
            destroy(filled, first, now)
        return make_entry(numbers[package_id]), b"{}"

    rebuild_catalogue(engine, read, lambda _done, _total: None)
    assert find(engine, first) is None
    assert find(engine, second) is not None
    catalogue.save(engine, make_entry(1), b"{}")
    assert rows_about(engine, first) == 0
