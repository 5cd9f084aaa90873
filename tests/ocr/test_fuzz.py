"""A few spoilt scans go through the same run that spoils thousands."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[2]


def _fuzz(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, ROOT / "bench" / "fuzz.py", *(str(each) for each in arguments)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_every_spoilt_scan_is_read_or_told_and_none_kills_the_reader(
    sheet: Callable[..., Image.Image], tmp_path: Path
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for name in ("a.jpg", "b.tif", "c.pdf"):
        sheet(60).save(scans / name)
    done = _fuzz(scans, "--count", 20, "--seed", 5, "--keep", tmp_path / "kept")
    assert done.returncode == 0, done.stdout + done.stderr
    columns, *_, sums = (
        line.split() for line in done.stdout.splitlines() if " read " in f"{line} " or "all" in line
    )
    assert columns[0] == "read"
    assert sum(int(number) for number in sums[1:]) == 20
    assert int(sums[1]) > 3
    assert not (tmp_path / "kept").exists()
