"""Lets people follow a run, and tells them how it ended, whatever ends it."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from prefect.futures import PrefectFuture, wait

from flows.reading import stop_reading
from flows.run_folder import RunFolder
from flows.storing import DossierOutcome
from records.batch import Batch
from records.errors import ArchiveError
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
        if isinstance(error, ArchiveError):
            self._folder.fail(error)
        if kind is not None:
            stop_reading()

    def wait(
        self,
        stage: Stage,
        tasks: Iterable[PrefectFuture[Result]],
        total: int,
        count: Callable[[], int] | None = None,
    ) -> tuple[Result, ...]:
        """Wait for ``tasks`` and give their results; ``count`` tells how much is done by now."""
        awaited = list(tasks)
        running = len(awaited)
        while running:
            ended, unended = wait(awaited, timeout=TELL_SECONDS)
            running = len(unended)
            done = count() if count is not None else len(ended)
            self._folder.tell(Progress(stage=stage, done=done, total=total))
        return tuple(task.result() for task in awaited)

    def finish(self, batch: Batch, outcomes: tuple[DossierOutcome, ...]) -> None:
        """Write the report that ends the run."""
        report = BatchReport(
            batch=batch.batch_id,
            dossiers=tuple(outcome.report for outcome in outcomes),
            problems=(
                *batch.problems,
                *(problem for outcome in outcomes for problem in outcome.problems),
            ),
            seconds=time.monotonic() - self._started,
        )
        self._folder.tell(Progress(stage=Stage.DONE))
        self._folder.finish(report)
