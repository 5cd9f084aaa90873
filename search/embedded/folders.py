"""Folders and files of the index: who may read them, and that they survive a power cut."""

import os
import shutil
from pathlib import Path

from records.errors import SetupError

OURS_ALONE, GROUP_READS = 0o700, 0o2750
"""With the second, what is made inside belongs to the same group (setgid)."""
FILE, FILE_OF_GROUP = 0o600, 0o640


def make_folder(path: Path, readers: str) -> None:
    """Make a folder that the group ``readers`` may read and not write; empty is nobody.

    Raises:
        SetupError: S023, there is no such group, or we may not give it a folder.
    """
    path.mkdir(mode=OURS_ALONE, exist_ok=True)
    try:
        if readers:
            shutil.chown(path, group=readers)
        path.chmod(GROUP_READS if readers else OURS_ALONE)
    except (LookupError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SetupError("S023", path, group=readers, reason=reason) from error


def make_durable(folder: Path) -> None:
    """Have every file of ``folder``, and their names, on the disk; as readable as the folder is."""
    mode = FILE_OF_GROUP if folder.stat().st_mode & 0o040 else FILE
    for path in [*(path for path in folder.iterdir() if path.is_file()), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            if path != folder:
                os.fchmod(descriptor, mode)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_durably(path: Path, content: str) -> None:
    """Put ``content`` where ``path`` is, by one rename that survives a power cut."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(content + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in ``folder`` on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
