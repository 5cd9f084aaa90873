"""Every ending has its exit code, and a sentence that says what to do."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    "words",
    [
        ["no-such-command"],
        ["list", "--no-such-option"],
        ["recognise", "no-such-file.pdf"],
        ["audit", "--budget", "much"],
        ["retention", "sweep", "--as-of", "31/31/2031"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_ends_with_2(words: list[str], luutru: Run) -> None:
    done = luutru(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage" in done.stderr


@pytest.mark.parametrize("words", [["list"], ["ingest", "."], ["up"]])
def test_a_folder_without_archive_ends_with_3(
    words: list[str], luutru: Run, tmp_path: Path
) -> None:
    done = luutru("--archive", tmp_path / "none", *words, "--json")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"{tmp_path}/none: ")
    assert "init" in done.stderr
    assert not (tmp_path / "none").exists()


def test_an_unknown_setting_ends_with_3_and_names_line_and_nearest_key(
    archive: Path, luutru: Run
) -> None:
    settings = archive / "settings.toml"
    written = settings.read_text().replace("max_pixels", "max_pixel")
    settings.write_text(written)
    line = next(n for n, text in enumerate(written.splitlines(), 1) if "max_pixel " in text)
    done = luutru("--archive", archive, "list")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{settings}:{line}: " in done.stderr
    assert "`max_pixels`" in done.stderr


def test_settings_that_are_no_toml_end_with_3(archive: Path, luutru: Run) -> None:
    (archive / "settings.toml").write_text("[institution]\nname = \n")
    done = luutru("--archive", archive, "list")
    assert done.returncode == 3
    assert "line 2" in done.stderr


def test_a_setting_from_the_environment_is_judged_too(archive: Path, luutru: Run) -> None:
    done = luutru("--archive", archive, "list", LUUTRU_RETENTION__START_READING="tomorrow")
    assert done.returncode == 3
    assert "start_reading" in done.stderr


def test_a_second_init_is_refused_with_4_and_changes_nothing(archive: Path, luutru: Run) -> None:
    def state() -> dict[Path, bytes]:
        return {file: file.read_bytes() for file in archive.rglob("*.*") if file.is_file()}

    before = state()
    done = luutru("--archive", archive, "init", "--json")
    assert (done.returncode, done.stdout) == (4, "")
    assert state() == before


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("postgresql://luutru:matkhau@127.0.0.1:1/kho", 2, "--password-file"),
        ("mysql://127.0.0.1/kho", 2, "postgresql://"),
        ("postgresql://luutru@127.0.0.1:1/kho", 3, "pg_lsclusters"),
    ],
)
def test_an_archive_is_not_made_without_its_database(
    luutru: Run, tmp_path: Path, address: str, code: int, told: str
) -> None:
    done = luutru("--archive", tmp_path / "kho", "init", "--database", address, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "matkhau" not in done.stderr
    assert not (tmp_path / "kho").exists()


def test_a_file_that_is_no_scan_ends_with_1(luutru: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_text("Kính gửi")
    done = luutru("recognise", letter, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("letter.pdf: ")


def test_the_archive_may_come_from_the_environment(archive: Path, luutru: Run) -> None:
    done = luutru("list", "--json", LUUTRU_ARCHIVE=str(archive))
    assert done.returncode == 0
    assert '"total": 0' in done.stdout
