"""The search index of an archive: its front door.

Each access class is an index of its own, so that the words of conditional pages are in no word
list, count or suggestion that the public can reach. The index is derived: it holds no fact that
the packages do not hold, and is rebuilt from them.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine as Database

from records.access import AccessLevel, Reader
from records.errors import SetupError
from records.hit import Answer, IndexedDossier, IndexedPage, Question
from search.answer import answer, nothing
from search.engine import CLASSES, Engine, Generation, MovedError
from search.engines import WHOOSH, known_engines
from search.filling import STEP_PAGES, build_generation, replace_pages
from search.looking import AccessNow

PAUSE_SECONDS = 0.05
"""At most this long between two looks; of random length, so as not to keep step with a writer."""

T = TypeVar("T")


class SearchIndex:
    """The index of an archive, in ``folder`` (``<archive>/index``) or in its ``database``.

    ``wanted`` names the engine that has it (``whoosh``, ``postgres``) whenever it is asked, for
    another process may move it; only a PostgreSQL database can have it. ``readers``, a group of
    the machine or a role of the database, may read what is written, and no more. ``access_now``
    tells who may see a page at this moment, for the index may lag behind.

    Readers never wait for a writer; writers wait for one another up to ``lock_seconds``. What is
    missing for ``patience_seconds`` on end is damage, and no switch at the same moment.
    """

    def __init__(  # noqa: PLR0913 - each is asked by somebody
        self, folder: Path, *, access_now: AccessNow, database: Database | None = None,
        wanted: Callable[[], str] = lambda: WHOOSH, readers: str = "",
        lock_seconds: float = 60.0, patience_seconds: float = 10.0,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._access_now = access_now
        self._wanted = wanted
        self._engines = known_engines(folder, database, readers, lock_seconds)
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
            self._write(lambda engine: replace_pages(engine.live(), batch))

    def remove_dossier(self, code: str) -> None:
        """Take out every page of dossier ``code``, leaving nothing of it in the files.

        Raises:
            TransientError, SetupError: as ``add``.
        """

        def remove(engine: Engine) -> None:
            live = engine.live()
            for level in CLASSES:
                live.of(level).change((), remove=[("dossier", code)], squeeze=True)
            # A build that was killed may have left pages of it beside the live generation.
            engine.abandon()

        self._write(remove)
        self._retire_others()

    def page_ids(self) -> frozenset[str]:
        """The id of every indexed page."""
        nobody: frozenset[str] = frozenset()
        return self._read(
            lambda live: nobody.union(*(live.of(level).ids() for level in CLASSES)), nobody
        )

    def examine(self) -> tuple[dict[AccessLevel, Counter[str]], tuple[str, ...]]:
        """How often each page id is in which class, and the files that are damaged.

        Raises:
            TransientError: S002, another process is writing.
            SetupError: the index cannot be read.
        """

        def examined() -> tuple[dict[AccessLevel, Counter[str]], tuple[str, ...]]:
            engine = self._engine(self._wanted())
            with engine.writing(), engine.reading() as live:
                if live is None:
                    return {level: Counter() for level in CLASSES}, ()
                held = {level: Counter(live.of(level).ids()) for level in CLASSES}
                return held, tuple(each for level in CLASSES for each in live.of(level).damaged())

        return self._patiently(examined)

    def rebuild(
        self,
        dossiers: Iterable[IndexedDossier],
        *,
        to: str | None = None,
        name_engine: Callable[[str], None] = lambda _: None,
        step_pages: int = STEP_PAGES,
    ) -> None:
        """Build a generation beside the live one from ``dossiers``, and switch to it at the end.

        Whatever goes wrong before the switch, the live one stays as it was; a killed build goes
        on, but for the last ``step_pages`` pages. ``to`` is the engine that has the index
        afterwards, which ``name_engine`` makes known to everybody; what another had is removed.

        Raises:
            SetupError: the new generation does not hold exactly these pages; also as ``add``.
            RefusedError, TransientError: as ``add``.
        """
        here, there = self._wanted(), to or self._wanted()
        target = self._engine(there)
        if here == there:
            with target.writing():
                build_generation(target, dossiers, step_pages)
        else:
            # Nobody adds to what is left behind, meanwhile.
            source = self._engine(here)
            with source.writing(), target.writing():
                build_generation(target, dossiers, step_pages)
                name_engine(there)
                source.retire()
        self._retire_others()

    def search(self, question: Question, reader: Reader) -> Answer:
        """The pages that ``reader`` may see and that answer ``question``.

        Raises:
            InputError: S034, a result page too far from the first.
            SetupError: the index is damaged, or another version of the product made it.
            RefusedError: S020, the answer would take too long.
        """
        return self._read(
            lambda live: answer(live, question, reader, self._access_now), nothing(question)
        )

    def _engine(self, name: str) -> Engine:
        if name not in self._engines:
            raise SetupError("S022", self._folder.name)
        return self._engines[name]

    def _retire_others(self) -> None:
        """Leave no page where a move that was killed had begun to bring it, or had left it."""
        wanted = self._wanted()
        for name, engine in self._engines.items():
            if name != wanted and engine.has_pages():
                with engine.writing():
                    # Who moves it there held the lock till now.
                    if name != self._wanted():
                        engine.retire()

    def _write(self, write: Callable[[Engine], None]) -> None:
        def written() -> None:
            wanted = self._wanted()
            engine = self._engine(wanted)
            with engine.writing():
                if self._wanted() != wanted:
                    # It was moved while we waited.
                    raise MovedError(wanted)
                write(engine)

        self._patiently(written)

    def _read(self, read: Callable[[Generation], T], empty: T) -> T:
        def found() -> T:
            with self._engine(self._wanted()).reading() as live:
                return empty if live is None else read(live)

        return self._patiently(found)

    def _patiently(self, look: Callable[[], T]) -> T:
        # A commit or a switch at the same moment takes things away: look again, never recreate.
        until = time.monotonic() + self._patience_seconds
        while True:
            try:
                return look()
            except MovedError as error:
                if time.monotonic() > until:
                    reason = type(error.__cause__ or error).__name__
                    raise SetupError("S003", self._folder.name, reason=reason) from error
                time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311 - no secret
