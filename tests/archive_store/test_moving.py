from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from archive_store import Vault, audit, build_package, catalogue, find, open_database
from archive_store.vault.database.engine import migrate
from archive_store.vault.database.moving import move_database
from archive_store.vault.database.tables import METADATA
from archive_store.vault.ledger.entries import NewEntry, append, head
from records.digest import Sha512
from records.errors import RefusedError, TransientError
from records.package import CatalogueEntry, PackageContents

Make = Callable[..., PackageContents]


@pytest.fixture
def target(new_database: Callable[..., str], engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A database of the other kind than the one to move."""
    is_file = engine.dialect.name == "sqlite"
    made = open_database(new_database() if is_file else tmp_path / "other.db")
    yield made
    made.dispose()


@pytest.fixture
def filled(
    vault: Vault, make_contents: Make, make_entry: Callable[[int], CatalogueEntry], now: datetime
) -> Vault:
    for number in (1, 2):
        package = build_package(make_contents(number), vault.staging, now)
        vault.store_package(package, "aa", now)
        catalogue.save(vault.place.engine, make_entry(number), b"\0{}\xff")
    audit(vault, now)
    return vault


def rows(engine: Engine) -> dict[str, list[object]]:
    with engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
        }


def entry(now: datetime, number: int) -> NewEntry:
    return NewEntry(
        time=now, actor="Lan", action="store", object_id=f"urn:uuid:{number}", version=1,
        inventory_sha512=Sha512("0" * 128),
    )  # fmt: skip


def move(
    source: Engine, target: Engine, switch: Callable[[], None] = lambda: None
) -> dict[str, int]:
    return move_database(source, target, switch, lambda _done, _total: None)


def test_everything_moves_and_is_equal(filled: Vault, target: Engine) -> None:
    source = filled.place.engine
    before = rows(source)
    counts = move(source, target)
    assert rows(target) == before
    assert counts == {name: len(told) for name, told in before.items()}
    assert min(counts["ledger"], counts["catalogue"], counts["fixity_check"]) == 2
    assert find(target, "H46.21.2010.01") == find(source, "H46.21.2010.01")


def test_what_was_moved_takes_no_more_entries_and_may_be_moved_back(
    filled: Vault, target: Engine, now: datetime
) -> None:
    source = filled.place.engine
    move(source, target)
    with pytest.raises(TransientError):
        append(source, entry(now, 8))
    append(target, entry(now, 9))
    move(target, source)
    assert rows(source) == rows(target)
    append(source, entry(now, 10))
    assert head(source).size == 4


def test_a_move_that_ends_before_the_switch_is_begun_again(filled: Vault, target: Engine) -> None:
    source = filled.place.engine

    def end() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(source, target, end)
    assert append(source, entry(datetime.fromisoformat("2026-03-02T00:00:00Z"), 9)).seq == 2
    move(source, target)
    assert rows(target) == rows(source)


def test_another_ledger_is_left_alone(filled: Vault, target: Engine, now: datetime) -> None:
    migrate(target)
    append(target, entry(now, 1))
    before = rows(target)
    with pytest.raises(RefusedError) as refused:
        move(filled.place.engine, target)
    assert refused.value.problem.code == "F162"
    assert rows(target) == before
    assert append(filled.place.engine, entry(now, 3)).seq == 2


def test_a_target_with_more_than_the_source_is_left_alone(
    filled: Vault, target: Engine, now: datetime
) -> None:
    source = filled.place.engine
    with pytest.raises(ZeroDivisionError):
        move(source, target, lambda: 1 // 0)  # type: ignore[arg-type,return-value]
    append(target, entry(now, 9))
    with pytest.raises(RefusedError):
        move(source, target)
    with source.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ledger")) == 2
