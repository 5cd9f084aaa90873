"""Rounds over the store: what comes first, what a budget leaves, what a killed run keeps."""

import multiprocessing
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive_store import Vault, audit, build_package
from archive_store.vault.audit.coverage import coverage
from archive_store.vault.audit.findings import open_findings, settled_findings
from archive_store.vault.audit.fixity import Scope
from archive_store.vault.audit.look import look
from archive_store.vault.audit.order import longest_unread
from archive_store.vault.audit.runs import list_runs, spent_since
from archive_store.vault.ledger.captures import RECEIVED, capture, capture_digest, captured
from archive_store.vault.ledger.entries import entries
from records.package import Damage, FixityFinding, PackageContents, Witness

DATABASES = ("sqlite",)

Make = Callable[..., PackageContents]
DAY = timedelta(days=1)


def identity(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


@pytest.fixture
def filled(vault: Vault, make_contents: Make, now: datetime) -> Vault:
    for number in range(1, 6):
        package = build_package(make_contents(number, documents=1), vault.staging, now)
        vault.store_package(package, "aa", now)
    return vault


class Reading:
    """A clock by which every package takes two seconds to read."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def clock(self) -> float:
        return self.seconds

    def progress(self, done: int, total: int) -> None:
        assert 0 < done <= total
        self.seconds += 2


def spoil(vault: Vault, number: int) -> Path:
    scan = next(vault.place.object(identity(number)).rglob("*.001.tif"))
    scan.write_bytes(b"spoilt")
    return scan


def test_a_budget_of_time_goes_round_the_store(filled: Vault, now: datetime) -> None:
    reports = []
    for day in range(3):
        reading = Reading()
        scope = Scope(budget_seconds=3.0, clock=reading.clock)
        reports.append(audit(filled, now + day * DAY, scope, reading.progress))
    assert [(each.objects, each.remaining, each.seconds) for each in reports] == [(2, 3, 4.0)] * 3
    assert all(each.is_audited for each in coverage(filled.place.engine))


def test_a_clock_set_back_changes_no_order(filled: Vault, now: datetime) -> None:
    for day in (400, 0, 300, 100, 200):
        assert audit(filled, now + day * DAY, Scope(budget_bytes=1)).objects == 1
    assert [each.objects for each in coverage(filled.place.engine)] == [1] * 5
    assert all(each.is_audited for each in coverage(filled.place.engine))


def test_several_processes_find_what_one_finds(filled: Vault, now: datetime) -> None:
    scan = spoil(filled, 3)
    alone, together = audit(filled, now), audit(filled, now, Scope(jobs=2))
    path = str(scan.relative_to(filled.place.object(identity(3))))
    assert together.damaged == alone.damaged
    assert [(found.path, found.kind) for found in alone.damaged] == [(path, Damage.CHANGED)]
    counted = [(each.objects, each.files, each.bytes, each.hurt) for each in (alone, together)]
    assert counted[0] == counted[1]


def _audit_and_die(vault: Vault, now: datetime) -> None:
    reading = Reading()

    def progress(done: int, total: int) -> None:
        reading.progress(done, total)
        if done == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    audit(vault, now, Scope(clock=reading.clock), progress)


def test_a_killed_run_keeps_what_it_did_and_the_next_goes_on(filled: Vault, now: datetime) -> None:
    spoil(filled, 1)
    killed = multiprocessing.get_context("fork").Process(target=_audit_and_die, args=(filled, now))
    filled.place.engine.dispose()
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    (run,) = list_runs(filled.place.engine)
    assert (run.ended_at, run.objects) == (None, 3)
    assert [each.finding.package_id for each in open_findings(filled.place.engine)] == [identity(1)]
    assert spent_since(filled.place.engine, now)[0] == run.size_bytes > 0
    audited = [each for each in coverage(filled.place.engine) if each.is_audited]
    assert sum(each.objects for each in audited) == 3
    for _ in range(3):
        # The damaged one is read first each time, then one that was not read yet.
        audit(filled, now + DAY, Scope(budget_bytes=_size(filled, 1) + 1))
    assert all(each.is_audited for each in coverage(filled.place.engine))


def _size(vault: Vault, number: int) -> int:
    folder = vault.place.object(identity(number))
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_a_finding_stays_until_it_is_put_right(filled: Vault, now: datetime) -> None:
    scan = next(filled.place.object(identity(4)).rglob("*.001.tif"))
    sound = scan.read_bytes()
    scan.unlink()
    path = str(scan.relative_to(filled.place.object(identity(4))))
    found = FixityFinding(package_id=identity(4), path=path, kind=Damage.MISSING)
    assert audit(filled, now).damaged == (found,)
    unread = audit(filled, now + DAY, Scope(budget_bytes=0))
    assert (unread.objects, unread.damaged) == (0, (found,))
    assert audit(filled, now + DAY, Scope(package_ids=(identity(1),))).damaged == ()
    scan.write_bytes(sound)
    assert audit(filled, now + 2 * DAY, Scope(budget_bytes=1)).damaged == ()
    (settled,) = settled_findings(filled.place.engine)
    assert (settled.finding, settled.found_at) == (found, now)
    assert (settled.found_by, settled.settled_at) == (1, now + 2 * DAY)


def test_a_deleted_and_an_older_object_are_found_whatever_their_turn(
    filled: Vault, make_contents: Make, now: datetime, tmp_path: Path
) -> None:
    older = filled.place.object(identity(5))
    shutil.copytree(older, tmp_path / "yesterday")
    package = build_package(make_contents(5, record=b"9", documents=1), filled.staging, now)
    filled.store_package(package, "bb", now)
    assert audit(filled, now).ok
    shutil.rmtree(older)
    shutil.copytree(tmp_path / "yesterday", older)
    shutil.rmtree(filled.place.object(identity(4)))
    first = audit(filled, now + DAY, Scope(budget_bytes=1))
    assert (first.objects, first.remaining) == (2, 3)
    assert {(each.package_id, each.kind) for each in first.damaged} == {
        (identity(4), Damage.MISSING),
        (identity(5), Damage.ROLLED_BACK),
    }


def test_what_is_no_file_is_told_at_once(filled: Vault, now: datetime) -> None:
    folder = filled.place.object(identity(2))
    pipe, access = next(folder.rglob("*.001.tif")), next(folder.rglob("*.001.pdf"))
    pipe.unlink()
    os.mkfifo(pipe)
    access.unlink()
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(access.parent)
        bound.bind(access.name)
        os.chdir(here)
        found = audit(filled, now, Scope(package_ids=(identity(2),))).damaged
    assert {each.path for each in found} == {
        str(each.relative_to(folder)) for each in (pipe, access)
    }
    assert {(each.kind, each.against) for each in found} == {(Damage.CHANGED, Witness.INVENTORY)}


def test_an_audit_beside_an_ingest_raises_no_alarm(
    filled: Vault, make_contents: Make, now: datetime
) -> None:
    done = threading.Event()

    def ingest() -> None:
        for number in range(6, 9):
            for version in (b"1", b"2"):
                contents = make_contents(number, documents=1, record=version)
                package = build_package(contents, filled.staging / str(number), now)
                filled.store_package(package, version.hex(), now)
        done.set()

    writer = threading.Thread(target=ingest)
    writer.start()
    reports = [audit(filled, now)]
    while not done.is_set():
        reports.append(audit(filled, now))
    writer.join()
    assert [each.damaged for each in reports if each.damaged] == []
    assert audit(filled, now).objects == 8


def test_pages_of_any_size_hold_every_package_once(filled: Vault, now: datetime) -> None:
    engine, every = filled.place.engine, [identity(number) for number in range(1, 6)]
    assert [list(longest_unread(engine, 1, size)) for size in (1, 2, 5)] == [every] * 3
    audit(filled, now, Scope(package_ids=(identity(2), identity(4))))
    order = [identity(number) for number in (1, 3, 5, 2, 4)]
    assert [list(longest_unread(engine, 2, size)) for size in (1, 2, 5)] == [order] * 3


def test_a_look_that_runs_out_of_time_goes_on_where_it_stopped(filled: Vault) -> None:
    shutil.rmtree(filled.place.object(identity(1)))
    (filled.place.object(identity(4)) / "inventory.json").write_text("{}")
    first = look(filled.place, "", lambda: True, batch=3)
    assert first == ((identity(1),), identity(3))
    assert look(filled.place, first[1], lambda: True, batch=3) == ((identity(4),), "")


def test_a_capture_is_entered_once_and_tells_no_name(
    filled: Vault, make_contents: Make, now: datetime
) -> None:
    engine = filled.place.engine
    files = [each.document.file for each in make_contents(1, documents=2).documents]
    counts = [capture(engine, identity(1), files, "luutru", now) for _ in range(2)]
    assert counts == [2, 0]
    assert captured(engine, identity(1)) == {capture_digest(file) for file in files}
    assert captured(engine, identity(2)) == frozenset()
    (entry, _) = (each for each in entries(engine) if each.action == RECEIVED)
    assert str(files[0].name) not in str(entry)
    assert audit(filled, now).objects == 5
