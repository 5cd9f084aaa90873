"""The stages of the scan-batch flow as Prefect tasks: names and retries, nothing else.

Tasks take paths, ids and numbers, and give counts and reports; never text or images.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import Flow, Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State, TaskRun

from flows.archive import open_archive
from flows.copying.kept_state import follow
from flows.copying.pending import pending_problems
from flows.keeping.indexing import index_dossiers
from flows.keeping.storing import DossierOutcome, store_dossier
from flows.taking_in.batches import load_batch, pages_of_batch, receive
from flows.taking_in.importing import receive_package
from flows.taking_in.reading import read_chunk, stop_reading
from flows.taking_in.secrecy import finish_apart
from records.errors import TransientError
from records.problem import Problem

PAGES_PER_CHUNK = 12
"""About 20 seconds of reading: stopping stays quick, and a task costs under 1 % of its pages."""


def _is_transient(_task: "Task[..., object]", _run: TaskRun, state: "State[object]") -> bool:
    return isinstance(state.result(raise_on_failure=False), TransientError)


@task(name="receive", cache_policy=NO_CACHE)
def receive_batch(archive: str, sources: list[str], *, is_package: bool = False) -> str:
    """Take the delivery in, or the one package that it is; its batch id."""
    opened, paths = open_archive(Path(archive)), tuple(Path(source) for source in sources)
    batch = receive_package(opened, paths[0]) if is_package else receive(opened, paths)
    return batch.batch_id


@task(
    name="read-chunk",
    task_run_name="read-{first}",
    cache_policy=NO_CACHE,
    retries=1,
    retry_condition_fn=_is_transient,
)
def read_pages(archive: str, batch_id: str, first: int) -> int:
    """Read the chunk of pages that begins at ``first``; how many of them could not be read."""
    opened = open_archive(Path(archive))
    pages = pages_of_batch(load_batch(opened, batch_id))
    return read_chunk(opened, pages[first : first + PAGES_PER_CHUNK])


@task(name="keep-apart", cache_policy=NO_CACHE)
def keep_apart(archive: str, batch_id: str) -> int:
    """Take out of the batch what is kept apart for a person; how many files."""
    return finish_apart(open_archive(Path(archive)), batch_id)


@task(
    name="store-dossier",
    task_run_name="store-{number}",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=_is_transient,
)
def store(archive: str, batch_id: str, number: int) -> DossierOutcome:
    """Describe, package and store the dossier at place ``number`` of the batch."""
    opened = open_archive(Path(archive))
    batch = load_batch(opened, batch_id)
    return store_dossier(opened, batch, batch.dossiers[number], datetime.now(UTC))


@task(
    name="index",
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=2,
    retry_condition_fn=_is_transient,
)
def index(archive: str, codes: list[str]) -> int:
    """Make the stored dossiers searchable; how many pages they have."""
    return index_dossiers(open_archive(Path(archive)), tuple(codes))


@task(name="bring-copies", cache_policy=NO_CACHE)
def bring_copies(archive: str) -> tuple[Problem, ...]:
    """Bring ledger and state to the second copies; a problem for each copy that is behind."""
    opened = open_archive(Path(archive))
    follow(opened, datetime.now(UTC))
    return pending_problems(opened)


def stop(flow: "Flow[..., Any]", flow_run: FlowRun, state: "State[Any]") -> None:  # noqa: ARG001 - Prefect calls with all three
    """Stop reading at once; Prefect calls this when a run is cancelled or crashes."""
    stop_reading()
