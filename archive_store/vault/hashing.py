"""Reads a whole folder once and names every file by its SHA-512; judges nothing."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from records.package import Damage

Content = dict[str, str | Damage]
"""By path inside the folder: a SHA-512, or why there is none."""


def hash_folder(path: Path) -> tuple[Content, int]:
    """What the folder ``path`` holds, and how many bytes that was."""
    found: Content = {}
    size = 0
    for file in _walk(path):
        name = file.relative_to(path).as_posix()
        found[name], count = _read(file)
        size += count
    return found, size


def _walk(path: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(path):
        folder = Path(parent)
        folders.sort()
        yield from (folder / name for name in sorted(names))
        yield from (folder / name for name in folders if (folder / name).is_symlink())


def _read(file: Path) -> tuple[str | Damage, int]:
    try:
        status = file.lstat()
    except OSError:
        return Damage.UNREADABLE, 0
    # A link would let the bytes lie elsewhere, and a pipe would never end.
    if not stat.S_ISREG(status.st_mode):
        return Damage.CHANGED, 0
    try:
        return _sha512(file), status.st_size
    except OSError:
        return Damage.UNREADABLE, 0


def _sha512(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha512").hexdigest()
