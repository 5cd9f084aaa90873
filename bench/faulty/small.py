"""Small archives and packages to do harm to: made by the product itself, from blank-ish pages."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw

from archive_store import Vault
from archive_store.package.layout import root_name
from archive_store.package.staging import place_bytes
from records.package import Package, StoredPackage

LUUTRU = Path(sys.executable).with_name("luutru")
NOW = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
PAGE = (620, 440)
FORMS = ("eark", "bag")
"""How dossiers leave that are taken in by another archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended; negative codes are signals."""

    code: int
    said: str


def luutru(archive: Path, *arguments: object) -> Ended:
    """Run the installed command to its end."""
    done = subprocess.run(
        [LUUTRU, "--archive", archive, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(code=done.returncode, said=done.stdout or done.stderr)


def write_batch(folder: Path, dossiers: int) -> Path:
    """A delivery of ``dossiers`` folders with one small page each, in a few printed words."""
    for number in range(1, dossiers + 1):
        page = folder / f"hoso{number:02d}" / f"{number:03d}.png"
        page.parent.mkdir(parents=True)
        drawn = Image.new("L", PAGE, 255)
        ImageDraw.Draw(drawn).text((60, 60 + 9 * number), f"BAO CAO SO {number}", fill=0)
        drawn.save(page, dpi=(150, 150))
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An archive with a second copy and the delivery it took in, always at the same places."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The archive that harm is done to."""
        return self.folder / "case" / "archive"

    @property
    def second(self) -> Path:
        """Its second copy."""
        return self.folder / "case" / "second"

    @property
    def batch(self) -> Path:
        """What was delivered."""
        return self.folder / "batch"

    def fresh(self) -> Path:
        """The archive as it was, whatever was done to it."""
        _replace(self.folder / "clean", self.folder / "case")
        return self.archive

    def package(self, form: str) -> Path:
        """A dossier of the archive that left it in ``form``."""
        return next((self.folder / "packages" / form).glob(f"*.{form}.*[!6]"))

    def fresh_empty(self) -> Path:
        """The archive as it was before anything was taken in."""
        _replace(self.folder / "empty", self.folder / "case")
        return self.archive

    def fresh_read(self) -> Path:
        """The archive as it was when every page had been read and nothing was stored yet.

        Those of the packages too.
        """
        self.fresh_empty()
        for read in ("clean/archive/work", "read"):
            shutil.copytree(self.folder / read, self.archive / "work", dirs_exist_ok=True)
        shutil.rmtree(self.archive / "work" / "staging", ignore_errors=True)
        return self.archive


def make_case(folder: Path, dossiers: int = 3) -> Case:
    """An archive that took in a small delivery and has a second copy, kept to begin from again.

    Raises:
        RuntimeError: it could not be made.
    """
    case = Case(folder=folder)
    if (folder / "clean").exists():
        return case
    # Whatever an interrupted making left.
    for name in ("batch", "case", "empty", "made", "packages", "read"):
        shutil.rmtree(folder / name, ignore_errors=True)
    write_batch(case.batch, dossiers)
    for arguments in (("init",), ("copies", "add", "second", case.second)):
        _do(case.archive, *arguments)
    _replace(folder / "case", folder / "empty")
    _do(case.archive, "ingest", case.batch)
    shutil.rmtree(case.archive / "work" / "runs")
    _replace(folder / "case", folder / "made")
    _export(case)
    case.fresh_empty()
    for form in FORMS:
        _do(case.archive, "import", case.package(form))
    shutil.rmtree(case.archive / "work" / "runs")
    _replace(case.archive / "work", folder / "read")
    (folder / "made").rename(folder / "clean")
    return case


def _export(case: Case) -> None:
    """Have a dossier for each form leave the archive."""
    told = json.loads(_do(case.archive, "list", "--json"))
    codes = sorted(each["dossier_code"] for each in told["dossiers"])
    for code, form in zip(codes, FORMS, strict=False):
        _do(case.archive, "export", code, "--as", form, "--to", case.folder / "packages" / form)


def _do(archive: Path, *arguments: object) -> str:
    ended = luutru(archive, *arguments)
    if ended.code not in {0, 1}:
        raise RuntimeError(ended.said)
    return ended.said


def _replace(source: Path, target: Path) -> None:
    # The folder itself may be where a disk is mounted.
    target.mkdir(exist_ok=True)
    for each in target.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)


def tiny_package(folder: Path, number: int, text: bytes = b"1") -> Package:
    """A package of three small files that no other package has."""
    package_id = f"urn:uuid:00000000-0000-4000-9000-{number:012d}"
    root = folder / root_name(package_id)
    digest = hashlib.sha256(b"%d" % number).hexdigest().encode()
    contents = {
        "METS.xml": b"<mets>" + digest + text + b"</mets>",
        "metadata/other/record.json": b"{" + digest + text + b"}",
        "representations/master/data/1.tif": digest * 4,
    }
    return Package(
        package_id=package_id,
        dossier_code=f"H99.{number}",
        root=root,
        files=tuple(
            place_bytes(content, root / path).of(path, "application/octet-stream")
            for path, content in sorted(contents.items())
        ),
    )


def store_tiny(vault: Vault, number: int, text: bytes = b"1") -> StoredPackage:
    """Store a tiny package; ``text`` tells its versions apart."""
    with vault.workshop() as folder:
        source = hashlib.sha256(text).hexdigest()
        return vault.store_package(tiny_package(folder, number, text), source, NOW)


def in_child(work: Callable[[], None]) -> int:
    """Do ``work`` in a process of its own; how it ended, as ``waitpid`` tells it."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def kill_myself() -> None:
    """End this process as ``kill -9`` does, with all that it started."""
    os.killpg(0, signal.SIGKILL)
