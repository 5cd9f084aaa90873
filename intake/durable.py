"""Makes a written file survive a power cut before anyone relies on its name."""

import os
from pathlib import Path


def settle(stage: Path, target: Path) -> None:
    """Give a finished file its final name in the same folder: fsync, rename, fsync."""
    _flush(stage)
    stage.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
