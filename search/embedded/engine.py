"""The engine in a folder: its generations with their pointer, and one lock for who writes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from records.access import AccessLevel
from records.errors import SetupError, TransientError
from records.hit import IndexedPage, Sort
from search.embedded.asking import begun, entry_ids, find, near, neighbour
from search.embedded.damage import damage_told
from search.embedded.folders import make_folder
from search.embedded.generations import (
    VERSIONS,
    begin_generation,
    current_generation,
    has_generations,
    publish_generation,
    retire,
    sweep,
)
from search.embedded.journal import begin_journal, note, read_journal
from search.embedded.manifest import damaged_files
from search.embedded.reading import OpenIndex
from search.embedded.writing import change_index, create_index, join_segments
from search.engine import CLASSES, Found, Generation, MovedError, Neighbour, Shelved
from search.filters import Filters
from search.query import ParsedQuery

LOCK = "writing.lock"


class Opened:
    """The indexes that were opened for one question: it is answered from one state of them."""

    def __init__(self, until: ExitStack) -> None:
        self._until = until
        self._known: dict[Path, OpenIndex] = {}

    def at(self, folder: Path) -> OpenIndex:
        """The index in ``folder``, opened when it is first asked for."""
        if folder not in self._known:
            self._known[folder] = self._until.enter_context(OpenIndex(folder))
        return self._known[folder]


class FolderIndex:
    """The index of one access class in a folder of its own."""

    knows_quotations = True

    def __init__(self, folder: Path, level: AccessLevel, opened: Opened | None = None) -> None:
        self._folder = folder
        self._level = level
        self._opened = opened

    def change(
        self,
        pages: Iterable[IndexedPage],
        *,
        remove: Iterable[tuple[str, str]] = (),
        squeeze: bool = False,
    ) -> None:
        """As the port tells."""
        change_index(self._folder, pages, remove=remove, squeeze=squeeze)

    def ids(self) -> list[str]:
        """As the port tells."""
        with self._open() as index:
            return entry_ids(index)

    def damaged(self) -> list[str]:
        """As the port tells."""
        return damaged_files(self._folder)

    def find(self, query: ParsedQuery, filters: Filters, sort: Sort, most: int) -> Found:
        """As the port tells."""
        with self._open() as index:
            return find(index, query, filters, sort, most)

    def near(self, fold: str, most: int) -> tuple[str, ...]:
        """As the port tells."""
        with self._open() as index:
            return near(index, fold, most)

    def begun(self, letters: str, most: int) -> tuple[str, ...]:
        """As the port tells."""
        with self._open() as index:
            return begun(index, letters, most)

    def neighbour(self, fold: str) -> Neighbour | None:
        """As the port tells."""
        with self._open() as index:
            return neighbour(index, fold, self._level)

    @contextmanager
    def _open(self) -> Iterator[OpenIndex]:
        if self._opened is not None:
            yield self._opened.at(self._folder)
            return
        with damage_told(self._folder.name), OpenIndex(self._folder) as index:
            yield index


class FolderGeneration:
    """A generation: a folder with one folder for each access class."""

    def __init__(self, folder: Path, opened: Opened | None = None) -> None:
        self.folder = folder
        self._opened = opened

    def of(self, level: AccessLevel) -> FolderIndex:
        """As the port tells."""
        return FolderIndex(self.folder / CLASSES[level], level, self._opened)


class FolderBuild:
    """A build in a folder, with its journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.generation = FolderGeneration(folder)
        self.done: Mapping[str, Shelved] = read_journal(folder)

    def note(self, shelved: Iterable[Shelved]) -> None:
        """As the port tells."""
        note(self._folder, shelved)


class EmbeddedEngine:
    """The engine in ``folder``, which is made by the first who writes.

    Readers never wait for a writer; writers wait for one another up to ``lock_seconds``. The group
    ``readers`` of the machine may read what is in the folder, and no more.
    """

    def __init__(self, folder: Path, *, lock_seconds: float, readers: str = "") -> None:
        self._folder = folder
        self._lock_seconds = lock_seconds
        self._readers = readers

    @contextmanager
    def writing(self) -> Iterator[None]:
        """As the port tells."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        make_folder(self._folder, self._readers)
        lock = FileLock(self._folder / LOCK, timeout=self._lock_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise TransientError("S002", self._folder.name) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def reading(self) -> Iterator[FolderGeneration | None]:
        """As the port tells."""
        try:
            live = current_generation(self._folder)
            with damage_told(self._folder.name), ExitStack() as until:
                yield None if live is None else FolderGeneration(live, Opened(until))
        except (FileNotFoundError, PermissionError) as error:
            # A commit or a switch at the same moment takes files away, or has just made them.
            raise MovedError(self._folder.name) from error

    def live(self) -> FolderGeneration:
        """As the port tells."""
        try:
            live = current_generation(self._folder)
        except FileNotFoundError as error:
            raise SetupError("S003", self._folder.name, reason="FileNotFoundError") from error
        if live is not None:
            return FolderGeneration(live)
        self.abandon()
        started = self.begin().generation
        self.publish(started, expected=(), entries=())
        return started

    def begin(self) -> FolderBuild:
        """As the port tells."""
        started = begin_generation(self._folder, self._readers)
        if not any(started.iterdir()):
            for name in CLASSES.values():
                make_folder(started / name, self._readers)
                create_index(started / name)
            begin_journal(started, VERSIONS)
        return FolderBuild(started)

    def abandon(self) -> None:
        """As the port tells."""
        sweep(self._folder)

    def publish(
        self, generation: Generation, *, expected: Collection[str], entries: Collection[str]
    ) -> None:
        """As the port tells."""
        assert isinstance(generation, FolderGeneration)  # noqa: S101 - it is one of ours
        for name in CLASSES.values():
            join_segments(generation.folder / name)
        publish_generation(generation.folder, expected=expected, entries=entries)

    def has_pages(self) -> bool:
        """As the port tells."""
        return has_generations(self._folder)

    def retire(self) -> None:
        """As the port tells."""
        retire(self._folder)
