"""A PostgreSQL server of Debian's for the length of the tests: on loopback, in a folder of its own.

It runs as an ordinary user, because the server refuses to run as root.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
REMEDY = "PostgreSQL is missing: run `./setup check` (Debian's package postgresql)"
UNPRIVILEGED = "postgres"
SET_PARENT_DEATH_SIGNAL = 1
START_SECONDS = 60.0
POLL_SECONDS = 0.02
ATTEMPTS = 5
ADMINISTRATOR, ROLE, GUEST, SECRET = "quantri", "luutru", "khach", "bí mật"
"""Of the two roles without rights over others the second is let in only with ``SECRET``."""
SETTINGS = {
    # A power cut is no part of these tests, and the folder is thrown away.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "150",
}
ADMISSION = f"""
host all {ADMINISTRATOR} 127.0.0.1/32 trust
host all {ROLE} 127.0.0.1/32 trust
host all {GUEST} 127.0.0.1/32 scram-sha-256
"""


class Server:
    """A server of its own; ``stop`` and ``start`` it as an administrator would."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.role = ROLE
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, database: str, role: str = ROLE) -> str:
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        wishes = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        program = [PROGRAMS[-1] / "postgres", "-D", self.folder / "data", "-p", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*program, *wishes],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - it must not outlive killed tests
                cwd=self.folder,
                **_identity(),
            )
        until = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > until:
                raise OSError((self.folder / "log").read_text(errors="replace"))
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End all sessions at once and stop tidily."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)

    def is_ready(self) -> bool:
        ready = [PROGRAMS[-1] / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready, check=False).returncode == 0

    def ask(self, statement: str, database: str = "postgres", role: str = ADMINISTRATOR) -> str:
        done = subprocess.run(
            [PROGRAMS[-1] / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d",
             self.address(database, role).replace("+psycopg", ""), "-c", statement],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """A server with both roles and no database of ours, stopped and removed at the end."""
    if not PROGRAMS:
        raise OSError(REMEDY)
    folder = Path(tempfile.mkdtemp(prefix="luutru-postgresql-"))
    try:
        _own(folder)
        _make_cluster(folder)
        server = _start_on_a_free_port(folder)
        try:
            server.ask(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            server.ask(f"CREATE ROLE {GUEST} LOGIN PASSWORD '{SECRET}'")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start_on_a_free_port(folder: Path) -> Server:
    for attempt in range(ATTEMPTS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            server = Server(folder, int(probe.getsockname()[1]))
        try:
            server.start()
        except OSError:
            # Another program took the port between the two.
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return server
    raise AssertionError


def _make_cluster(folder: Path) -> None:
    made = subprocess.run(
        [PROGRAMS[-1] / "initdb", "-D", folder / "data", "-U", ADMINISTRATOR, "-A", "trust",
         "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        capture_output=True, text=True, check=False, cwd=folder, **_identity(),
    )  # fmt: skip
    if made.returncode:
        raise OSError(made.stderr)
    (folder / "data" / "pg_hba.conf").write_text(ADMISSION)


def _identity() -> dict[str, Any]:
    """Who the server runs as: oneself, or the user that Debian's package made when one is root."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise OSError(REMEDY) from error
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _own(folder: Path) -> None:
    if identity := _identity():
        os.chown(folder, identity["user"], identity["group"])


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)
