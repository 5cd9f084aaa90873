"""Packages out and in by the installed command."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from records.digest import sha256_of

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
CODE = "H46.21.2010.01.01.01"


def test_a_dossier_leaves_in_each_form_and_never_over_a_file(
    good: SimpleNamespace, ask: Ask, luutru: Callable[..., Any],
    copy_of: Callable[[Path], Path], tmp_path: Path,
) -> None:  # fmt: skip
    # Exports are noted in the ledger, and nobody writes in the common archive.
    archive = copy_of(good.archive)
    for form in ("eark", "tt05", "bag", "pdf"):
        left = ask(archive, "export", CODE, "--as", form, "--to", tmp_path / "out")
        path = Path(left["path"])
        assert (left["bytes"], left["sha256"]) == (path.stat().st_size, sha256_of(path))
        noted = path.with_name(f"{path.name}.sha256").read_text()
        assert noted == f"{left['sha256']}  {path.name}\n"
    names = {path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".sha256"}
    ends = ("eark.zip", "tt05.zip", "bag.tar", "pdf")
    assert names == {f"{CODE}.v1.{end}" for end in ends}
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    again = ("--archive", archive, "export", CODE, "--as", "eark", "--to", tmp_path / "out")
    assert luutru(*again).returncode == 4
    assert luutru(*again, "--reader", "public").returncode == 4
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before
    assert ask(archive, "audit", "--all")["damaged"] == []


def test_a_spoilt_package_is_refused_with_every_fault_and_set_aside(
    good: SimpleNamespace, ask: Ask, copy_of: Callable[[Path], Path], new_archive: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    left = ask(copy_of(good.archive), "export", CODE, "--as", "eark", "--to", tmp_path)
    bad = tmp_path / "goi-hong.zip"
    with zipfile.ZipFile(left["path"]) as before, zipfile.ZipFile(bad, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            is_master = "/master/data/" in entry.filename
            after.writestr(entry, content[:-1] + b"?" if is_master else content)
        after.writestr("../../evil.txt", b"x")
    archive = shutil.copytree(new_archive, tmp_path / "kho")
    report = ask(archive, "import", bad, ends=1)
    assert (report["state"], report["dossiers"]) == ("failed", [])
    assert [each["code"] for each in report["problems"]] == ["F131", "A091"]
    (kept,) = (archive / "quarantine").glob("*/goi-hong.zip")
    assert sha256_of(kept) == sha256_of(bad)
    assert ask(archive, "list")["total"] == 0
    assert not list(tmp_path.rglob("evil.txt"))
