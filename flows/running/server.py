"""The archive's private Prefect server: started on loopback, found again, stopped.

Prefect's own database may be deleted at any time; no fact about a page or a package is in it.
"""

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from flows.machine.full_disk import require_any_room
from flows.running.leashed import leash
from flows.running.processes import POLL_SECONDS, run_prefect, start_process, stop_process
from records.errors import SetupError

START_SECONDS = 120.0
PORTS = 3
TAKEN = b"already in use"
"""What Prefect and its web server both say of a port that another program listens on."""


def free_port() -> int:
    """A port of loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int) -> bool:
    """Whether a Prefect server answers on ``port``."""
    import httpx  # noqa: PLC0415 - slow to load, and most commands ask no server

    try:
        return (
            httpx.get(f"http://127.0.0.1:{port}/api/health", timeout=2).status_code
            == httpx.codes.OK
        )
    except httpx.HTTPError:
        return False


def prepare_server(archive: Path) -> None:
    """Make the server's database, which takes as long as starting the server a few times.

    Raises:
        SetupError: F003, it could not be made.
    """
    run_prefect(archive, free_port(), "server", "database", "upgrade", "--yes")


def start_server(
    archive: Path, *options: str, before: tuple[str, ...] = ()
) -> "tuple[subprocess.Popen[bytes], int]":
    """Start the server on a free port and wait until it answers; the process and its port.

    ``before`` is as for ``start_process``.

    Raises:
        SetupError: it ended or did not answer in time.
    """
    log = archive / "prefect" / "server.log"
    for _ in range(PORTS):
        port, read = free_port(), log.stat().st_size if log.exists() else 0
        server = start_process(
            archive, port, "server", "server", "start", "--port", str(port), *options, before=before
        )
        if _answers(server, port):
            return server, port
        stop_process(server.pid)
        # The server takes seconds to start, and another program may take the port meanwhile.
        if TAKEN not in log.read_bytes()[read:]:
            break
    require_any_room(archive)
    raise SetupError("F001", log)


def _answers(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the server answers; whether it does, or has ended or takes too long."""
    waited_until = time.monotonic() + START_SECONDS
    while not is_healthy(port):
        if server.poll() is not None or time.monotonic() > waited_until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def services_of(archive: Path) -> dict[str, int]:
    """What ``luutru up`` left running: ``port``, and a process id by name; empty when down."""
    note = archive / "prefect" / "services.json"
    try:
        noted = json.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return noted if is_healthy(noted["port"]) else {}


@contextlib.contextmanager
def private_server(archive: Path) -> Iterator[int]:
    """A server for one run, without schedules or user interface; yields its port.

    It ends with this process, however that ends.
    """
    server, port = start_server(archive, "--no-services", "--no-ui", before=leash())
    try:
        yield port
    finally:
        stop_process(server.pid)
