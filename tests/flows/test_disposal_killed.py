"""kill -9 at every step of an execution, and at random: nothing is half there afterwards."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive_store import find
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import entries
from bench.faulty.small import in_child, kill_myself
from flows.archive import Archive, open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.copying.copies import sync_copies
from flows.disposing.cases import find_case
from flows.keeping.rebuild import rebuild_archive
from flows.looking.show import find_row
from retention.disposal.case import CaseState
from retention.disposal.stubs import find_stub
from tests.flows.conftest import Stored
from tests.flows.disposing import (
    Kept,
    holding,
    make_kept,
    ordered,
    put_in_quarantine,
    run,
    secrets,
    watch,
)

BEFORE = ("order destruction", "destruction ordered")
"""Nothing has happened when a run is killed within the transaction of the order."""
STEPS = (
    *BEFORE, "copy ledger", "copy state", "erase index", "take out", "erase", "erase in hand",
    "erase store", "erase incoming", "scrub database", "certify", "extend", "note execution",
    "execution noted", "scrub notes",
)  # fmt: skip
USUAL = (
    "order destruction", "destruction ordered", "copy state", "take out", "erase store", "certify",
    "execution noted", "scrub notes",
)  # fmt: skip
"""One of each kind: before and behind the transaction, in the store, behind it, at the end."""
AFTER = ("scrub notes",)
"""From here on the case says that it is done."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A folder with an archive, its copies and an ordered case, for copying; nobody opens it."""

    folder: Path
    code: str
    case_id: str
    needles: set[bytes]
    package_id: str


@pytest.fixture(scope="module")
def ready(
    home: Stored, make_archive: Callable[..., Archive], store_read: Callable[..., object],
    tmp_path_factory: pytest.TempPathFactory,
) -> Ready:  # fmt: skip
    folder = tmp_path_factory.mktemp("ready") / "whole"
    folder.mkdir()
    kept = make_kept(folder, home, make_archive, store_read)
    put_in_quarantine(kept.archive, kept.code)
    told = Ready(
        folder=folder, code=kept.code, needles=secrets(kept), case_id=ordered(kept),
        package_id=find_row(kept.archive, kept.code).package_id,
    )  # fmt: skip
    kept.archive.engine.dispose()
    open_archive.cache_clear()
    return told


def another(ready: Ready, folder: Path) -> Path:
    """A copy of what is ready, with its second copies beside it."""
    shutil.copytree(ready.folder, folder)
    settings = folder / "kho" / "settings.toml"
    settings.write_text(settings.read_text().replace(str(ready.folder), str(folder)))
    return folder


def opened(ready: Ready, folder: Path) -> Kept:
    open_archive.cache_clear()
    archive = open_archive(folder / "kho")
    return Kept(archive=archive, code=ready.code, copies=(folder / "một", folder / "hai"))


def confirm_until(ready: Ready, folder: Path, on_step: Callable[[str], None]) -> int:
    """Confirm in a process of its own; how it ended."""

    def work() -> None:
        kept = opened(ready, folder)
        vault = kept.archive.vault
        vault.place = replace(vault.place, on_step=on_step)
        run(kept, ready.case_id, "Hai")

    return in_child(work)


def is_whole(ready: Ready, kept: Kept) -> None:
    """All of the dossier is there, and nobody knows of its destruction."""
    assert find_case(kept.archive, ready.case_id).state is CaseState.ORDERED
    assert find_row(kept.archive, ready.code).version == 1
    assert find_stub(kept.archive.engine, ready.code) is None
    audited = audit_archive(kept.archive, AuditAsked(everything=True), watch)
    assert (audited.store.objects, audited.needs_a_person) == (1, False)


def is_gone(ready: Ready, kept: Kept, folder: Path) -> None:
    """Nothing of it is anywhere; case, stub, ledger and catalogue say the same."""
    archive = kept.archive
    assert holding((folder,), ready.needles) == {}
    assert find_case(archive, ready.case_id).state is CaseState.DESTROYED
    told = [each.action for each in entries(archive.engine, ready.package_id)]
    assert told == ["store", "destroy"]
    steps = entries(archive.engine, f"urn:luutru:disposal:{ready.case_id}")
    assert [each.action for each in steps[-2:]] == ["disposal-confirm", "disposal-execute"]
    assert verify(archive.engine) == ()
    stub = find_stub(archive.engine, ready.code)
    assert stub is not None
    assert stub.target is None
    assert find(archive.engine, ready.code) is None
    audited = audit_archive(archive, AuditAsked(everything=True), watch)
    assert (audited.store.objects, audited.needs_a_person) == (0, False)
    papers = {each.name for each in (archive.root / "disposals" / ready.case_id).iterdir()}
    assert papers == {"giay-xac-nhan.docx", "giay-xac-nhan.pdf", f"premis-{ready.code}.xml"}


def work_on(kept: Kept) -> None:
    """What others do between a kill and the next run."""
    kept.archive.vault.recover(datetime.now(UTC) + timedelta(minutes=33))
    sync_copies(kept.archive, ("hai",), watch)
    rebuild_archive(kept.archive, "all", watch)
    assert find(kept.archive.engine, kept.code) is None


def test_the_steps_that_are_killed_are_all_that_there_are(ready: Ready, tmp_path: Path) -> None:
    folder, told = another(ready, tmp_path / "bản"), tmp_path / "steps"

    def note(step: str) -> None:
        with told.open("a") as stream:
            stream.write(f"{step}\n")

    assert confirm_until(ready, folder, note) == 0
    found = {each.partition("/")[0] for each in told.read_text().splitlines()}
    assert found == set(STEPS)
    kept = opened(ready, folder)
    is_gone(ready, kept, folder)
    kept.archive.engine.dispose()


@pytest.mark.parametrize(
    "step",
    [each if each in USUAL else pytest.param(each, marks=pytest.mark.exhaustive) for each in STEPS],
)
def test_a_run_that_is_killed_at_a_step_is_finished_or_has_done_nothing(
    ready: Ready, tmp_path: Path, step: str
) -> None:
    folder = another(ready, tmp_path / "bản")

    def end(told: str) -> None:
        if told.partition("/")[0] == step:
            kill_myself()

    assert confirm_until(ready, folder, end) == signal.SIGKILL
    kept = opened(ready, folder)
    if step in BEFORE:
        is_whole(ready, kept)
    else:
        wanted = CaseState.DESTROYED if step in AFTER else CaseState.EXECUTING
        assert find_case(kept.archive, ready.case_id).state is wanted
        work_on(kept)
    run(kept, ready.case_id, "Hai")
    is_gone(ready, kept, folder)
    kept.archive.engine.dispose()


def test_runs_that_are_killed_at_random_end_the_same(ready: Ready, tmp_path: Path) -> None:
    folder, chance = another(ready, tmp_path / "bản"), random.Random(6)  # noqa: S311 - repeatable
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                run(opened(ready, folder), ready.case_id, "Hai")
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.02, 1.0))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    kept = opened(ready, folder)
    if find_case(kept.archive, ready.case_id).state is CaseState.ORDERED:
        is_whole(ready, kept)
    run(kept, ready.case_id, "Hai")
    is_gone(ready, kept, folder)
    kept.archive.engine.dispose()
