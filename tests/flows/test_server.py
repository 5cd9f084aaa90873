"""The archive's own Prefect server finds a port, even where another program was quicker."""

import shutil
import socket
from pathlib import Path

import pytest

from flows.running import server
from flows.running.processes import stop_process
from flows.running.server import free_port, is_healthy, start_server

pytestmark = [pytest.mark.flow, pytest.mark.exhaustive]


def test_a_port_that_another_program_took_is_given_up_for_the_next(
    new_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = shutil.copytree(new_archive, tmp_path / "kho")
    with socket.create_server(("127.0.0.1", 0)) as quicker:
        taken = quicker.getsockname()[1]
        ports = iter((taken, free_port()))
        monkeypatch.setattr(server, "free_port", lambda: next(ports))
        started, port = start_server(archive, "--no-services", "--no-ui")
    try:
        assert port != taken
        assert is_healthy(port)
        assert f"Port {taken} is already in use" in (archive / "prefect/server.log").read_text()
    finally:
        stop_process(started.pid)
        started.wait()
