"""Reads a whole folder once and names every file by its SHA-512; judges nothing.

Files that are named to it get their SHA-256 in the same read. Links are not followed.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from records.digest import Sha256
from records.package import Damage

Content = dict[str, str | Damage]
"""By path inside the folder: a SHA-512, or why there is none."""

BLOCK_BYTES = 1 << 20
# Without blocking, a pipe in the place of a file is opened at once, and then refused.
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a folder holds; ``sha256`` has only the files that were asked for."""

    content: Content
    sha256: dict[str, Sha256]
    sizes: dict[str, int]

    @property
    def size_bytes(self) -> int:
        """How many bytes were read."""
        return sum(self.sizes.values())


def hash_folder(path: Path) -> tuple[Content, int]:
    """What the folder ``path`` holds, and how many bytes that was."""
    read = read_folder(path, lambda _: False)
    return read.content, read.size_bytes


def read_folder(path: Path, doubly: Callable[[str], bool]) -> Reading:
    """Read every file below ``path``; those that ``doubly`` names are hashed by SHA-256 too.

    A folder that cannot be listed stands in the content itself, as unreadable.
    """
    content: Content = {}
    sha256: dict[str, Sha256] = {}
    sizes: dict[str, int] = {}
    for name, entry in _walk(os.fspath(path), ""):
        if entry is None:
            content[name] = Damage.UNREADABLE
            continue
        second = hashlib.sha256() if doubly(name) else None
        content[name], sizes[name] = _read(entry, second)
        if second is not None and not isinstance(content[name], Damage):
            sha256[name] = Sha256(second.hexdigest())
    return Reading(content=content, sha256=sha256, sizes=sizes)


def _walk(folder: str, above: str) -> Iterator[tuple[str, "os.DirEntry[str] | None"]]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError:
        yield above.rstrip("/"), None
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry


def _read(entry: "os.DirEntry[str]", second: "hashlib._Hash | None") -> tuple[str | Damage, int]:
    try:
        handle = os.open(entry.path, READING)
    except OSError as error:
        # A link would let the bytes lie elsewhere; a socket has none.
        alien = error.errno in {errno.ELOOP, errno.ENXIO}
        return Damage.CHANGED if alien else Damage.UNREADABLE, 0
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return Damage.CHANGED, 0
        return _sha512(handle, second), status.st_size
    except OSError:
        return Damage.UNREADABLE, 0
    finally:
        os.close(handle)


def _sha512(handle: int, second: "hashlib._Hash | None") -> str:
    first = hashlib.sha512()
    while block := os.read(handle, BLOCK_BYTES):
        first.update(block)
        if second is not None:
            second.update(block)
    return first.hexdigest()
