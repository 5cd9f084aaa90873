"""An empty archive, a page of the samples, and the command line's own texts."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# One process tells the help of every command: each alone would load the whole product again.
TELL_HELP = """
import contextlib, io, json
from cli.main import COMMANDS, luutru

told = {}
for words in ([], *([name] for name in COMMANDS), ["retention", "sweep"],
              *(["ledger", name] for name in
                ("head", "keygen", "sign", "timestamp", "verify", "prove", "export",
                 "mend", "clock"))):
    with contextlib.redirect_stdout(io.StringIO()) as screen:
        luutru.main([*words, "--help"], prog_name="luutru", standalone_mode=False)
    told[" ".join(["luutru", *words])] = screen.getvalue()
print(json.dumps(told))
"""
PARSE = """
import json, sys
from cli.main import luutru

for option, folder, name, *rest in json.loads(sys.argv[1]):
    context = luutru.make_context("luutru", [option, folder, name])
    luutru.get_command(context, name).make_context(name, rest, parent=context)
"""
Environment = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def page() -> Path:
    """A clean, straight page of one document; its truth is the file's entry in ``good.json``."""
    return ROOT / "samples/batches/good/So Noi vu/hopso02/hoso03/H46.21.02.03.002.png"


@pytest.fixture(scope="session")
def page_truth(page: Path) -> dict[str, Any]:
    told = json.loads((ROOT / "samples" / "expected" / "good.json").read_text())
    (entry,) = (entry for entry in told if entry["file"].endswith(page.name))
    found: dict[str, Any] = entry
    return found


@pytest.fixture
def archive(tmp_path: Path, new_archive: Path) -> Path:
    return shutil.copytree(new_archive, tmp_path / "kho")


@pytest.fixture(scope="session")
def help_in(environment: Environment) -> Callable[[str], dict[str, str]]:
    """The help of every command in a language."""

    def told(language: str) -> dict[str, str]:
        done = subprocess.run(
            [sys.executable, "-c", TELL_HELP],
            env=environment(LUUTRU_LANG=language),
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, str] = json.loads(done.stdout)
        return found

    return told


@pytest.fixture(scope="session")
def parses(environment: Environment) -> Callable[[list[list[str]]], str]:
    """What the command line finds wrong in commands, which are parsed and not run."""

    def wrong(commands: list[list[str]]) -> str:
        return subprocess.run(
            [sys.executable, "-c", PARSE, json.dumps(commands)],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        ).stderr

    return wrong
