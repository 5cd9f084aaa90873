"""Gives each package a folder of its own to be built in, and clears away those of killed builders.

A builder holds its folder's lock, which the kernel lets go of with the process, however that ends.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from archive_store.vault.objects.place import WORKSHOPS, Place, locked


@contextmanager
def workshop(place: Place) -> Iterator[Path]:
    """A new empty folder on the store's file system; it is gone with everything in it afterwards.

    Raises:
        TransientError: A030, another process did not finish opening its own within a minute.
    """
    with locked(place, WORKSHOPS):
        clear_workshops(place)
        folder = Path(mkdtemp(dir=_home(place)))
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def clear_workshops(place: Place) -> None:
    """Remove the folders whose builders are gone; the caller holds the lock ``WORKSHOPS``."""
    for folder in _home(place).iterdir():
        # Its builder may be done and remove it himself at this moment.
        with suppress(FileNotFoundError):
            _clear_unless_held(folder)


def _clear_unless_held(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    except BlockingIOError:
        # Somebody builds there.
        return
    finally:
        os.close(handle)


def _home(place: Place) -> Path:
    home = place.staging / "workshops"
    home.mkdir(parents=True, exist_ok=True)
    return home
