import contextlib
import itertools
import json
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest

from archive_store import Vault, audit, build_package, check_package, open_database
from archive_store.vault.ledger.entries import entries
from archive_store.vault.objects.place import Place, locked, prepare
from records.errors import ArchiveError, InputError, RefusedError
from records.package import PackageContents

Make = Callable[..., PackageContents]
KILLS = 5
STEPS_OF_FIRST = (
    "content",
    "inventory",
    "sync",
    "begin",
    "publish",
    "published",
    "verify",
    "ledger",
)
STEPS_OF_SECOND = (
    "content", "inventory", "sync", "begin", "publish", "publish v2", "publish inventory.json",
    "publish inventory.json.sha512", "published", "verify", "ledger",
)  # fmt: skip


class Killed(Exception):  # noqa: N818 - it stands for an end, not for an error
    """The process ended here."""


@pytest.fixture
def store(vault: Vault, make_contents: Make, now: datetime) -> Callable[..., object]:
    def do(
        number: int = 1, source: str = "aa", record: bytes = b"{}", into: Vault = vault
    ) -> object:
        package = build_package(make_contents(number, record=record), into.staging, now)
        return into.store_package(package, source, now)

    return do


def test_what_is_stored_can_be_read_back_and_is_sound(
    vault: Vault, make_contents: Make, now: datetime
) -> None:
    package = build_package(make_contents(), vault.staging, now)
    stored = vault.store_package(package, "aa", now)
    assert (stored.version, stored.ledger_position, stored.dossier_code) == (1, 0, "H46.21.2010.01")
    assert stored.files == len(package.files)
    assert stored.size_bytes == sum(file.size_bytes for file in package.files)
    assert vault.read_file(stored.package_id, "metadata/other/record.json").read_bytes() == (
        '{"title": "Hồ sơ"}'.encode()
    )
    assert vault.find(stored.package_id) == stored
    assert vault.find_alto(stored.package_id, 2, 1) is not None
    assert vault.find_alto(stored.package_id, 2, 9) is None
    assert vault.list_files(stored.package_id) == tuple(file.path for file in package.files)
    assert not package.root.exists()
    content = stored.object_path / "v1/content" / package.root.name
    assert check_package(content) == ()


def test_the_same_source_is_stored_once(vault: Vault, store: Callable[..., object]) -> None:
    assert store() == store() == vault.find_same(vault.list_packages()[0], "aa")
    assert vault.find_same(vault.list_packages()[0], "bb") is None
    assert len(vault.history(vault.list_packages()[0])) == 1


def test_a_new_version_holds_only_new_bytes(vault: Vault, store: Callable[..., object]) -> None:
    store()
    store(source="bb", record=b'{"title": "moi"}')
    package_id = vault.list_packages()[0]
    assert [told.version for told in vault.history(package_id)] == [1, 2]
    second = vault.place.object(package_id) / "v2/content"
    new = {path.name for path in second.rglob("*") if path.is_file()}
    assert new == {"METS.xml", "record.json"}
    old = vault.read_file(package_id, "metadata/other/record.json", version=1)
    assert old.read_bytes() == b"{}"


def test_who_worked_from_an_older_version_is_refused(
    vault: Vault, store: Callable[..., object], make_contents: Make, now: datetime
) -> None:
    store()
    package = build_package(make_contents(), vault.staging, now)
    with pytest.raises(RefusedError) as refused:
        vault.store_package(package, "bb", now, expected_version=0)
    assert refused.value.problem.code == "A031"


def test_of_many_writers_from_one_version_exactly_one_wins(
    vault: Vault, store: Callable[..., object], make_contents: Make, now: datetime
) -> None:
    store()
    packages = [
        build_package(make_contents(record=b"%d" % n), vault.staging / str(n), now)
        for n in range(6)
    ]

    def win(number: int) -> bool:
        try:
            vault.store_package(packages[number], f"{number:02x}", now, expected_version=1)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(win, range(6))) == 1
    assert audit(vault, now).ok


def test_many_packages_at_once_all_arrive(vault: Vault, make_contents: Make, now: datetime) -> None:
    packages = [build_package(make_contents(n, 1), vault.staging, now) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(lambda p: vault.store_package(p, "aa", now), packages))
    assert sorted(each.ledger_position for each in stored) == list(range(8))
    report = audit(vault, now)
    assert report.ok
    assert report.objects == 8


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_store_that_many_make_at_once_is_nobody_elses(vault: Vault, tmp_path: Path) -> None:
    start = Barrier(8)

    def make(_: int) -> None:
        start.wait()
        prepare(place)

    with ThreadPoolExecutor(8) as pool:
        for number in range(25):
            place = replace(vault.place, root=tmp_path / f"store-{number}")
            list(pool.map(make, range(8)))
            assert (place.root / "0=ocfl_1.1").read_text() == "ocfl_1.1\n"


