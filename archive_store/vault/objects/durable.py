"""Makes writes survive a power cut: fsync of files and folders, renames that stay."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Force one file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Force everything below ``folder``, and the folder itself, to the disk."""
    for parent, _, files in os.walk(folder, topdown=False):
        for name in files:
            sync(Path(parent, name))
        sync(Path(parent))


def move(source: Path, target: Path) -> None:
    """Rename ``source`` to ``target`` in one step and make that durable."""
    source.replace(target)
    sync(target.parent)
