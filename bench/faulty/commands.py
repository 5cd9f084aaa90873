"""Runs a command of ``luutru`` in a forked child, ready loaded, so that a kill hits its work.

What a real command spends before that on loading its modules is the same for all of them.
"""

import importlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cli.main import COMMANDS, EXIT_CODES, run
from flows.archive import open_archive
from flows.machine.full_disk import told_full
from records.errors import ArchiveError

SAID = "said.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command under way; ``said`` is the file that it writes to."""

    child: int
    said: Path

    def kill(self) -> None:
        """End it as ``kill -9`` does, with all that it started."""
        os.killpg(self.child, signal.SIGKILL)

    def wait_for(self, seconds: float) -> int | None:
        """As ``wait``, but only so long; ``None`` while it goes on."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ended, status = os.waitpid(self.child, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.1)
        return None

    def wait(self) -> int:
        """Its exit code; negative for the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


def load_commands() -> None:
    """Load what every command needs, once."""
    for module in set(COMMANDS.values()):
        importlib.import_module(f"cli.{module}")


def start(archive: Path, *arguments: object) -> Command:
    """Start ``luutru ARGUMENTS`` for ``archive``."""

    def command() -> int:
        sys.argv = ["luutru", "--archive", str(archive), *map(str, arguments)]
        return run()

    return fork(command, archive.parent.parent / SAID)


def told_as_command(archive: Path, work: Callable[[], object]) -> int:
    """Do ``work``, and end as a command of ``archive`` ends: the exit code of the contract."""
    try:
        work()
    except Exception as error:
        told = error if isinstance(error, ArchiveError) else told_full(error, archive)
        if told is None:
            raise
        print(told)
        return next((EXIT_CODES[kind] for kind in EXIT_CODES if isinstance(told, kind)), 1)
    return 0


def fork(work: Callable[[], int], said: Path) -> Command:
    """Start ``work`` in a child of its own process group, with an archive of its own."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.setpgid(0, 0)
            _redirect(said)
            open_archive.cache_clear()
            code = work()
        except Exception:  # noqa: BLE001 - told, and counted by the exit code
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _own_group(child)
    return Command(child=child, said=said)


class Undisturbed(NamedTuple):
    """How long a command takes that nobody disturbs, and its exit code."""

    seconds: float
    code: int


def undisturbed(work: Callable[[], Command]) -> Undisturbed:
    """Run a command that nobody disturbs.

    Raises:
        RuntimeError: it did not end well.
    """
    began = time.monotonic()
    command = work()
    if (code := command.wait()) not in {0, 1}:
        raise RuntimeError(command.said.read_text())
    return Undisturbed(time.monotonic() - began, code)


def _redirect(said: Path) -> None:
    opened = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(opened, 1)
    os.dup2(opened, 2)


def _own_group(child: int) -> None:
    # Both sides set it, so that it is set whoever comes first.
    try:
        os.setpgid(child, child)
    except (PermissionError, ProcessLookupError):
        return
