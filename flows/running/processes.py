"""Prefect's processes on this machine: started in a session of their own, asked to stop, killed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flows.machine.full_disk import require_any_room
from flows.running.environment import APPLICATION, prefect_environment
from records.errors import SetupError

STOP_SECONDS = 30.0
POLL_SECONDS = 0.2


def start_process(
    archive: Path, port: int, name: str, *arguments: str, before: tuple[str, ...] = ()
) -> "subprocess.Popen[bytes]":
    """Start ``prefect ARGUMENTS`` for this archive; its output goes to ``prefect/<name>.log``.

    ``before`` stands between the interpreter and its arguments (see ``flows.running.leashed``).
    """
    folder = archive / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, *before, "-m", "prefect", *arguments],
            env=prefect_environment(archive, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def run_prefect(archive: Path, port: int, *arguments: str) -> None:
    """Run ``prefect ARGUMENTS`` for this archive to its end.

    Raises:
        SetupError: F003, it failed; F170, because the disk is full.
    """
    done = subprocess.run(
        [sys.executable, "-m", "prefect", *arguments],
        env=prefect_environment(archive, port),
        cwd=APPLICATION,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        require_any_room(archive)
        raise SetupError("F003", "prefect " + " ".join(arguments), told=done.stderr[-500:])


def stop_process(pid: int, seconds: float = STOP_SECONDS) -> None:
    """End a process and its group: asked first, killed after ``seconds``."""
    for asked in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, asked)
        waited_until = time.monotonic() + seconds
        while is_alive(pid):
            if time.monotonic() > waited_until:
                break
            time.sleep(POLL_SECONDS)
        else:
            return


def is_alive(pid: int) -> bool:
    """Whether the process still runs; a child that has ended is collected on the way."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
