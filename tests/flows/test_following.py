"""A run is followed without alarms, which could ring at a moment when they end it."""

import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from prefect.futures import PrefectConcurrentFuture

from flows.running.following import TELL_SECONDS, Following
from records.report import Stage


def handler_of_alarms(number: int) -> tuple[int, object]:
    """What would hear an alarm while the run is followed."""
    time.sleep(TELL_SECONDS * (2.5 - number))
    return number, signal.getsignal(signal.SIGALRM)


def test_tasks_are_awaited_in_their_order_and_no_alarm_is_set(tmp_path: Path) -> None:
    told: list[int] = []

    def count() -> int:
        told.append(len(told))
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
