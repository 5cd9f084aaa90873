"""Runs the command in a process that is forked from one that has loaded the product already.

The process, its surroundings, streams and exit code are those of an installed command; only the
two seconds are spared in which each would load the same modules. Tests of the start itself, or of
signals, run the installed file.
"""

import atexit
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path

SECONDS = 300
PRELOADED = "tests.warm_modules"


def start(surroundings: Mapping[str, str]) -> None:
    """Load the product in a process without our variables; nothing where that was done before."""
    multiprocessing.get_context("forkserver").set_forkserver_preload([PRELOADED])
    ours = dict(os.environ)
    try:
        _surround(surroundings)
        forkserver.ensure_running()
    finally:
        _surround(ours)


def run(
    command: Sequence[str], folder: Path, surroundings: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` (its program and words) to its end, as ``subprocess.run`` does.

    Raises:
        subprocess.TimeoutExpired: it did not end within five minutes, and was stopped.
    """
    with tempfile.TemporaryDirectory() as kept:
        told = (Path(kept, "stdout"), Path(kept, "stderr"))
        context = multiprocessing.get_context("forkserver")
        child = context.Process(target=_be, args=(tuple(command), folder, dict(surroundings), told))
        child.start()
        child.join(SECONDS)
        if child.exitcode is None:
            child.kill()
            child.join()
            raise subprocess.TimeoutExpired(command, SECONDS)
        code = child.exitcode
        child.close()
        said = [file.read_text(encoding="utf-8") for file in told]
        return subprocess.CompletedProcess(command, code, *said)


def _be(
    command: tuple[str, ...], folder: Path, surroundings: dict[str, str], told: tuple[Path, Path]
) -> None:
    os.chdir(folder)
    _surround(surroundings)
    for number, file in enumerate(told, start=1):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as the interpreter's own
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    sys.argv = list(command)
    from cli.main import main  # noqa: PLC0415 - loaded before, in the process this one came from

    try:
        main()
    finally:
        # A forked process ends without them, an installed command does not.
        atexit._run_exitfuncs()


def _surround(surroundings: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(surroundings)
