"""Tells a full disk in the archive's own words, wherever in the work it was met."""

import shutil
from pathlib import Path

from records.errors import ArchiveError, SetupError
from records.full_disk import is_full

LEAST_BYTES = 8 << 20
"""With less than this neither Prefect's database can grow nor a run tell why it ended."""


def told_full(error: BaseException, folder: Path) -> SetupError | None:
    """What to tell instead of ``error`` if a full disk raised it: F170 with the file that is named.

    ``None`` where something else raised it, or where it is told already.
    """
    if isinstance(error, ArchiveError) or not is_full(error):
        return None
    named = getattr(error, "filename", None) or folder
    return SetupError("F170", named, free=_free(folder) >> 10)


def require_any_room(folder: Path) -> None:
    """Refuse to take a full disk for something else.

    Raises:
        SetupError: F170, less than ``LEAST_BYTES`` are free.
    """
    free = _free(folder)
    if free < LEAST_BYTES:
        raise SetupError("F170", folder, free=free >> 10)


def _free(folder: Path) -> int:
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return shutil.disk_usage(there).free
