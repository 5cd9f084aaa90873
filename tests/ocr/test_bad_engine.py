"""An engine that hangs, crashes, lies or eats memory costs its page, and nothing else."""

import shutil
import time
from collections.abc import Callable
from math import ceil
from pathlib import Path

import pytest
from PIL import Image

from ocr import OcrOptions, PageReader
from records.digest import sha256_of
from records.errors import InputError
from records.page import ScannedPage

pytestmark = pytest.mark.engine
Sheet = Callable[..., Image.Image]
PIXELS = 2_000_000
LONG = 600
"""Longer than anything here takes on any machine; only what is stopped ends earlier."""
WAYS = {
    "hang": (f'"$here/sleeper" {LONG} & "$here/sleeper" {LONG}', "O008"),
    "crash": ("kill -SEGV $$", "O007"),
    "fail": ('echo "Image too small to scale!!" >&2; exit 1', "O007"),
    "say-nothing": ("exit 0", "O007"),
    "print-noise": ('head -c 100000 /dev/urandom > "$2.tsv"', "O007"),
    "print-nonsense": ('printf "level\\tpage\\n5\\t1\\nx\\n" > "$2.tsv"', "O007"),
    "print-wild-boxes": (
        'printf "level\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\t\\n" > "$2.tsv"; '
        'printf "5\\t1\\t1\\t1\\t1\\t1\\t-9\\t-9\\t1e9\\t1\\tnan\\ta\\n" >> "$2.tsv"',
        "O007",
    ),
    "swell": (f"python3 -c 'bytearray(3 << 30)' && sleep {LONG}; exit 1", "O007"),
    "print-without-end": ('cat /dev/zero > "$2.tsv"', "O007"),
    "kill-the-reader": ("kill -KILL $PPID", "O004"),
    "kill-the-group": ("kill -KILL 0", "O004"),
}


@pytest.fixture
def bad_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A ``tesseract`` that misbehaves as told while the returned file exists, else works."""
    real, sleep = shutil.which("tesseract"), shutil.which("sleep")
    assert real is not None
    assert sleep is not None
    programs = tmp_path / "programs"
    programs.mkdir()
    shutil.copy(sleep, programs / "sleeper")

    def make(act: str) -> Path:
        script = programs / "tesseract"
        told = f'case "$1" in --*) exec {real} "$@";; esac'
        script.write_text(
            f'#!/bin/sh\nhere={programs}\n{told}\n[ -e "$here/bad" ] || exec {real} "$@"\n{act}\n',
            encoding="utf-8",
        )
        script.chmod(0o755)
        (programs / "bad").touch()
        return programs / "bad"

    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    return make


@pytest.fixture(scope="module")
def patience(sheet: Sheet, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Seconds in which a page is surely read: measured, as machines differ by many times."""
    folder = tmp_path_factory.mktemp("patience")
    page = _page(sheet, folder)
    began = time.monotonic()
    with PageReader(OcrOptions(max_pixels=PIXELS), folder / "temporary") as reader:
        reader.read(page, folder / "page")
    return ceil(4 * (time.monotonic() - began))


@pytest.mark.parametrize(("act", "code"), WAYS.values(), ids=WAYS)
def test_a_bad_engine_costs_its_page_only(
    bad_engine: Callable[[str], Path], sheet: Sheet, patience: int, tmp_path: Path,
    act: str, code: str,
) -> None:  # fmt: skip
    page, temporary = _page(sheet, tmp_path), tmp_path / "temporary"
    bad = bad_engine(act)
    seconds = patience if code == "O008" else LONG
    with PageReader(OcrOptions(page_seconds=seconds, max_pixels=PIXELS), temporary) as reader:
        with pytest.raises(InputError) as refused:
            reader.read(page, tmp_path / "page")
        assert refused.value.problem.code == code
        assert not _running(tmp_path / "programs" / "sleeper")
        assert not list((tmp_path / "page").iterdir())
        bad.unlink()
        assert not reader.read(page, tmp_path / "page").is_blank
    assert not list(temporary.iterdir())


def _page(sheet: Sheet, folder: Path) -> ScannedPage:
    sheet(100).save(folder / "a.png", dpi=(100, 100))
    return ScannedPage(file=folder / "a.png", file_sha256=sha256_of(folder / "a.png"), number=1)


def _running(program: Path) -> list[Path]:
    def runs(process: Path) -> bool:
        try:
            return (process / "exe").readlink() == program
        except OSError:
            return False

    return [path for path in Path("/proc").iterdir() if path.name.isdigit() and runs(path)]
