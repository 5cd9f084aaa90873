"""A full disk is told as one, wherever it is met, and nothing else is."""

import errno
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_store.package.staging import place_bytes
from bench.faulty.full_disk import Filler
from bench.faulty.full_disk import small_disk as a_small_disk
from bench.faulty.judging import reopened
from bench.faulty.small import NOW, tiny_package
from flows.archive import Archive
from flows.copying.adding import add_copy
from flows.copying.repairing import repair_package
from flows.machine.full_disk import require_any_room, told_full
from flows.settings import CopySection
from records.errors import InputError, SetupError


def test_the_file_that_the_system_names_is_told(tmp_path: Path) -> None:
    try:
        Path("/dev/full").write_bytes(b"x")
    except OSError as error:
        without_name = told_full(error, tmp_path)
    named = told_full(OSError(errno.ENOSPC, "no room", "/kho/a.pdf"), tmp_path)
    assert without_name is not None
    assert named is not None
    told = without_name.problem, named.problem
    assert [each.subject for each in told] == [str(tmp_path), "/kho/a.pdf"]
    assert {each.code for each in told} == {"F170"}


def test_what_is_no_full_disk_or_told_already_is_left(tmp_path: Path) -> None:
    told = InputError("F009", "x")
    told.__cause__ = OSError(errno.ENOSPC, "no room")
    assert told_full(told, tmp_path) is None
    assert told_full(PermissionError(errno.EACCES, "no"), tmp_path) is None
    require_any_room(tmp_path / "not" / "there")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 kB, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_command_that_meets_a_full_disk_ends_with_what_to_do(
    small_disk: Path, luutru: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ended = luutru("--archive", small_disk / "kho", "init")
    assert ended.returncode == 3
    assert str(small_disk / "kho") in ended.stderr
    assert "đầy" in ended.stderr
    assert "chạy lại" in ended.stderr


def test_a_repair_without_room_tells_of_the_disk_and_not_of_a_copy(
    make_archive: Callable[..., Archive], tmp_path: Path
) -> None:
    try:
        with a_small_disk(tmp_path / "disk") as disk:
            made = make_archive(disk / "kho")
            add_copy(made, CopySection(name="dia-a", url=str(tmp_path / "dia-a")), NOW)
            archive = reopened(made.root)
            with archive.vault.workshop() as folder:
                package = tiny_package(folder, 1)
                big = place_bytes(b"\1" * (1 << 20), package.root / "big")
                files = (*package.files, big.of("big", "application/octet-stream"))
                archive.vault.store_package(replace(package, files=files), "ff", NOW)
            next((archive.root / "store").rglob("big")).write_bytes(b"damaged")
            Filler(disk).fill(256 << 10)
            with pytest.raises(SetupError) as told:
                repair_package(archive, package.package_id, None, "x", NOW, is_trial=False)
            archive.engine.dispose()
            made.engine.dispose()
    except subprocess.CalledProcessError:
        pytest.skip("only root may mount a small disk")
    assert told.value.problem.code == "F170"
    assert str(disk) in str(told.value)
