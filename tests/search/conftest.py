"""Pages made of plain sentences, each word with a box of its own."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive_store.vault.database.engine import open_database
from records.access import AccessLevel
from records.digest import sha256_of_bytes
from records.hit import IndexedDossier, IndexedPage
from records.page import Line, Word
from records.place import Box, around
from search import SearchIndex
from search.engines import POSTGRES, WHOOSH
from tests.postgres_server import Server
from tests.search.access_now import Levels, changed_since

MakePage = Callable[..., IndexedPage]


def _line(row: int, sentence: str) -> Line:
    words = tuple(
        Word(text=text, box=Box(50 * at, 30 * row, 50 * at + 40, 30 * row + 20), confidence=0.9)
        for at, text in enumerate(sentence.split())
    )
    return Line(words=words, box=around(tuple(word.box for word in words)))


@pytest.fixture(scope="session")
def page() -> MakePage:
    def make(document: str, *lines: str, **facts: object) -> IndexedPage:
        told: dict[str, object] = {
            "package_id": "p1", "dossier_code": document.rpartition(".")[0] or "hs1", "page": 2,
            "title": "Về việc giao đất", "document_type": "Quyết định", "notation": None,
            "year": 2010, "fonds": "UBND tỉnh", "access": AccessLevel.PUBLIC, "confidence": 0.9,
        }  # fmt: skip
        printed = tuple(_line(row, sentence) for row, sentence in enumerate(lines))
        return IndexedPage(document_code=document, lines=printed, **(told | facts))  # type: ignore[arg-type]  # facts are the fields of IndexedPage

    return make


BOTH = (WHOOSH, POSTGRES)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both engines, unless its module (``ENGINES``) names one of them."""
    if "place" in metafunc.fixturenames:
        engines = getattr(metafunc.module, "ENGINES", BOTH)
        metafunc.parametrize("place", engines, indirect=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an index is, for whoever opens it: the test, or a process that it starts."""

    engine: str
    folder: Path
    address: str | None = None
    data: Path | None = None
    levels: Levels = field(default_factory=dict)
    opened: list[Engine] = field(default_factory=list)

    def database(self) -> Engine | None:
        if self.address is not None:
            self.opened.append(open_database(self.address))
            return self.opened[-1]
        return None

    def open(
        self,
        lock_seconds: float = 0.2,
        patience_seconds: float = 0.2,
        folder: Path | None = None,
    ) -> SearchIndex:
        return SearchIndex(
            folder or self.folder,
            access_now=partial(changed_since, self.levels),
            database=self.database(),
            wanted=lambda: self.engine,
            lock_seconds=lock_seconds,
            patience_seconds=patience_seconds,
        )

    def generations(self) -> list[str]:
        """What there is of generations, live or not, each once."""
        if self.address is None:
            return sorted(path.name for path in self.folder.glob("g-*"))
        return sorted(self.ask("SELECT number FROM luutru_search.generation"))

    def ask(self, statement: str) -> list[str]:
        database = self.database()
        assert database is not None
        with database.begin() as connection:
            told = connection.exec_driver_sql(statement)
            return [str(row[0]) for row in told] if told.returns_rows else []

    def public_holds(self, *words: str) -> bool:
        """Whether one of these stands in a file, or in a row, of the index of public pages."""
        if self.address is None:
            files = [path for path in self.folder.glob("g-*/public/*") if path.is_file()]
            assert files
            return any(word.encode() in path.read_bytes() for path in files for word in words)
        (schema,) = self.ask("SELECT schema_name FROM luutru_search.class_index WHERE level = '01'")
        named = f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'"  # noqa: S608 - our own name
        rows = [row for name in self.ask(named) for row in self._rows(f"{schema}.{name}")]
        assert rows
        return any(word in row for row in rows for word in words)

    def _rows(self, table: str) -> list[str]:
        return self.ask(f"SELECT each::text FROM {table} AS each")  # noqa: S608 - our own name

    def close(self) -> None:
        while self.opened:
            self.opened.pop().dispose()

    def holds(self, word: str) -> bool:
        """Whether a word stands in any file of the index, or of the whole database."""
        if self.address is not None:
            self.ask("CHECKPOINT")
        files = [path for path in (self.data or self.folder).rglob("*") if path.is_file()]
        assert files
        return any(word.encode() in path.read_bytes() for path in files)


@pytest.fixture(scope="session")
def database_of_indexes(postgres: Server) -> Iterator[tuple[str, Path]]:
    """A database's address and its files; each test leaves it without an index."""
    postgres.ask(f"CREATE DATABASE indexes OWNER {postgres.role} TEMPLATE template0")
    postgres.ask(f"GRANT pg_checkpoint TO {postgres.role}")
    number = postgres.ask("SELECT oid FROM pg_database WHERE datname = 'indexes'")
    yield postgres.address("indexes"), postgres.folder / "data" / "base" / number
    postgres.ask("DROP DATABASE indexes WITH (FORCE)")


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """An empty place for an index of the engine that is asked for."""
    if request.param == WHOOSH:
        yield Place(engine=WHOOSH, folder=tmp_path / "index")
        return
    address, data = request.getfixturevalue("database_of_indexes")
    made = Place(engine=POSTGRES, folder=tmp_path / "index", address=address, data=data)
    yield made
    for name in made.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'luutru_search%%'"):
        made.ask(f"DROP SCHEMA {name} CASCADE")
    made.close()


@pytest.fixture
def levels(place: Place) -> Levels:
    """Pages of ``index`` that a test re-classifies without the index knowing of it."""
    return place.levels


@pytest.fixture
def index(place: Place) -> SearchIndex:
    return place.open()


@pytest.fixture(scope="session")
def dossiers() -> Callable[[Iterable[IndexedPage]], list[IndexedDossier]]:
    """Pages as dossiers that are read in turn; a fingerprint is what the pages are."""

    def digest(pages: list[IndexedPage]) -> str:
        return sha256_of_bytes(repr(pages).encode())

    def made(pages: Iterable[IndexedPage]) -> list[IndexedDossier]:
        by_code: dict[str, list[IndexedPage]] = {}
        for page in pages:
            by_code.setdefault(page.dossier_code, []).append(page)
        return [
            IndexedDossier(code=code, fingerprint=digest(each), read_pages=partial(iter, each))
            for code, each in by_code.items()
        ]

    return made


@pytest.fixture
def collected() -> Iterator[None]:
    """Whoosh leaves files open when it fails: let that be warned of within the same test."""
    yield
    gc.collect()
