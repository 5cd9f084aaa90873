"""Copies a foreign package that is a folder; follows no link and opens no device."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from archive_store.package.imports.limits import UnpackLimits
from archive_store.package.imports.names import Names, shown
from archive_store.package.imports.writing import write_bounded
from records.errors import InputError


def copy_folder(source: Path, target: Path, limits: UnpackLimits) -> None:
    """Write every file of ``source`` below ``target``, after all names have been judged.

    Raises:
        InputError: A090, a file cannot be read or changes; A091 to A094.
    """
    names, total = Names(limits), 0
    placed: list[tuple[Path, PurePosixPath, int]] = []
    for path, status in _below(source):
        written = path.relative_to(source).as_posix()
        is_folder = stat.S_ISDIR(status.st_mode)
        if not (is_folder or stat.S_ISREG(status.st_mode)):
            raise InputError("A092", shown(written))
        name = names.take(written, is_folder=is_folder)
        if not is_folder and name is not None:
            total += status.st_size
            placed.append((path, name, status.st_size))
    # A folder is not packed: only its whole size counts.
    limits.check_size(source.name, total, limits.total_bytes)
    for path, name, size in placed:
        _copy(path, target / name, size)


def _below(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        for path in sorted(folder.iterdir()):
            status = path.lstat()
            yield path, status
            if stat.S_ISDIR(status.st_mode):
                yield from _below(path)
    except OSError as error:
        raise InputError("A090", folder.name, reason=error.strerror) from error


def _copy(source: Path, target: Path, size_bytes: int) -> None:
    try:
        # A link or a pipe put in the file's place meanwhile is not followed, nor waited for.
        opened = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as stream:
            write_bounded(stream, target, size_bytes)
    except OSError as error:
        raise InputError("A090", shown(source.name), reason=error.strerror) from error
