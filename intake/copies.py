"""Takes the digest of what was delivered, and keeps a copy that is proven to be the same bytes.

It never writes to the delivery and never decodes what it copies.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from intake.delivery import Found
from intake.durable import settle
from records.batch import DeliveredFile
from records.digest import BLOCK_BYTES, Sha256, sha256_of
from records.errors import InputError, SetupError, TransientError


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A delivered file whose copy was re-read and found equal."""

    name: PurePosixPath
    copy: Path
    size_bytes: int
    sha256: Sha256


def digest_of(found: Found) -> Sha256:
    """The SHA-256 of a delivered file, before anything else touches it.

    Raises:
        InputError: the file cannot be read (I004).
    """
    try:
        return _streamed(found.path, None)
    except OSError as error:
        raise InputError("I004", found.name, reason=error.strerror) from error


def keep_copy(found: Found, sha256: Sha256, received: Path) -> Kept:
    """Copy a delivered file to ``received`` under its name; an intact earlier copy is left alone.

    Raises:
        TransientError: the file changes while it is being read (I005).
        SetupError: the work area cannot be written (I007).
    """
    copy = received / found.name
    if not (copy.is_file() and sha256_of(copy) == sha256):
        try:
            taken = _copied(found.path, copy, sha256)
        except OSError as error:
            raise SetupError("I007", copy, reason=error.strerror) from error
        if taken != sha256 or sha256_of(copy) != sha256:
            raise TransientError("I005", found.name)
    return Kept(name=found.name, copy=copy, size_bytes=copy.stat().st_size, sha256=sha256)


def no_copy(found: Found, sha256: Sha256, received: Path) -> Kept:
    """As ``keep_copy``, for a file that must not lie in ``received``: a copy there is removed."""
    copy = received / found.name
    copy.unlink(missing_ok=True)
    return Kept(name=found.name, copy=copy, size_bytes=found.path.stat().st_size, sha256=sha256)


def verify_delivered(file: DeliveredFile) -> None:
    """Prove that the kept copy still has its SHA-256.

    Raises:
        InputError: the copy is gone (I006) or differs (I006).
    """
    try:
        found = sha256_of(file.copy)
    except OSError as error:
        raise InputError("I006", file.name, found=error.strerror, sha256=file.sha256) from error
    if found != file.sha256:
        raise InputError("I006", file.name, found=found, sha256=file.sha256)


def _copied(source: Path, target: Path, sha256: Sha256) -> Sha256:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Named by digest: a delivered name may already be as long as the file system allows.
    stage = target.parent / f".{sha256[:32]}.part"
    taken = _streamed(source, stage)
    settle(stage, target)
    return taken


def _streamed(source: Path, stage: Path | None) -> Sha256:
    digest = hashlib.sha256()
    # A link or a pipe put in the file's place since the survey is not followed, nor waited for.
    opened = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(opened, "rb") as delivered, open(stage or os.devnull, "wb") as copy:  # noqa: PTH123 - a descriptor has no Path
        while block := delivered.read(BLOCK_BYTES):
            digest.update(block)
            copy.write(block)
    return Sha256(digest.hexdigest())
