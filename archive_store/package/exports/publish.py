"""Puts a finished export where people find it: whole or not at all, and never over another file."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive_store.vault.objects.durable import sync
from records.digest import BLOCK_BYTES, Sha256, Sha512
from records.errors import RefusedError, SetupError

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What file systems of USB sticks answer when they are asked for a hard link."""
DIGEST_SUFFIX = ".sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A file that is complete under a temporary name, with its size and digests."""

    size_bytes: int
    sha256: Sha256
    sha512: Sha512


def publish(
    target: Path, write: Callable[[Path], None], witness: Callable[[Finished], None]
) -> Finished:
    """Have ``write`` make the file, ``witness`` note it, and only then give it its name.

    ``<target>.sha256`` is written just before. A run that was killed leaves no file of that name,
    and running it again makes the same one.

    Raises:
        RefusedError: A107, there is a file of one of the names already.
        SetupError: A108, the folder cannot be written.
    """
    beside = target.with_name(target.name + DIGEST_SUFFIX)
    if os.path.lexists(target):
        raise RefusedError("A107", target)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write(partial)
        sync(partial)
        finished = _finished(partial)
        _note_digest(beside, f"{finished.sha256}  {target.name}\n")
        witness(finished)
        _name(partial, target)
    except OSError as error:
        raise SetupError("A108", target, reason=error.strerror) from error
    finally:
        partial.unlink(missing_ok=True)
    return finished


def _finished(file: Path) -> Finished:
    short, long = hashlib.sha256(), hashlib.sha512()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            short.update(block)
            long.update(block)
    return Finished(
        size_bytes=file.stat().st_size,
        sha256=Sha256(short.hexdigest()),
        sha512=Sha512(long.hexdigest()),
    )


def _note_digest(beside: Path, told: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        if beside.read_bytes() != told.encode():
            raise RefusedError("A107", beside)
        return
    partial = beside.with_name(f".{beside.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(told.encode())
        sync(partial)
        _name(partial, beside)
    finally:
        partial.unlink(missing_ok=True)


def _name(partial: Path, target: Path) -> None:
    """A hard link never replaces a file, a rename would."""
    try:
        target.hardlink_to(partial)
    except FileExistsError as error:
        raise RefusedError("A107", target) from error
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        partial.replace(target)
    sync(target.parent)
