"""A run that is killed and begun again, several times, ends as one that was left alone."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Found = Callable[[Path, str], dict[str, Path]]
Processes = Callable[[Path], set[int]]
Start = Callable[[Path, Callable[[Path], bool]], "subprocess.Popen[bytes]"]
WAIT_SECONDS = 200.0
POLL_SECONDS = 0.02
KNOWN_PAGES, KILL_AT, STOP_AT = 18, 21, 25
LISTENING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Becomes the command, able to hear Ctrl-C even where the tests run in the background."""


def pages_read(archive: Path) -> list[Path]:
    return sorted(archive.glob("work/*/pages/*/*.json"))


def packages_stored(archive: Path) -> list[Path]:
    return sorted(archive.glob("store/*/*/*/*/inventory.json"))


def kill_everything(archive: Path, processes_of: Processes) -> None:
    while running := processes_of(archive):
        for each in running:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)


def all_end(archive: Path, processes_of: Processes, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while processes_of(archive) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    return not processes_of(archive)


@pytest.fixture(scope="module")
def start(
    command: Path,
    samples: Path,
    environment: Callable[..., dict[str, str]],
    processes_of: Processes,
) -> Start:
    """Starts an ingest of the good batch and gives it back at the moment that is asked for."""

    def started(archive: Path, moment: Callable[[Path], bool]) -> "subprocess.Popen[bytes]":
        child = subprocess.Popen(
            [sys.executable, "-c", LISTENING, command,
             "--archive", archive, "ingest", samples / "batches" / "good"],
            cwd=archive.parent,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + WAIT_SECONDS
        while not moment(archive):
            if child.poll() is not None or time.monotonic() > until:
                kill_everything(archive, processes_of)
                pytest.fail("the run ended before it could be interrupted")
            time.sleep(POLL_SECONDS)
        return child

    return started


@pytest.fixture(scope="module")
def interrupted(
    tmp_path_factory: pytest.TempPathFactory,
    new_archive: Path,
    good: SimpleNamespace,
    ingest: Callable[..., SimpleNamespace],
    start: Start,
    processes_of: Processes,
) -> SimpleNamespace:
    """Killed while reading, stopped while reading, killed while storing, then left alone."""
    folder = tmp_path_factory.mktemp("interrupted")
    archive = shutil.copytree(new_archive, folder / "archive")
    # The last pages are enough to be interrupted at: the others were read for the good archive.
    for page in pages_read(good.archive)[:KNOWN_PAGES]:
        there = archive / page.parent.relative_to(good.archive)
        shutil.copytree(page.parent, there)

    began = time.monotonic()
    child = start(archive, lambda archive: len(pages_read(archive)) >= KILL_AT)
    # Who is at a page reads it to its end, which takes longer where others take the cores.
    soon = time.monotonic() - began
    child.kill()
    killed, orphans_end = child.wait(), all_end(archive, processes_of, soon)
    finished = {page: page.stat().st_mtime_ns for page in pages_read(archive)}

    child = start(archive, lambda archive: len(pages_read(archive)) >= STOP_AT)
    child.send_signal(signal.SIGINT)
    stopped, rest_ends = child.wait(), all_end(archive, processes_of, soon)

    child = start(archive, lambda archive: len(packages_stored(archive)) >= 1)
    kill_everything(archive, processes_of)
    child.wait()
    early, reported = len(packages_stored(archive)), list(archive.glob("work/runs/*/report.json"))

    last = ingest(archive, "good", folder)
    return SimpleNamespace(
        archive=archive, killed=killed, finished=finished, orphans_end=orphans_end,
        stopped=stopped, rest_ends=rest_ends, early=early, reported=reported, last=last,
    )  # fmt: skip


def test_it_was_killed_in_the_midst_of_the_work(interrupted: SimpleNamespace) -> None:
    assert interrupted.killed == -signal.SIGKILL
    assert KILL_AT <= len(interrupted.finished) < STOP_AT
    assert interrupted.early >= 1
    assert interrupted.reported == []


def test_what_a_killed_command_started_ends_with_it(interrupted: SimpleNamespace) -> None:
    assert interrupted.orphans_end


def test_ctrl_c_ends_with_130_and_stops_everything(interrupted: SimpleNamespace) -> None:
    assert interrupted.stopped == 130
    assert interrupted.rest_ends


def test_pages_that_were_read_are_not_read_again(interrupted: SimpleNamespace) -> None:
    now = {page: page.stat().st_mtime_ns for page in interrupted.finished}
    assert now == interrupted.finished


def test_the_last_run_reports_what_an_undisturbed_one_does(
    interrupted: SimpleNamespace, good: SimpleNamespace
) -> None:
    assert interrupted.last.code == 0
    assert interrupted.last.report | {"seconds": 0} == good.report | {"seconds": 0}


def test_the_store_holds_the_same_files_and_no_others(
    interrupted: SimpleNamespace, good: SimpleNamespace, files_of: Found
) -> None:
    was, now = (files_of(each.archive, "*") for each in (good, interrupted))
    assert now.keys() == was.keys()
    for part in ("/master/data/", "/ocr/data/", "/descriptive/", "/schemas/"):
        names = [name for name in was if part in name and was[name].is_file()]
        assert names
        for name in names:
            assert now[name].read_bytes() == was[name].read_bytes(), name


def test_ledger_catalogue_and_index_are_the_same_but_for_the_time(
    interrupted: SimpleNamespace, good: SimpleNamespace, ask: Ask
) -> None:
    audit = ask(interrupted.archive, "audit", "--all")
    assert (audit["objects"], audit["ok"], audit["damaged"]) == (3, 3, [])
    assert (audit["ledger"]["size"], audit["ledger"]["intact"]) == (12 + 3, True)
    timeless = {"stored_at": None, "size_bytes": None, "ledger_position": None}
    was, now = (
        sorted(
            (row | timeless for row in ask(each.archive, "list")["dossiers"]),
            key=lambda row: str(row["dossier_code"]),
        )
        for each in (good, interrupted)
    )
    assert now == was
    was, now = (ask(each.archive, "search", "lưu trữ") for each in (good, interrupted))
    assert now == was


def test_nothing_is_left_half_made(interrupted: SimpleNamespace) -> None:
    staging = interrupted.archive / "work" / "staging"
    assert [file for file in staging.rglob("*") if file.is_file() and file.suffix != ".lock"] == []
