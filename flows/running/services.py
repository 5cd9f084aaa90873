"""Services of one machine: the Prefect server, a process worker for each pool, the deployments."""

import json
from pathlib import Path

from flows.running.processes import is_alive, run_prefect, start_process, stop_process
from flows.running.server import services_of, start_server
from records.errors import RefusedError

POOLS = ("scan", "maintenance")


def up(archive: Path) -> dict[str, int]:
    """Start everything, deploy the schedules, and note what runs.

    Raises:
        RefusedError: it is up already.
        SetupError: the server does not start, or the deployments are refused.
    """
    if services_of(archive):
        raise RefusedError("F002", archive)
    server, port = start_server(archive)
    running = {"port": port, "server": server.pid}
    _note(archive, running)
    for pool in POOLS:
        run_prefect(archive, port, "work-pool", "create", pool, "--type", "process", "--overwrite")
    run_prefect(archive, port, "--no-prompt", "deploy", "--all")
    for pool in POOLS:
        worker = start_process(
            archive, port, f"worker-{pool}", "worker", "start", "--pool", pool, "--limit", "1"
        )
        running[f"worker-{pool}"] = worker.pid
    _note(archive, running)
    return running


def down(archive: Path) -> tuple[str, ...]:
    """Stop what ``up`` started, workers before the server; the names of what was stopped."""
    note = archive / "prefect" / "services.json"
    if not note.exists():
        return ()
    running = json.loads(note.read_text(encoding="utf-8"))
    processes = {name: pid for name, pid in running.items() if name != "port"}
    stopped = []
    for name in sorted(processes, key=lambda each: each == "server"):
        if is_alive(processes[name]):
            stop_process(processes[name])
            stopped.append(name)
    note.unlink()
    return tuple(stopped)


def status(archive: Path) -> dict[str, bool]:
    """Each service by name, and whether it runs."""
    running = services_of(archive)
    names = ("server", *(f"worker-{pool}" for pool in POOLS))
    return {name: name in running and is_alive(running[name]) for name in names}


def _note(archive: Path, running: dict[str, int]) -> None:
    note = archive / "prefect" / "services.json"
    note.write_text(json.dumps(running, indent=2), encoding="utf-8")
