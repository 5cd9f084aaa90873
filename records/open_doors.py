"""Tries, in a confined child, what a confined child must not be able to do."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

from records.confined import ConfinedWorker, Limits


def missing_guards(folder: Path) -> tuple[str, ...]:
    """Which of ``files`` and ``network`` this machine's kernel leaves open to confined children.

    ``folder`` is made for the trial and removed again.
    """
    try:
        with ConfinedWorker(__name__, Limits(call_seconds=30), folder / "own") as worker:
            found = worker.call("open_doors", outside=str(folder / "outside"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(str(door) for door in found)


def open_doors(outside: str) -> list[str]:
    """In the child: what succeeded although it must not."""
    doors: dict[str, Callable[[], object]] = {
        "files": lambda: Path(outside).write_bytes(b""),
        "network": lambda: socket.socket().close(),
    }
    return [name for name, use in doors.items() if _succeeds(use)]


def _succeeds(use: Callable[[], object]) -> bool:
    try:
        use()
    except OSError:
        return False
    return True
