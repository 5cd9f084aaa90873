"""What killed processes left is finished or removed, and what others left there is kept."""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from archive_store import Vault, audit, build_package
from archive_store.vault.database.engine import migrate
from archive_store.vault.ledger.check import examine_ledger
from archive_store.vault.ledger.clock import confirm_clock
from archive_store.vault.ledger.entries import NewEntry, append, entries
from archive_store.vault.room import needs_room
from records.errors import ArchiveError, InputError, RefusedError, SetupError
from records.package import Damage, PackageContents, StoredPackage

DATABASES = ("sqlite",)

Make = Callable[..., PackageContents]
Store = Callable[..., StoredPackage]


class Killed(Exception):  # noqa: N818 - it stands for an end, not for an error
    """The process ended here."""


@pytest.fixture
def store(make_contents: Make, now: datetime) -> Store:
    def do(into: Vault, record: bytes, at: datetime = now) -> StoredPackage:
        with into.workshop() as folder:
            package = build_package(make_contents(record=record), folder, now)
            return into.store_package(package, record.hex(), at)

    return do


def killing(vault: Vault, step: str) -> Vault:
    def end(at: str) -> None:
        if at == step:
            raise Killed

    return vault.watched(end)


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(ArchiveError) as refused:
        work()
    return refused.value.problem.code


def test_a_version_that_somebody_else_put_there_is_kept_and_never_entered(
    vault: Vault, store: Store, engine: Engine, now: datetime, tmp_path: Path
) -> None:
    home = store(vault, b"1").object_path
    shutil.copytree(home, tmp_path / "before")
    store(vault, b"2")
    with engine.begin() as connection:
        # The same object, sound in itself, beside a database that saw its first version only.
        connection.exec_driver_sql("DROP TRIGGER ledger_refuses_delete")
        connection.exec_driver_sql("DELETE FROM ledger WHERE version = 2")
        connection.exec_driver_sql("UPDATE version_intent SET version = 1")
    assert refusal(lambda: vault.recover(now)) == "A140"
    assert refusal(lambda: store(vault, b"3")) == "A140"
    assert (home / "v2").is_dir()
    assert [entry.version for entry in entries(engine)] == [1]
    # The folder of a next version alone, without its inventory in the root.
    for file in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(tmp_path / "before" / file, home / file)
    assert refusal(lambda: store(vault, b"3")) == "A140"
    assert (home / "v2").is_dir()


def test_a_planted_object_is_never_entered(
    vault: Vault, store: Store, engine: Engine, now: datetime
) -> None:
    stored = store(vault, b"1")
    planted = "urn:uuid:00000000-0000-4000-8000-00000000000a"
    home = vault.place.object(planted)
    shutil.copytree(stored.object_path, home)
    for file in [*home.glob("inventory.json"), *home.glob("v1/inventory.json")]:
        file.write_bytes(file.read_bytes().replace(stored.package_id.encode(), planted.encode()))
    assert refusal(lambda: vault.recover(now)) == "A140"
    assert [entry.object_id for entry in entries(engine)] == [stored.package_id]


def test_nothing_is_built_on_an_inventory_that_the_ledger_never_saw(
    vault: Vault, store: Store, now: datetime
) -> None:
    inventory = store(vault, b"1").object_path / "inventory.json"
    inventory.write_bytes(inventory.read_bytes().replace(b"ingest", b"forged"))
    with pytest.raises(InputError) as refused:
        store(vault, b"2")
    assert refused.value.problem.code == "A032"
    assert not (inventory.parent / "v2").exists()
    kinds = {found.kind for found in audit(vault, now).damaged}
    assert kinds == {Damage.CHANGED}


@pytest.mark.parametrize("step", ["finish sidecar", "sidecar finished"])
def test_a_recovery_that_is_killed_is_recovered_from(
    vault: Vault, store: Store, now: datetime, step: str
) -> None:
    store(vault, b"1")
    with pytest.raises(Killed):
        store(killing(vault, "publish inventory.json.sha512"), b"2")
    with pytest.raises(Killed):
        killing(vault, step).recover(now)
    assert vault.recover(now) != ()
    assert audit(vault, now).ok
    assert store(vault, b"2").version == 2
    assert [path.name for path in vault.place.assembly.iterdir()] == []


def test_what_was_put_together_for_an_object_that_never_came_is_removed(
    vault: Vault, store: Store, now: datetime
) -> None:
    with pytest.raises(Killed):
        store(killing(vault, "sync"), b"1")
    assert len(list(vault.place.assembly.iterdir())) == 1
    vault.recover(now)
    assert list(vault.place.assembly.iterdir()) == []


def test_a_workshop_is_cleared_when_its_builder_was_killed_and_not_before(vault: Vault) -> None:
    child = os.fork()
    if child == 0:
        with vault.workshop() as folder:
            (folder / "half").write_text("x")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    home = vault.place.staging / "workshops"
    assert len(list(home.glob("*/half"))) == 1
    with vault.workshop() as first:
        (first / "whole").write_text("x")
        with vault.workshop() as second:
            assert sorted(home.iterdir()) == sorted((first, second))
        assert (first / "whole").exists()
    assert list(home.iterdir()) == []


