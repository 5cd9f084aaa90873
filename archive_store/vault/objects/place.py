"""Where packages are kept: a store, a staging area beside it, the database; and who may write."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from archive_store.vault.objects.layout import object_path
from archive_store.vault.objects.storage_root import create_store, is_store
from records.errors import SetupError, TransientError

LOCK_SECONDS = 60.0
PUBLISHING = "publishing"
PREPARING = "preparing"
WORKSHOPS = "workshops"


def _ignore(_: str) -> None:
    """Nobody watches."""


def _alone(_id: str, _digests: dict[int, str], _now: datetime) -> None:
    """There are no second copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where packages are kept; ``on_step`` is told the name of each step before it is taken.

    ``on_verified`` is told the id of a package and the SHA-512 of its inventory by version, after
    the newest was read back and before the ledger knows it: the time for second copies.
    """

    root: Path
    staging: Path
    engine: Engine
    on_step: Callable[[str], None] = _ignore
    on_verified: Callable[[str, dict[int, str], datetime], None] = _alone

    def object(self, package_id: str) -> Path:
        """The folder of a package's OCFL object, whether or not it exists."""
        return object_path(self.root, package_id)

    @property
    def assembly(self) -> Path:
        """Where versions are put together, each in a folder with the name of its object's lock."""
        return self.staging / "assembling"

    def assembling(self, package_id: str) -> Path:
        """Where the next version of an object is put together."""
        return self.assembly / _short(package_id)


def prepare(place: Place) -> None:
    """Make what is not there yet.

    Raises:
        SetupError: A033, the store's folder holds something else; A035, the staging area is on
            another file system, where a rename into the store is impossible.
        TransientError: A030, another process did not finish making the store within a minute.
    """
    if not is_store(place.root):
        # Two first packages at one moment: the second must not take the half-made store for
        # somebody else's folder.
        with locked(place, PREPARING):
            create_store(place.root)
    for name in ("assembling", "locks"):
        (place.staging / name).mkdir(parents=True, exist_ok=True)
    if place.root.stat().st_dev != place.staging.stat().st_dev:
        raise SetupError("A035", place.staging)


def locked(place: Place, name: str) -> AbstractContextManager[None]:
    """Be the only one, over all threads and processes, who works on ``name``.

    The kernel lets go of the lock when its holder ends, however that is.

    Raises:
        TransientError: A030, another one did not finish within a minute.
    """
    return _held(place, _short(name), name)


def locked_assembly(place: Place, folder: Path) -> AbstractContextManager[None]:
    """As ``locked``, for the object whose versions are put together in ``folder``."""
    return _held(place, folder.name, str(folder))


@contextmanager
def _held(place: Place, key: str, subject: str) -> Iterator[None]:
    (place.staging / "locks").mkdir(parents=True, exist_ok=True)
    lock = FileLock(place.staging / "locks" / f"{key}.lock", timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise TransientError("A030", subject) from error
    try:
        yield
    finally:
        lock.release()


def _short(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]
