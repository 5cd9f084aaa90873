"""The services of one machine: up, scheduled, at work, down, and gone."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

pytestmark = pytest.mark.flow

Ask = Callable[..., Any]
Processes = Callable[[Path], set[int]]
PAGE = Path("samples/batches/good/So Noi vu/hopso02/hoso03/H46.21.02.03.002.png")
ROOT = Path(__file__).resolve().parents[2]
BUSY = 503
NIGHTLY = {
    "retention-sweep": "01:15",
    "fixity-audit": "01:45",
    "copies-sync": "03:30",
    "index-check": "04:00",
}
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WAIT_SECONDS = 120.0
POLL_SECONDS = 0.5


def wait_for(found: Callable[[], Any]) -> Any:
    until = time.monotonic() + WAIT_SECONDS
    while not (told := found()) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    return told


@pytest.fixture(scope="module")
def services(
    tmp_path_factory: pytest.TempPathFactory,
    luutru: Callable[..., subprocess.CompletedProcess[str]],
    new_archive: Path,
    ask: Ask,
    processes_of: Processes,
) -> Iterator[SimpleNamespace]:
    """An archive whose services are up: ``archive``, and its server to ask over HTTP."""
    archive = shutil.copytree(new_archive, tmp_path_factory.mktemp("services") / "archive")
    try:
        port = ask(archive, "up")["running"]["port"]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=30) as server:
            yield SimpleNamespace(archive=archive, server=server)
    finally:
        luutru("--archive", archive, "down")
        for left in processes_of(archive):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)


@pytest.fixture(scope="module")
def nightly(services: SimpleNamespace) -> dict[str, str]:
    """The id of each nightly deployment, by the name of its flow."""
    return {
        flow: services.server.get(f"/deployments/name/{flow}/nightly")
        .raise_for_status()
        .json()["id"]
        for flow in NIGHTLY
    }


@pytest.fixture(scope="module")
def begun(services: SimpleNamespace, nightly: dict[str, str]) -> list[str]:
    """The nightly flows, asked for now; they work beside what the tests do meanwhile."""
    for deployment in nightly.values():
        asked = f"/deployments/{deployment}/create_flow_run"
        # While its database is busy the server answers 503 and asks to be asked again.
        while (answer := services.server.post(asked, json={})).status_code == BUSY:
            time.sleep(1)
        answer.raise_for_status()
    return list(nightly.values())


def runs(services: SimpleNamespace, deployment: str, state: str) -> list[dict[str, Any]]:
    asked = {
        "deployments": {"id": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": [state]}}},
    }
    answer = services.server.post("/flow_runs/filter", json=asked).raise_for_status().json()
    return list(answer)


def test_the_nightly_flows_have_runs_at_their_hour(
    services: SimpleNamespace, nightly: dict[str, str]
) -> None:
    for flow, deployment in nightly.items():
        scheduled = wait_for(partial(runs, services, deployment, "SCHEDULED"))
        hours = {
            datetime.fromisoformat(run["expected_start_time"]).astimezone(VIETNAM).strftime("%H:%M")
            for run in scheduled
        }
        assert hours == {NIGHTLY[flow]}, flow


def test_status_shows_that_everything_runs(services: SimpleNamespace, ask: Ask) -> None:
    told = ask(services.archive, "status")
    assert told["archive"] == str(services.archive)
    assert told["services"] == {"server": True, "worker-scan": True, "worker-maintenance": True}


def test_a_second_up_is_refused(
    services: SimpleNamespace, luutru: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert luutru("--archive", services.archive, "up").returncode == 4


@pytest.mark.usefixtures("begun")
def test_a_single_page_goes_through_the_running_services(
    services: SimpleNamespace, ask: Ask, tmp_path: Path
) -> None:
    page = tmp_path / "Giay to le" / "giay moi.png"
    page.parent.mkdir()
    shutil.copyfile(ROOT / PAGE, page)
    # Nobody listed it: it is stored, and a person is asked for what the list would have told.
    told = ask(services.archive, "ingest", page, ends=1)
    assert {problem["severity"] for problem in told["problems"]} == {"warning"}
    (dossier,) = told["dossiers"]
    assert (told["state"], dossier["documents"], dossier["pages"]) == ("stored", 1, 1)
    (row,) = ask(services.archive, "list")["dossiers"]
    assert row["provisional"]
    assert ask(services.archive, "search", "giấy mời")["total"] == 1
    submitted = services.server.get("/deployments/name/scan-batch/on-demand").json()["id"]
    assert len(runs(services, submitted, "COMPLETED")) == 1


def test_the_nightly_flows_run_where_they_are_deployed(
    services: SimpleNamespace, begun: list[str]
) -> None:
    for deployment in begun:
        assert wait_for(partial(runs, services, deployment, "COMPLETED"))
    for folder in ("sweeps", "audits", "copies"):
        (report,) = (services.archive / "work" / folder).glob("*.json")
        assert report.stat().st_size > 0


def test_down_leaves_no_process_of_the_archive(
    services: SimpleNamespace, ask: Ask, processes_of: Processes
) -> None:
    assert len(processes_of(services.archive)) >= 3
    told = ask(services.archive, "down")
    assert sorted(told["stopped"]) == ["server", "worker-maintenance", "worker-scan"]
    assert processes_of(services.archive) == set()
    assert not any(ask(services.archive, "status")["services"].values())
    assert ask(services.archive, "down")["stopped"] == []
