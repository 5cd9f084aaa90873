"""The confined child: answers, failures, guards, and a fresh child after each failure."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError
from records.open_doors import missing_guards

REFUSED = {"EACCES", "EPERM", "EXDEV"}
LONG = 300
"""Seconds: longer than anything here takes on any machine; only what is stopped ends earlier."""
LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=20, file_bytes=1 << 20, call_seconds=LONG)


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "room_under_test.py").write_text(
        """
import errno, json, os, shutil, socket, subprocess, sys, threading, time
from pathlib import Path
from records.errors import InputError
def double(number): print("noise on standard output"); return 2 * number
def crash(): os.kill(os.getpid(), 11)
def hang(): time.sleep(600)
def swell(): return len(bytearray(8 << 30))
def refuse(name): raise InputError("R001", name, reason="x")
def burn():
    # Far below a second: the kernel counts by ticks, on a crowded machine up to half as much again.
    until = time.process_time() + 0.3
    while time.process_time() < until: pass
def answer(written, then):
    # The descriptor of the answers is the one after the standard ones.
    os.write(3, written.encode()); time.sleep(then); os._exit(0)
def attempt(path):
    acts = {
        "write": lambda: open(path, "wb"), "append": lambda: open(path, "ab"),
        "unlink": lambda: os.unlink(path), "truncate": lambda: os.truncate(path, 0),
        "empty": lambda: os.open(path, os.O_RDONLY | os.O_TRUNC),
        "rename": lambda: os.rename(path, path + ".old"), "chmod": lambda: os.chmod(path, 0o777),
        "date": lambda: os.utime(path, (1, 1)), "make": lambda: os.mkdir(path + ".folder"),
        "link": lambda: os.link(path, os.environ["TMPDIR"] + "/linked"),
        "symlink": lambda: os.symlink(path, os.environ["TMPDIR"] + "/linked"),
        "take": lambda: os.rename(path, os.environ["TMPDIR"] + "/taken"),
        "attribute": lambda: os.setxattr(path, "user.a", b"b"),
        "internet": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        "socket": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
        "local": lambda: socket.socket(socket.AF_UNIX),
    }
    return {name: outcome(act) for name, act in acts.items()}
def outcome(act):
    try: act()
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
def attempt_in_a_program(path):
    code = f"import json, room_under_test as r; print(json.dumps(r.attempt({path!r})))"
    return json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True).stdout)
def attempt_in_a_thread(path):
    said = []
    thread = threading.Thread(target=lambda: said.append(attempt(path)))
    thread.start(); thread.join()
    return said[0]
def use_own_folder(path):
    own = Path(os.environ["TMPDIR"]) / "own"; own.mkdir()
    (own / "a").write_bytes(Path(path).read_bytes()); (own / "a").replace(own / "b")
    told = (own / "b").read_text(); shutil.rmtree(own)
    return told
""",
        encoding="utf-8",
    )
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    return "room_under_test"


def impatient(module: str, tmp_path: Path) -> Limits:
    """Waits for a call as long as one surely takes: measured, as machines differ by many times."""
    began = time.monotonic()
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        worker.call("double", number=1)
    return replace(LIMITS, call_seconds=1 + 4 * (time.monotonic() - began))


def test_a_call_returns_the_result_and_prints_do_not_forge_it(module: str, tmp_path: Path) -> None:
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        assert [worker.call("double", number=n) for n in (1, 2)] == [2, 4]


@pytest.mark.parametrize(
    ("function", "reason"), [("crash", "crash"), ("hang", "timeout"), ("swell", "memory")]
)
def test_a_failure_costs_one_call_only(
    module: str, tmp_path: Path, function: str, reason: str
) -> None:
    limits = impatient(module, tmp_path) if reason == "timeout" else LIMITS
    with ConfinedWorker(module, limits, tmp_path / "t") as worker:
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


def test_processor_time_is_counted_for_each_call(module: str, tmp_path: Path) -> None:
    with ConfinedWorker(module, replace(LIMITS, cpu_seconds=1), tmp_path / "t") as worker:
        for _ in range(8):
            worker.call("burn")


@pytest.mark.parametrize(
    ("written", "then", "reason"),
    [
        ("half an answer", LONG, "timeout"),
        ("half an answer", 0, "crash"),
        ("no JSON\n", LONG, "crash"),
        ("[" * 100_000 + "\n", LONG, "crash"),
        ("[1]\n", LONG, "crash"),
        ("{}\n", LONG, "crash"),
        ('{"raised": {"kind": "SystemExit"}}\n', LONG, "crash"),
        ('{"raised": 1}\n', LONG, "crash"),
    ],
)
def test_an_answer_that_is_none_is_a_failure_at_once(
    module: str, tmp_path: Path, written: str, then: int, reason: str
) -> None:
    limits = impatient(module, tmp_path) if reason == "timeout" else LIMITS
    began = time.monotonic()
    with ConfinedWorker(module, limits, tmp_path / "t") as worker:
        with pytest.raises(ConfinedFailure) as failure:
            worker.call("answer", written=written, then=then)
        assert failure.value.reason == reason
        assert worker.call("double", number=4) == 8
    # Nobody waited for the child, which would have gone on.
    assert time.monotonic() - began < LONG


@pytest.fixture
def guarded(tmp_path: Path) -> None:
    if missing_guards(tmp_path / "probe"):
        pytest.skip("this kernel cannot shut the child in")


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("way", ["attempt", "attempt_in_a_program", "attempt_in_a_thread"])
def test_the_child_cannot_touch_a_master_nor_the_network(
    module: str, tmp_path: Path, way: str
) -> None:
    master = tmp_path / "master.tif"
    master.write_bytes(b"II*")
    before = master.stat()
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        outcomes = worker.call(way, path=str(master))
    assert len(outcomes) == 16
    assert {name: told for name, told in outcomes.items() if told not in REFUSED} == {}
    after = master.stat()
    assert (after.st_mtime_ns, after.st_mode) == (before.st_mtime_ns, before.st_mode)
    assert master.read_bytes() == b"II*"
    assert sorted(path.name for path in tmp_path.glob("master*")) == ["master.tif"]
    assert not list((tmp_path / "t").iterdir())


@pytest.mark.usefixtures("guarded")
def test_the_child_reads_everything_and_works_in_its_own_folder(
    module: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("read", encoding="utf-8")
    with ConfinedWorker(module, LIMITS, tmp_path / "t") as worker:
        assert worker.call("use_own_folder", path=str(tmp_path / "a.txt")) == "read"


def test_what_the_kernel_does_not_shut_is_told(tmp_path: Path) -> None:
    assert set(missing_guards(tmp_path / "probe")) <= {"files", "network"}
    assert not list(tmp_path.iterdir())
