"""A copy on a path: another folder, another disk, a mounted share.

Files appear by rename, whole objects too; what lies outside the folder is never touched.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from archive_store.vault.copies.shelf import IRREGULAR
from archive_store.vault.objects.durable import move, sync
from archive_store.vault.objects.place import Place

INCOMING = "incoming"


class PathShelf:
    """The folder ``root``; see ``Shelf``.

    ``incoming`` lies on the same file system. It is also how the archive itself is looked at: its
    root holds ``store`` as a copy does.
    """

    def __init__(self, root: Path, store: str = "store", incoming: str = INCOMING) -> None:
        self.root = root
        self.store = store
        self._incoming = incoming

    def list_files(self, folder: str) -> dict[str, int]:
        """Every file below ``folder``; links and pipes have the size ``IRREGULAR``."""
        top = self._at(folder)
        if not self.root.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.root))
        if top.is_file() or top.is_symlink():
            return {".": _size(top)}
        return {path.relative_to(top).as_posix(): _size(path) for path in _walk(top)}

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """One plain file, for reading."""
        file = self._at(path)
        if file.is_symlink() or not stat.S_ISREG(file.stat().st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
        with file.open("rb") as stream:
            yield stream

    def write(self, path: str, chunks: Iterator[bytes]) -> None:
        """Write aside, force to the disk, rename."""
        target = self._at(path)
        part = self._at(f"{self._incoming}/{hashlib.sha256(path.encode()).hexdigest()[:32]}.part")
        self._make(part.parent)
        try:
            # Whatever a killed run, or somebody else, left under this name is not written through.
            part.unlink(missing_ok=True)
            with part.open("xb") as stream:
                stream.writelines(chunks)
                stream.flush()
                os.fsync(stream.fileno())
                # What is read back is to come from the disk and not from memory.
                os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            self._make(target.parent)
            move(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def move(self, path: str, target: str) -> None:
        """Rename in one step."""
        source, goal = self._at(path), self._at(target)
        self._make(goal.parent)
        move(source, goal)
        sync(source.parent)

    def remove(self, path: str) -> None:
        """Remove, then the folders above that are empty now, and make that durable."""
        found = self._at(path)
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)
        for each in found.parents:
            if each == self.root or any(each.iterdir() if each.is_dir() else ()):
                break
            with contextlib.suppress(FileNotFoundError):
                each.rmdir()
        sync(next(each for each in found.parents if each.is_dir()))

    def stage(self, folder: str, path: str) -> str:
        """Below ``incoming``, where no reader looks."""
        short = hashlib.sha256(folder.encode()).hexdigest()[:32]
        return f"{self._incoming}/{short}/{path}" if path else f"{self._incoming}/{short}"

    def publish(self, folder: str, files: tuple[str, ...]) -> None:
        """A new object moves in as one folder, a new version name by name."""
        staged, target = self._at(self.stage(folder, "")), self._at(folder)
        if not staged.exists():
            return
        for path in _walk(staged):
            # Of a run that was killed while it copied something else.
            if path.relative_to(staged).as_posix() not in files:
                path.unlink()
        if not target.exists():
            self._make(target.parent)
            move(staged, target)
            return
        for name in dict.fromkeys(path.split("/")[0] for path in files):
            self._publish(staged / name, target / name)
        for each, _, _ in os.walk(staged, topdown=False):
            Path(each).rmdir()

    def _publish(self, source: Path, target: Path) -> None:
        if not source.exists():
            return
        if source.is_file() and target.is_dir() and not target.is_symlink():
            # A folder where a file belongs; emptied by whoever found it, or this is refused.
            target.rmdir()
        if not source.is_dir() or not target.exists():
            move(source, target)
            return
        for path in tuple(_walk(source)):
            goal = target / path.relative_to(source)
            self._make(goal.parent)
            move(path, goal)

    def _make(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        if self.root in missing:
            # An unmounted disk must not be taken for an empty one.
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.root))
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            sync(each.parent)

    def _at(self, path: str) -> Path:
        inside = PurePosixPath(path)
        found = self.root / inside
        parent = found.parent.resolve()
        if inside.is_absolute() or ".." in inside.parts:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(found))
        if found != self.root and not parent.is_relative_to(self.root.resolve()):
            raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(found))
        return found


def archive_shelf(place: Place) -> PathShelf:
    """The archive itself, looked at as a shelf."""
    root = place.root.parent
    incoming = (place.staging / "copying").relative_to(root).as_posix()
    return PathShelf(root, store=place.root.name, incoming=incoming)


def _walk(top: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(top):
        folder = Path(parent)
        folders.sort()
        yield from (folder / name for name in sorted(names))
        yield from (folder / name for name in folders if (folder / name).is_symlink())


def _size(path: Path) -> int:
    status = path.lstat()
    return status.st_size if stat.S_ISREG(status.st_mode) else IRREGULAR
