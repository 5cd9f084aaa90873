"""A judge that is not installed is an error that names the remedy, never a verdict."""

from pathlib import Path

import pytest

from judges.programs import JudgeMissingError, jars, library_of, program, python_of


@pytest.mark.parametrize(
    "ask",
    [
        lambda: program("no-such-judge"),
        lambda: python_of("no-such-judge"),
        lambda: library_of("no-such-judge", "a.jar"),
        lambda: library_of("packages", "no-such.jar"),
        lambda: jars("no-such-judge"),
    ],
)
def test_a_missing_judge_is_told_with_its_remedy(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(JudgeMissingError, match=r"Run `\./setup check`\."):
        ask()


def test_a_judge_that_is_there_is_given() -> None:
    assert program("sh").resolve().exists()
    assert library_of("packages", "ocfl/__init__.py").is_file()
    assert isinstance(python_of("eark-validator"), Path)
