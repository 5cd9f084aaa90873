"""Runs the installed command as an operator does: another process, a bare folder, real files."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from archive_store.vault.database.engine import migrate, open_database
from tests import warm_command
from tests.postgres_server import Server, running_server

COMMAND = Path(sys.executable).parent / "luutru"
PRIVATE = ("LUUTRU_", "PREFECT_")
FIRST = (
    # The first makes what many wait for; the next two need little of it.
    "journey/test_good_batch.py",
    "flows/test_schedules.py",
    "flows/test_importing.py",
    "journey/test_several_documents.py",
    "journey/test_kept_apart.py",
    "journey/test_interrupted.py",
    "journey/test_damaged_batch.py",
    "journey/test_postgresql.py",
    "journey/test_judges.py",
    "journey/test_disposal.py",
    "search/test_generations.py",
    "search/test_relevance.py",
    "flows/test_disposal",
    "journey/",
    "flows/",
    "cli/",
    "ocr/test_cleaning.py",
    "ocr/test_bad_engine.py",
    "search/",
    "archive_store/copies/",
    "archive_store/",
    "ocr/",
)
"""The longest files, which start first: else one worker would be at one while the others idle."""

EVERYWHERE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No machine is too slow: who fails has broken something."""
# The same examples in every run of ./check; ./check-exhaustive looks for others.
settings.register_profile("check", EVERYWHERE, derandomize=True, max_examples=50)
settings.register_profile("exhaustive", EVERYWHERE, max_examples=1000)
settings.load_profile("check")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regold", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest (``--no-loadscope-reorder`` lets workers keep the order)."""
    items.sort(key=lambda item: _place(item.path.relative_to(Path(__file__).parent).as_posix()))


def _place(file: str) -> int:
    return next((n for n, start in enumerate(FIRST) if file.startswith(start)), len(FIRST))


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder once for all workers of a run; gives a copy, that this worker's tests share.

    Nobody ever opens the folder itself: who copies it must not see files of SQLite come and go.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], None]) -> Path:
        whole, done = shared / f"whole-{name}", shared / f"whole-{name}.done"
        with FileLock(shared / f"whole-{name}.lock"):
            if not done.exists():
                # Another worker may have failed half-way; it says so itself.
                shutil.rmtree(whole, ignore_errors=True)
                whole.mkdir()
                make(whole)
                done.touch()
        return shutil.copytree(whole, tmp_path_factory.mktemp(name) / "whole")

    return made


@pytest.fixture(scope="session")
def command() -> Path:
    return COMMAND


@pytest.fixture(scope="session")
def environment() -> Callable[..., dict[str, str]]:
    """The surroundings of a command: nothing of ours but what the test gives, 80 columns."""

    def surroundings(**given: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
        return kept | {"COLUMNS": "80"} | given

    return surroundings


@pytest.fixture(scope="session")
def luutru(
    tmp_path_factory: pytest.TempPathFactory, environment: Callable[..., dict[str, str]]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs ``luutru ARGUMENTS`` to its end in an empty folder, with variables as keywords."""
    folder = tmp_path_factory.mktemp("anywhere")
    warm_command.start(environment())

    def run(*arguments: object, **given: str) -> subprocess.CompletedProcess[str]:
        words = [str(COMMAND), *(str(argument) for argument in arguments)]
        if "LUUTRU_LANG" not in given:
            return warm_command.run(words, folder, environment(**given))
        # The language is chosen as the product is loaded.
        return subprocess.run(
            words,
            cwd=folder,
            env=environment(**given),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of our own, with a database ``template`` that has our tables."""
    with running_server() as server:
        server.ask(f"CREATE DATABASE template OWNER {server.role}")
        made = open_database(server.address("template"))
        migrate(made)
        made.dispose()
        yield server


@pytest.fixture
def new_database(postgres: Server) -> Iterator[Callable[..., str]]:
    """Makes a database and gives its address: empty, or like ``template`` with our tables."""
    names: list[str] = []

    def make(like: str = "template0") -> str:
        names.append(f"test_{secrets.token_hex(6)}")
        postgres.ask(f"CREATE DATABASE {names[-1]} OWNER {postgres.role} TEMPLATE {like}")
        return postgres.address(names[-1])

    yield make
    for name in names:
        postgres.ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def new_archive(
    made_once: Callable[[str, Callable[[Path], None]], Path],
    luutru: Callable[..., subprocess.CompletedProcess[str]],
) -> Path:
    """An archive as ``luutru init`` leaves it, which takes ten seconds; for copying."""

    def make(folder: Path) -> None:
        assert luutru("--archive", folder / "kho", "init").returncode == 0

    return made_once("new", make) / "kho"


@pytest.fixture(scope="session")
def ask(luutru: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., Any]:
    """Asks an archive with ``--json``: the one document on standard output, parsed."""

    def asked(archive: Path, *arguments: object, ends: int = 0) -> Any:
        done = luutru("--archive", archive, *arguments, "--json")
        assert done.returncode == ends, done.stderr
        return json.loads(done.stdout)

    return asked


@pytest.fixture(scope="session")
def processes_of() -> Callable[[Path], set[int]]:
    """Everything that runs for an archive: its path is in their arguments or surroundings."""

    def found(archive: Path) -> set[int]:
        name = bytes(archive)
        return {
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and name in _told_by(folder)
        }

    return found


def _told_by(folder: Path) -> bytes:
    try:
        return (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
    except OSError:
        # It ended meanwhile, or waits to be collected.
        return b""