@pytest.mark.parametrize(
    ("first", "step"),
    [*((True, step) for step in STEPS_OF_FIRST), *((False, step) for step in STEPS_OF_SECOND)],
)
def test_a_run_that_ends_at_any_step_loses_nothing(
    vault: Vault, store: Callable[..., object], now: datetime, first: bool, step: str
) -> None:
    def end(at: str) -> None:
        if at == step:
            raise Killed

    if not first:
        store()
    with pytest.raises(Killed):
        store(source="bb", record=b'{"n": 2}', into=vault.watched(end))
    vault.recover(now)
    assert audit(vault, now).ok
    store(source="bb", record=b'{"n": 2}')
    assert audit(vault, now).ok
    package_id = vault.list_packages()[0]
    assert len(vault.history(package_id)) == (1 if first else 2)
    assert len(entries(vault.place.engine)) == (1 if first else 2)


def test_the_next_store_finishes_what_was_left_without_a_recovery(
    vault: Vault, store: Callable[..., object]
) -> None:
    def end(at: str) -> None:
        if at == "ledger":
            raise Killed

    with pytest.raises(Killed):
        store(into=vault.watched(end))
    assert vault.list_packages() == ()
    store()
    assert [entry.version for entry in entries(vault.place.engine)] == [1]


def _work(place: Place, make_contents: Make, now: datetime, start: int) -> None:
    engine = open_database(place.engine.url.render_as_string())
    vault = Vault(place.root, engine)
    for round_ in range(start, start + 1000):
        contents = make_contents(round_ % 3, 1, record=b"%d" % round_)
        package = build_package(contents, vault.staging, now)
        vault.store_package(package, f"{round_:04x}", now)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_worker_killed_at_random_times_leaves_a_sound_store(
    vault: Vault, make_contents: Make, now: datetime
) -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable choice, no secret
    began = time.monotonic()
    vault.store_package(build_package(make_contents(), vault.staging, now), "aa", now)
    # Measured, as a busy machine takes many times longer than an idle one.
    seconds = time.monotonic() - began
    for attempt in itertools.count():
        if attempt >= KILLS:
            if len(entries(vault.place.engine)) > 1:
                break
            # So busy that no child finished a package: the next is given longer.
            seconds *= 2
        vault.place.engine.dispose()
        child = os.fork()
        if child == 0:
            with contextlib.suppress(ArchiveError):
                _work(vault.place, make_contents, now, attempt * 1000)
            os._exit(1)
        time.sleep(chance.uniform(0.1, 2.5) * seconds)
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
        vault.recover(now)
        report = audit(vault, now)
        assert report.ok, report.damaged


def test_damage_in_the_store_stops_a_new_version_from_counting(
    vault: Vault, store: Callable[..., object]
) -> None:
    store()
    package_id = vault.list_packages()[0]
    scan = vault.read_file(package_id, "representations/master/data/H46.21.2010.01.001.tif")
    scan.write_bytes(b"x")
    with pytest.raises(InputError) as refused:
        store(source="bb", record=b"{2}")
    assert refused.value.problem.code == "A032"
    assert [entry.version for entry in entries(vault.place.engine)] == [1]


def test_a_store_older_than_the_ledger_takes_nothing_more(
    vault: Vault, store: Callable[..., object]
) -> None:
    store()
    vault.place.object(vault.list_packages()[0]).rename(vault.place.root.parent / "away")
    with pytest.raises(RefusedError) as refused:
        store(source="bb")
    assert refused.value.problem.code == "A037"


def test_a_folder_with_other_things_is_never_made_a_store(
    vault: Vault, store: Callable[..., object]
) -> None:
    vault.place.root.mkdir()
    (vault.place.root / "letter.txt").write_text("x")
    with pytest.raises(ArchiveError) as refused:
        store()
    assert refused.value.problem.code == "A033"


def test_the_object_is_ocfl_by_the_letter(vault: Vault, store: Callable[..., object]) -> None:
    store()
    folder = vault.place.object(vault.list_packages()[0])
    assert folder.name == "urn%3auuid%3a00000000-0000-4000-8000-000000000001"
    inventory = json.loads((folder / "inventory.json").read_text())
    assert inventory["head"] == "v1"
    assert inventory["digestAlgorithm"] == "sha512"
    assert (folder / "0=ocfl_object_1.1").read_text() == "ocfl_object_1.1\n"
    assert (folder / "v1/inventory.json").read_bytes() == (folder / "inventory.json").read_bytes()


def test_locks_are_per_object(vault: Vault, store: Callable[..., object]) -> None:
    store(1)
    with locked(vault.place, vault.list_packages()[0]):
        store(2)
    assert len(vault.list_packages()) == 2
