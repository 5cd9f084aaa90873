"""Help and documents: in both languages, and true."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Help = Callable[[str], dict[str, str]]
GOLDEN = Path(__file__).parent / "golden" / "help.txt"
SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def vietnamese(help_in: Help) -> dict[str, str]:
    return help_in("vi")


@pytest.fixture(scope="module")
def english(help_in: Help) -> dict[str, str]:
    return help_in("en")


def test_the_help_is_the_one_that_was_reviewed(
    vietnamese: dict[str, str], request: pytest.FixtureRequest
) -> None:
    told = "\n".join(f"$ {command} --help\n{text}" for command, text in vietnamese.items())
    if request.config.getoption("--regold"):
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_every_command_and_option_is_explained_in_both_languages(
    vietnamese: dict[str, str], english: dict[str, str]
) -> None:
    assert vietnamese.keys() == english.keys()
    for command, text in vietnamese.items():
        ours, theirs = (
            [
                line
                for line in told.splitlines()
                if not line.lstrip().startswith(("--help", "Usage"))
            ]
            for told in (text, english[command])
        )
        assert re.search(r"[ăâđêôơưàảạấầậếềệốộớờợứừựíịýỳ]", " ".join(ours).lower()), command
        assert not re.search(r"[ăâđêôơư]", " ".join(theirs).lower()), command


def test_the_installed_command_speaks_vietnamese_unless_told(
    vietnamese: dict[str, str], english: dict[str, str], luutru: Callable[..., Any]
) -> None:
    assert luutru("--help").stdout == vietnamese["luutru"]
    assert luutru("--help", LUUTRU_LANG="en").stdout == english["luutru"]


def test_the_commands_of_the_readmes_are_understood(
    root: Path, tmp_path: Path, parses: Callable[[list[list[str]]], str]
) -> None:
    commands = []
    for document in ("README.md", "README.vi.md"):
        blocks = SHELL.findall((root / document).read_text(encoding="utf-8"))
        commands += [
            [word.replace("/media/scanner/lo-01", str(tmp_path)) for word in shlex.split(line)[1:]]
            for line in "".join(blocks).splitlines()
            if line.startswith(".venv/bin/luutru ")
        ]
    assert [words[2] for words in commands] == ["init", "ingest", "search"] * 2
    assert parses(commands) == ""
    assert "No such option" in parses([[*commands[0], "--nothing"]])


def test_the_scripts_that_the_readme_names_can_be_run(root: Path) -> None:
    blocks = SHELL.findall((root / "README.md").read_text(encoding="utf-8"))
    scripts = re.findall(r"^(\./\w+)", "".join(blocks), re.MULTILINE)
    assert scripts == ["./demo", "./check"]
    for script in scripts:
        assert (root / script).stat().st_mode & 0o111
