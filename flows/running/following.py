"""Lets people follow a run, and tells them how it ended, whatever ends it."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

from prefect.futures import PrefectFuture

from flows.keeping.storing import DossierOutcome
from flows.machine.full_disk import told_full
from flows.running.run_folder import RunFolder
from flows.taking_in.reading import stop_reading
from records.batch import Batch
from records.errors import ArchiveError
from records.problem import Problem
from records.report import BatchReport, Progress, Stage

TELL_SECONDS = 0.5

Result = TypeVar("Result")


class Following:
    """A run's folder, held for as long as the run lasts; use as a context manager."""

    def __init__(self, archive: Path, run: str) -> None:
        self._folder = RunFolder(path=archive / "work" / "runs" / run)
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        self._folder.tell(Progress(stage=Stage.RECEIVING))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        if kind is not None:
            stop_reading()
        told = told_full(error, self._folder.path) if error else None
        if isinstance(error, ArchiveError):
            self._folder.fail(error)
        elif told is not None:
            self._folder.fail(told)

    def wait(
        self,
        stage: Stage,
        tasks: Iterable[PrefectFuture[Result]],
        total: int,
        count: Callable[[], int] | None = None,
    ) -> tuple[Result, ...]:
        """Wait for ``tasks`` and give their results; ``count`` tells how much is done by now.

        Not with Prefect's ``wait(timeout)``: its alarm may ring while a lock is taken back, and
        then the run ends with "release unlocked lock".
        """
        awaited = list(tasks)
        ended: SimpleQueue[PrefectFuture[Result]] = SimpleQueue()
        for task in awaited:
            task.add_done_callback(ended.put)
        running = len(awaited)
        while running:
            with suppress(Empty):
                ended.get(timeout=TELL_SECONDS)
                running -= 1
            done = count() if count is not None else len(awaited) - running
            self._folder.tell(Progress(stage=stage, done=done, total=total))
        return tuple(task.result() for task in awaited)

    def finish(
        self, batch: Batch, outcomes: tuple[DossierOutcome, ...], behind: tuple[Problem, ...]
    ) -> None:
        """Write the report that ends the run; ``behind`` tells of second copies."""
        report = BatchReport(
            batch=batch.batch_id,
            dossiers=tuple(outcome.report for outcome in outcomes),
            problems=(
                *batch.problems,
                *(problem for outcome in outcomes for problem in outcome.problems),
                *behind,
            ),
            seconds=time.monotonic() - self._started,
        )
        self._folder.tell(Progress(stage=Stage.DONE))
        self._folder.finish(report)
