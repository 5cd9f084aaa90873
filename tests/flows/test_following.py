"""A run is followed without alarms, which could ring at a moment when they end it."""

import json
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import uuid4

from prefect.futures import PrefectConcurrentFuture

from flows.running.following import Following
from records.report import Stage


def test_tasks_are_awaited_in_their_order_and_no_alarm_is_set(tmp_path: Path) -> None:
    told: list[int] = []
    may_end = [Event(), Event()]

    def handler_of_alarms(number: int) -> tuple[int, object]:
        """What would hear an alarm while the run is followed."""
        may_end[number].wait(60)
        return number, signal.getsignal(signal.SIGALRM)

    def count() -> int:
        told.append(len(told))
        # The last task ends first, and neither before the run was told of twice.
        if told[-1] > 0:
            may_end[1].set()
        if told[-1] > 1:
            may_end[0].set()
        return told[-1]

    with ThreadPoolExecutor(2) as pool, Following(tmp_path, "run") as following:
        tasks = [
            PrefectConcurrentFuture(uuid4(), pool.submit(handler_of_alarms, number))
            for number in range(2)
        ]
        ended = following.wait(Stage.STORING, tasks, 2, count)
    assert ended == ((0, signal.SIG_DFL), (1, signal.SIG_DFL))
    assert len(told) >= 3
    progress = json.loads((tmp_path / "work" / "runs" / "run" / "progress.json").read_text())
    assert (progress["done"], progress["total"]) == (told[-1], 2)
