"""The confined child itself: sets its own limits and guards, then answers one line with another."""

import importlib
import json
import logging
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from records.errors import ArchiveError, pack_error
from records.landlock import forbid_writing
from records.system_calls import forbid_network

THREADS = Path("/proc/self/task")
Json = Any
logger = logging.getLogger("records.confined_child")


def _limit(memory_bytes: int, file_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_call(cpu_seconds: int) -> None:
    """CPU of this call: what was spent on earlier pages must not end the child on a good one."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most == resource.RLIM_INFINITY or allowed < most:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, most))


def _guard(temporary: Path) -> None:
    """Shut the doors that the kernel can shut; one that stays open is told, and reading goes on."""
    alone = sum(1 for _ in THREADS.iterdir()) == 1
    if not forbid_writing(temporary) or not alone:
        logger.warning("step=confine missing=read-only-files")
    if not forbid_network():
        logger.warning("step=confine missing=no-network")


def _reply(function: Callable[..., Json], arguments: dict[str, Json]) -> Json:
    try:
        return {"result": function(**arguments)}
    except ArchiveError as error:
        return {"raised": pack_error(error)}
    except MemoryError as error:
        return {"swollen": str(error)}


def _serve(module: str, temporary: Path, memory: int, cpu_seconds: int, file_bytes: int) -> None:
    # The answers get a descriptor of their own, so nothing printed by a library can forge one.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(memory, file_bytes)
    # Loaded first, because Python keeps compiled code beside its source.
    room = importlib.import_module(module)
    _guard(temporary)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        _limit_call(cpu_seconds)
        reply = _reply(getattr(room, asked["function"]), asked["arguments"])
        answers.write(json.dumps(reply).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), *(int(number) for number in sys.argv[3:6]))
