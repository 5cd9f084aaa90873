"""A child process with limits: the only place where delivered bytes are decoded.

The parent calls a function by name with JSON values and gets JSON values back; nothing the child
says is ever unpickled or evaluated. One child serves many calls; when it crashes, hangs or eats
too much, the call fails, the child is gone, and the next call starts another.
"""

import contextlib
import importlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from records.errors import ArchiveError, pack_error, unpack_error

ANSWER_LIMIT_BYTES = 64 << 20
Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one child may use; grandchildren (Tesseract, poppler) inherit the limits."""

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
    """Calls functions of one module in a limited child; use as a context manager."""

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
            answer = json.loads(self._answer(child))
        except ValueError as error:
            # Garbled, or the pipes were closed by stop() in another thread.
            raise self._failure("crash") from error
        if "raised" in answer:
            raise unpack_error(answer["raised"])
        if "reason" in answer:
            raise self._failure(answer["reason"], answer["detail"])
        return answer["result"]

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
                pipe.close()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is None:
            self._temporary.mkdir(parents=True, exist_ok=True)
            limits = self._limits
            self._child = subprocess.Popen(
                [
                    # -P: no code from the current folder, which may be one of delivered files.
                    sys.executable, "-P", "-m", "records.confined", self._module,
                    str(limits.memory_bytes), str(limits.cpu_seconds), str(limits.file_bytes),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                env={**os.environ, "TMPDIR": str(self._temporary), "OMP_THREAD_LIMIT": "1"},
            )  # fmt: skip
        return self._child

    def _answer(self, child: "subprocess.Popen[bytes]") -> bytes:
        assert child.stdout is not None  # noqa: S101 - Popen was given a pipe
        ready, _, _ = select.select([child.stdout], [], [], self._limits.call_seconds)
        if not ready:
            raise self._failure("timeout")
        answer = child.stdout.readline(ANSWER_LIMIT_BYTES)
        if not answer.endswith(b"\n"):
            raise self._failure("crash")
        return answer

    def _failure(self, reason: str, detail: str = "") -> ConfinedFailure:
        child = self._child
        self.stop()
        status = child.returncode if child is not None else None
        return ConfinedFailure(reason, detail or f"status={status}")


def _limit(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _reply(function: Callable[..., Json], arguments: dict[str, Json]) -> Json:
    try:
        return {"result": function(**arguments)}
    except ArchiveError as error:
        return {"raised": pack_error(error)}
    except MemoryError as error:
        return {"reason": "memory", "detail": str(error)}


def _serve(module: str, memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    # The answers get a descriptor of their own, so nothing printed by a library can forge one.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(memory_bytes, cpu_seconds, file_bytes)
    room = importlib.import_module(module)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        reply = _reply(getattr(room, asked["function"]), asked["arguments"])
        answers.write(json.dumps(reply).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    _serve(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
