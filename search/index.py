"""The search index of an archive: its front door.

Each access class is an index of its own, so that the words of conditional pages are in no word
list, count or suggestion that the public can reach. The index is derived: it holds no fact that
the packages do not hold, and is rebuilt from them.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from records.access import Reader
from records.errors import SetupError, TransientError
from records.hit import Answer, IndexedPage, Question
from search.answer import answer, nothing
from search.filling import CLASSES, build_generation, live_generation, replace_pages
from search.generations import current_generation
from search.whoosh_asking import entry_ids
from search.whoosh_writing import change_index

LOCK = "writing.lock"
PAUSE_SECONDS = 0.05
"""At most this long between two looks; of random length, so as not to keep step with a writer."""

T = TypeVar("T")


class SearchIndex:
    """The index in ``folder`` (``<archive>/index``); made when the first page is added.

    Readers never wait for a writer; writers wait for one another up to ``lock_seconds``. Files
    that are missing for ``patience_seconds`` on end are damage, and no switch at the same moment.
    """

    def __init__(
        self, folder: Path, *, lock_seconds: float = 60.0, patience_seconds: float = 10.0
    ) -> None:
        self._folder = folder
        self._lock_seconds = lock_seconds
        self._patience_seconds = patience_seconds

    def add(self, pages: Iterable[IndexedPage]) -> None:
        """Index ``pages``; one that is there already is replaced, also across access classes.

        Raises:
            RefusedError: a page is secret; nothing is added, and what the index had of it is gone.
            TransientError: another process is writing.
            SetupError: the disk is full or the index is damaged.
        """
        batch = {page.page_id: page for page in pages}
        if batch:
            with self._writing():
                replace_pages(live_generation(self._folder), batch)

    def remove_dossier(self, code: str) -> None:
        """Take out every page of dossier ``code``, leaving nothing of it in the files.

        Raises:
            TransientError, SetupError: as ``add``.
        """
        with self._writing():
            live = live_generation(self._folder)
            for name in CLASSES.values():
                change_index(live / name, (), remove=[("dossier", code)], squeeze=True)

    def page_ids(self) -> frozenset[str]:
        """The id of every indexed page."""
        nobody: frozenset[str] = frozenset()
        return self._read(
            lambda live: nobody.union(*(entry_ids(live / name) for name in CLASSES.values())),
            nobody,
        )

    def rebuild(self, pages: Iterable[IndexedPage]) -> None:
        """Build a generation beside the live one from ``pages``, and switch to it at the end.

        Whatever goes wrong before the switch, the live one stays as it was.

        Raises:
            SetupError: the new generation does not hold exactly ``pages``; also as ``add``.
            RefusedError, TransientError: as ``add``.
        """
        with self._writing():
            build_generation(self._folder, pages)

    def search(self, question: Question, reader: Reader) -> Answer:
        """The pages that ``reader`` may see and that have every word of ``question``.

        Raises:
            SetupError: the index is damaged, or another version of the product made it.
        """
        return self._read(lambda live: answer(live, question, reader), nothing())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / LOCK, timeout=self._lock_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise TransientError("S002", self._folder.name) from error
        try:
            yield
        finally:
            lock.release()

    def _read(self, read: Callable[[Path], T], empty: T) -> T:
        # A commit or a switch at the same moment takes files away: look again, never recreate.
        until = time.monotonic() + self._patience_seconds
        while True:
            try:
                live = current_generation(self._folder)
                return empty if live is None else read(live)
            except FileNotFoundError as error:
                if time.monotonic() > until:
                    raise SetupError(
                        "S003", self._folder.name, reason=type(error).__name__
                    ) from error
                time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
