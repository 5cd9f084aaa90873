"""Runs Python so that it ends with its parent: ``-m flows.running.leashed PARENT_PID ARGUMENTS``.

A command that is killed cannot stop what it started. The kernel does it instead, or a second run
would meet the first one's processes at work on the same batch.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2), Linux; it survives the exec below."""


def main() -> None:
    """Tie this process to its parent and become the wanted program."""
    parent, *arguments = sys.argv[1:]
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != int(parent):
        sys.exit(1)
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - a list, without a shell


def leash() -> tuple[str, ...]:
    """What to put behind the interpreter's name to start a program on this process's leash."""
    return ("-m", "flows.running.leashed", str(os.getpid()))


if __name__ == "__main__":
    main()
