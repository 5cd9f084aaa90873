"""The confined child: answers, failures, and a fresh child after each failure."""

from pathlib import Path

import pytest

from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError

LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=20, file_bytes=1 << 20, call_seconds=5)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "room_under_test.py").write_text(
        """
import os, time
from records.errors import InputError
def double(number): print("noise on standard output"); return 2 * number
def crash(): os.kill(os.getpid(), 11)
def hang(): time.sleep(60)
def swell(): return len(bytearray(8 << 30))
def refuse(name): raise InputError("R001", name, reason="x")
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "room_under_test"


def test_a_call_returns_the_result_and_prints_do_not_forge_it(module: str, tmp_path: Path) -> None:
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        assert [worker.call("double", number=n) for n in (1, 2)] == [2, 4]


@pytest.mark.parametrize(
    ("function", "reason"), [("crash", "crash"), ("hang", "timeout"), ("swell", "memory")]
)
def test_a_failure_costs_one_call_only(
    module: str, tmp_path: Path, function: str, reason: str
) -> None:
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        with pytest.raises(ConfinedFailure) as failure:
            worker.call(function)
        assert failure.value.reason == reason
        assert worker.call("double", number=4) == 8


def test_an_archive_error_comes_back_as_itself(module: str, tmp_path: Path) -> None:
    with (
        ConfinedWorker(module, LIMITS, tmp_path / "t") as worker,
        pytest.raises(InputError) as raised,
    ):
        worker.call("refuse", name="a.tif")
    assert raised.value.problem.subject == "a.tif"
