"""A child process with limits: the only place where delivered bytes are decoded.

The parent calls a function by name with JSON values and gets JSON values back; nothing the child
says is ever unpickled or evaluated. One child serves many calls; when it crashes, hangs or eats
too much, the call fails, the child is gone, and the next call starts another. The child has no
network and changes nothing outside its own folder, as far as the kernel can see to that.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from records.errors import unpack_error

ANSWER_LIMIT_BYTES = 64 << 20
READ_BYTES = 1 << 16
DEATH_SECONDS = 0.5
GARBLED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What an answer that is none raises, or a pipe that stop() closed in another thread."""
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use; grandchildren (Tesseract, poppler) inherit the limits.

    Memory and sizes of files are for each process, ``cpu_seconds`` and ``call_seconds`` for one
    call.
    """

    memory_bytes: int = 2 << 30
    cpu_seconds: int = 3600
    file_bytes: int = 1 << 30
    call_seconds: float = 300.0


class ConfinedFailure(Exception):  # noqa: N818 - it may be a crash, a hang or a limit
    """The child died or had to be killed; ``reason`` is ``crash``, ``timeout`` or ``memory``."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason, detail)


class ConfinedWorker:
    """Calls functions of one module in a limited child; use as a context manager.

    ``temporary`` is made where it is missing; the child writes there and nowhere else.
    """

    def __init__(self, module: str, limits: Limits, temporary: Path) -> None:
        self._module = module
        self._limits = limits
        self._temporary = temporary
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call(self, function: str, **arguments: Json) -> Json:
        """Run ``module.function(**arguments)`` in the child and return its JSON result.

        Raises:
            ArchiveError: what the function raised, with its code and facts.
            ConfinedFailure: the child crashed, hung or exceeded its limits.
        """
        child = self._running()
        assert child.stdin is not None  # noqa: S101 - Popen was given a pipe
        question = json.dumps({"function": function, "arguments": arguments})
        try:
            child.stdin.write(question.encode() + b"\n")
            child.stdin.flush()
        except (BrokenPipeError, ValueError) as error:
            raise self._failure("crash") from error
        try:
            return self._result(json.loads(self._answer(child)))
        except GARBLED as error:
            raise self._failure("crash") from error

    def stop(self) -> None:
        """End the child and everything it started; safe to call twice and from another thread."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                # A question that was not taken is still in its buffer, and closing would send it.
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is None:
            self._temporary.mkdir(parents=True, exist_ok=True)
            limits = self._limits
            self._child = subprocess.Popen(
                [
                    # -P: no code from the current folder, which may be one of delivered files.
                    sys.executable, "-P", "-m", "records.confined_child", self._module,
                    str(self._temporary),
                    str(limits.memory_bytes), str(limits.cpu_seconds), str(limits.file_bytes),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(self._temporary)} | ONE_THREAD,
            )  # fmt: skip
        return self._child

    def _answer(self, child: "subprocess.Popen[bytes]") -> bytes:
        """The child's next line, however slowly or brokenly it comes."""
        assert child.stdout is not None  # noqa: S101 - Popen was given a pipe
        until = time.monotonic() + self._limits.call_seconds
        told = bytearray()
        while not told.endswith(b"\n") and len(told) <= ANSWER_LIMIT_BYTES:
            left = max(0.0, until - time.monotonic())
            if not select.select([child.stdout], [], [], left)[0]:
                raise self._failure("timeout")
            piece = os.read(child.stdout.fileno(), READ_BYTES)
            if not piece:
                raise self._failure("crash")
            told += piece
        return bytes(told)

    def _result(self, answer: dict[str, Json]) -> Json:
        if "raised" in answer:
            raise unpack_error(answer["raised"])
        if "swollen" in answer:
            raise self._failure("memory", str(answer["swollen"]))
        return answer["result"]

    def _failure(self, reason: str, detail: str = "") -> ConfinedFailure:
        if reason == "crash" and self._child is not None:
            detail = _ending(self._child.pid)
        self.stop()
        return ConfinedFailure(reason, detail)


def _ending(pid: int) -> str:
    """How a child ended whose pipes have closed; it is not collected yet, to keep its group."""
    until = time.monotonic() + DEATH_SECONDS
    while time.monotonic() < until:
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if ended is not None:
            how = "exit" if ended.si_code == os.CLD_EXITED else "signal"
            return f"{how}={ended.si_status}"
        time.sleep(DEATH_SECONDS / 50)
    return "alive"


ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Tesseract burns four times the CPU with more (measured 2026-11); and threads that a library
starts while it is loaded would escape the child's guards."""