def test_a_clock_that_went_back_stops_the_work_and_an_hour_does_not(
    vault: Vault, store: Store, now: datetime
) -> None:
    store(vault, b"1")
    with pytest.raises(SetupError) as refused:
        store(vault, b"2", now - timedelta(minutes=61))
    assert refused.value.problem.code == "A141"
    assert store(vault, b"2", now - timedelta(minutes=59)).version == 2


def test_a_person_answers_for_a_clock_that_had_run_ahead(
    vault: Vault, store: Store, now: datetime, engine: Engine
) -> None:
    ahead = now + timedelta(days=400)
    store(vault, b"1", ahead)
    assert refusal(lambda: store(vault, b"2", now)) == "A141"
    entry = confirm_clock(engine, "Nguyễn Văn A", now)
    assert (entry.action, entry.object_id, entry.actor) == ("clock", "ledger:0", "Nguyễn Văn A")
    assert store(vault, b"2", now).version == 2
    examined = examine_ledger(engine)
    assert (examined.faults, examined.clock, examined.latest) == ((), (), now)
    assert refusal(lambda: confirm_clock(engine, "Nguyễn Văn A", now)) == "A144"
    # The word holds for the moment it was given: a clock set back later is told again.
    append(engine, NewEntry(
        time=now - timedelta(days=1), actor="x", action="store", object_id="urn:uuid:1",
        version=9, inventory_sha512=entry.inventory_sha512,
    ))  # fmt: skip
    assert [each.code for each in examine_ledger(engine).clock] == ["A064"]


def test_a_version_left_behind_is_not_entered_by_a_clock_that_went_back(
    vault: Vault, store: Store, now: datetime, engine: Engine
) -> None:
    store(vault, b"1")
    with pytest.raises(Killed):
        store(killing(vault, "ledger"), b"2")
    assert refusal(lambda: vault.recover(now - timedelta(days=365))) == "A141"
    assert len(entries(engine)) == 1
    vault.recover(now)
    assert len(entries(engine)) == 2


def test_a_full_disk_is_told_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as refused, needs_room(tmp_path):
        Path("/dev/full").write_bytes(b"x")
    assert refused.value.problem.code == "A003"


def test_a_database_without_room_is_told_and_a_rerun_goes_on(
    vault: Vault, store: Store, engine: Engine, now: datetime
) -> None:
    store(vault, b"1")

    def without_room(connection: object, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # type: ignore[attr-defined]

    engine.dispose()
    event.listen(engine, "connect", without_room)
    with pytest.raises(SetupError) as refused:
        [store(vault, b"2%d" % number) for number in range(200)]
    assert refused.value.problem.code == "A003"
    assert refused.value.problem.subject.endswith("luutru.db")
    event.remove(engine, "connect", without_room)
    engine.dispose()
    assert store(vault, b"3").version == len(entries(engine)) > 1
    assert audit(vault, now).ok


def test_a_damaged_database_is_told_by_its_file(vault: Vault, store: Store, engine: Engine) -> None:
    store(vault, b"1")
    engine.dispose()
    file = Path(str(engine.url.database))
    content = bytearray(file.read_bytes())
    content[:16] = b"x" * 16
    file.write_bytes(content)
    with pytest.raises(SetupError) as refused:
        entries(engine)
    assert (refused.value.problem.code, refused.value.problem.subject) == ("A142", str(file))


def test_refused_is_what_the_store_lost(vault: Vault, store: Store) -> None:
    shutil.rmtree(store(vault, b"1").object_path)
    with pytest.raises(RefusedError) as refused:
        store(vault, b"2")
    assert refused.value.problem.code == "A037"


@pytest.mark.parametrize("payload", [b"{", b"{}", b"\xff"])
def test_a_ledger_entry_that_cannot_be_read_is_told(
    vault: Vault, store: Store, engine: Engine, payload: bytes
) -> None:
    store(vault, b"1")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_refuses_update")
        connection.exec_driver_sql("UPDATE ledger SET payload = CAST(? AS TEXT)", (payload,))
    assert refusal(lambda: entries(engine)) in {"A142", "A143"}


def test_a_database_of_a_version_that_is_not_ours_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE archive_store_version SET version_num = 'copy_hele'")
    assert refusal(lambda: migrate(engine)) == "A050"


def test_asking_for_a_package_clears_what_a_killed_builder_left(
    vault: Vault, store: Store, now: datetime
) -> None:
    stored = store(vault, b"1")
    (vault.place.staging / "workshops" / "left").mkdir()
    assert vault.recover_package(stored.package_id, now) == stored
    assert list((vault.place.staging / "workshops").iterdir()) == []


def test_a_schema_that_is_no_text_is_told(engine: Engine) -> None:
    engine.dispose()
    file = Path(str(engine.url.database))
    content = file.read_bytes()
    file.write_bytes(content.replace(b"CREATE TABLE catalogue", b"CREATE TAB\xff\xfe catalogue"))
    assert refusal(lambda: entries(engine)) == "A142"
