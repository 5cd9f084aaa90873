"""Examines stored packages under their locks, in this process or in several beside it.

A package that another process is writing is left for the next audit, not waited for for ever.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from archive_store.vault.database.engine import open_database
from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.examine import Examination, examine_object
from archive_store.vault.objects.place import Place, locked
from records.errors import TransientError

AHEAD = 4
"""Packages handed to each worker in advance, so that none waits for the next."""
WATCH_SECONDS = 1.0
_opened: list[Place] = []


def examine_stored(place: Place, package_id: str) -> Examination | None:
    """Examine one package; ``None`` when another process did not let go of it within a minute."""
    try:
        with locked(place, package_id):
            told = stored_entries(place.engine, package_id)
            witnessed: dict[int, str] = {each.version: each.inventory_sha512 for each in told}
            found = examine_object(place.object(package_id), package_id, witnessed)
            return replace(found, position=told[-1].seq) if told else found
    except TransientError:
        return None


def examined(
    place: Place, package_ids: Iterable[str], jobs: int
) -> Generator[tuple[str, Examination | None], None, None]:
    """Examine the packages in their order, ``jobs`` at a time; stops cleanly when closed.

    Raises:
        TransientError: A070, one of the processes was ended from outside.
    """
    if jobs == 1:
        yield from ((each, examine_stored(place, each)) for each in package_ids)
        return
    address = place.engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(
        max_workers=jobs,
        mp_context=get_context("spawn"),
        initializer=_open,
        initargs=(place.root, place.staging, address, os.getpid()),
    ) as pool:
        waiting: deque[tuple[str, Future[Examination | None]]] = deque()
        left = iter(package_ids)
        try:
            for package_id in islice(left, jobs * AHEAD):
                waiting.append((package_id, pool.submit(_examine_here, package_id)))
            while waiting:
                package_id, future = waiting.popleft()
                yield package_id, _result(future)
                for following in islice(left, 1):
                    waiting.append((following, pool.submit(_examine_here, following)))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _result(future: Future[Examination | None]) -> Examination | None:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise TransientError("A070", "audit") from error


def _open(root: Path, staging: Path, address: str, parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _opened.append(Place(root=root, staging=staging, engine=open_database(address)))


def _examine_here(package_id: str) -> Examination | None:
    return examine_stored(_opened[0], package_id)


def _end_with(parent: int) -> None:
    # A pool's workers hold both ends of their queue: they would wait for ever for a killed parent.
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os._exit(1)
