"""The progress bar of long work: on standard error, and only on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.speech import say
from records import report


@contextmanager
def progress_bar() -> Iterator[Callable[[report.Progress], None]]:
    """Yield a function that shows how far a run has come."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True
    ) as bar:
        line = bar.add_task(say(f"stage.{report.Stage.STARTING}"), total=None)

        def watch(seen: report.Progress) -> None:
            told = say(f"stage.{seen.stage}")
            if seen.withheld:
                told += say("stage.withheld", count=seen.withheld)
            bar.update(line, description=told, completed=seen.done, total=seen.total or None)

        yield watch
