"""``doctor``: what it looks at, and what it says when something is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]


def test_a_sound_machine_with_an_archive_passes(archive: Path, ask: Ask) -> None:
    checks = ask(archive, "doctor")["checks"]
    assert [check["name"] for check in checks] == [
        "python", "tesseract", "pdftocairo", "tessdata vie", "tessdata osd", "disk",
        "clock", "confinement", "offline", "archive", "database", "search",
        "authorities", "trust",
    ]  # fmt: skip
    for check in checks:
        assert check.keys() == {"name", "ok", "detail", "remedy"}
        assert check["ok"]
        assert check["detail"]
        assert check["remedy"] == ""


def test_a_missing_program_ends_with_3_and_tells_how_to_install_it(
    tmp_path: Path, luutru: Callable[..., Any]
) -> None:
    done = luutru("--archive", tmp_path, "doctor", PATH="/nowhere")
    assert done.returncode == 3
    for package in ("tesseract-ocr", "poppler-utils"):
        assert f"apt-get install {package}" in done.stdout


def test_a_spoiled_archive_is_told_among_the_checks(archive: Path, ask: Ask) -> None:
    (archive / "luutru.db").write_bytes(b"no database at all, though long enough to be one" * 40)
    for rest in archive.glob("luutru.db-*"):
        rest.unlink()
    checks = ask(archive, "doctor", ends=3)["checks"]
    assert [check["name"] for check in checks if not check["ok"]] == ["database"]
    assert all(check["remedy"] for check in checks if not check["ok"])
