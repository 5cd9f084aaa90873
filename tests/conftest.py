"""Runs the installed command as an operator does: another process, a bare folder, real files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMAND = Path(sys.executable).parent / "luutru"
PRIVATE = ("LUUTRU_", "PREFECT_")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regold", action="store_true", help="write the golden files anew")


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

    def run(*arguments: object, **given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *(str(argument) for argument in arguments)],
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
def new_archive(
    tmp_path_factory: pytest.TempPathFactory,
    luutru: Callable[..., subprocess.CompletedProcess[str]],
) -> Path:
    """An archive as ``luutru init`` leaves it, which takes ten seconds; for copying."""
    made = tmp_path_factory.mktemp("new") / "kho"
    assert luutru("--archive", made, "init").returncode == 0
    return made


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
