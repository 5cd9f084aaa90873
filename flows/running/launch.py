"""Starts a flow and follows it: on the archive's running services, or on a server of its own."""

import contextlib
import json
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock

from flows.machine.full_disk import require_any_room
from flows.running.environment import prefect_environment, require_archive
from flows.running.leashed import leash
from flows.running.run_folder import RunFolder
from flows.running.server import private_server, services_of
from records.errors import TransientError
from records.report import BatchReport, Progress

WATCH_SECONDS = 0.5
STOP_SECONDS = 20.0
LOG = "run.log"
UNDER_WAY = {"SCHEDULED", "PENDING", "RUNNING"}
ATTEMPTS = 10
JOBS = "PREFECT_TASKS_RUNNER_THREAD_POOL_MAX_WORKERS"
Watch = Callable[[Progress], None]


def ingest_batch(
    archive: Path, sources: tuple[Path, ...], jobs: int | None, watch: Watch,
    *, is_package: bool = False,
) -> BatchReport:  # fmt: skip
    """Run the scan-batch flow to its end; ``is_package``: the one source is a foreign package.

    Raises:
        ArchiveError: the batch could not be taken in at all.
        TransientError: the run stopped half-way.
        KeyboardInterrupt: the operator stopped it; everything it started is stopped.
    """
    require_archive(archive)
    now = datetime.now(UTC)
    run = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    parameters = {
        "archive": str(archive),
        "sources": [str(source) for source in sources],
        "run": run,
        "is_package": is_package,
    }
    threads = {JOBS: str(jobs or os.cpu_count() or 1)}
    folder = RunFolder(path=archive / "work" / "runs" / run)
    services = services_of(archive)
    if services:
        _submit(services["port"], parameters, threads, folder, watch)
    else:
        # One private server at a time writes the archive's Prefect database.
        (archive / "work").mkdir(exist_ok=True)
        with FileLock(archive / "work" / "ingest.lock"), private_server(archive) as port:
            environment = prefect_environment(archive, port) | threads
            _run_here(environment, parameters, folder, watch)
    return _outcome(folder)


def _outcome(folder: RunFolder) -> BatchReport:
    report = folder.report()
    if report is None:
        folder.raise_failure()
        require_any_room(folder.path)
        raise TransientError("F008", folder.path / LOG)
    return report


def _run_here(
    environment: dict[str, str], parameters: Mapping[str, object], folder: RunFolder, watch: Watch
) -> None:
    folder.path.mkdir(parents=True)
    log = (folder.path / LOG).open("wb")
    runner = subprocess.Popen(
        [sys.executable, *leash(), "-m", "flows.running.run", json.dumps(parameters)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        while runner.poll() is None:
            watch(folder.progress())
            time.sleep(WATCH_SECONDS)
    finally:
        _end(runner)
        log.close()


def _end(runner: "subprocess.Popen[bytes]") -> None:
    for asked in (signal.SIGINT, signal.SIGKILL):
        if runner.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(runner.pid, asked)
        with contextlib.suppress(subprocess.TimeoutExpired):
            runner.wait(STOP_SECONDS)


def _submit(
    port: int,
    parameters: Mapping[str, object],
    environment: dict[str, str],
    folder: RunFolder,
    watch: Watch,
) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=60) as server:
        deployment = _ask(server, "GET", "/deployments/name/scan-batch/on-demand")
        asked = {
            "parameters": parameters,
            "name": folder.path.name,
            "job_variables": {"env": environment},
        }
        submitted = _ask(server, "POST", f"/deployments/{deployment['id']}/create_flow_run", asked)
        run = f"/flow_runs/{submitted['id']}"
        try:
            while _ask(server, "GET", run)["state_type"] in UNDER_WAY:
                watch(folder.progress())
                time.sleep(WATCH_SECONDS)
        except KeyboardInterrupt:
            server.post(f"{run}/set_state", json={"state": {"type": "CANCELLING"}})
            raise


def _ask(
    server: httpx.Client, method: str, path: str, content: Mapping[str, object] | None = None
) -> dict[str, Any]:
    # While its database is busy the server answers 503 and asks to be asked again.
    for attempt in range(ATTEMPTS):
        try:
            answer = server.request(method, path, json=content)
            if answer.is_success:
                return dict(answer.json())
        except httpx.TransportError:
            logging.getLogger(__name__).info("server=busy attempt=%s", attempt)
        time.sleep(WATCH_SECONDS * attempt)
    raise TransientError("F012", f"{server.base_url}{path}")
