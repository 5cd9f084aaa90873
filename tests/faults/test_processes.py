"""Short versions of ``bench/faults.py``: processes that die, that meet, and that find no room."""

import subprocess
from pathlib import Path

import pytest

from bench.faulty.crowd import crowd
from bench.faulty.full_disk import fill_at_every_step, small_disk
from bench.faulty.rollback import set_clock_back
from bench.faulty.steps import kill_at
from bench.faulty.tally import Row


def stood(row: Row, tries: int) -> bool:
    assert row.notes == []
    return (row.tries, row.stood) == (tries, tries)


@pytest.mark.parametrize(
    "step",
    ["begin", "publish", "publish inventory.json", "publish inventory.json.sha512", "ledger"],
)
def test_a_process_that_is_killed_at_a_step_leaves_nothing_behind(
    tmp_path: Path, step: str
) -> None:
    assert kill_at(tmp_path / "killed", [b"1", b"2"], step, None) == []


def test_eight_processes_lose_no_update_and_outlive_the_holder_of_a_lock(tmp_path: Path) -> None:
    for row in crowd(tmp_path, None, 1, turns=1):
        assert stood(row, 1), row.fault


def test_a_clock_that_was_set_back_changes_nothing(tmp_path: Path) -> None:
    assert stood(set_clock_back(tmp_path / "clock", 2), 2)


def test_a_disk_that_becomes_full_at_a_step_is_told_and_survived(tmp_path: Path) -> None:
    try:
        with small_disk(tmp_path / "disk"):
            pass
    except subprocess.CalledProcessError:
        pytest.skip("only root may mount a small disk")
    steps = ("sync", "publish inventory.json", "ledger")
    (row,) = fill_at_every_step(tmp_path, None, (("next version", [b"1", b"2"]),), steps)
    assert stood(row, len(steps))
