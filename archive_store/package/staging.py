"""Puts bytes into a package that is being built, hashing them on the way; decides no names."""

import errno
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive_store.package.layout import Digests
from records.digest import BLOCK_BYTES, Sha256, Sha512
from records.errors import InputError, SetupError

FULL = {errno.ENOSPC, errno.EDQUOT}


def place_file(source: Path, target: Path, expected: Sha256 | None = None) -> Digests:
    """Copy ``source``, reading it once, and compare with the digest it was delivered with.

    Raises:
        InputError: A001, the source is gone; A002, it is not what was delivered.
        SetupError: A003, the disk is full.
    """
    try:
        digests = _write(_blocks(source), target)
    except FileNotFoundError as error:
        raise InputError("A001", source) from error
    if expected is not None and digests.sha256 != expected:
        raise InputError("A002", source, expected=expected, found=digests.sha256)
    return digests


def place_bytes(content: bytes, target: Path) -> Digests:
    """Write ``content``.

    Raises:
        SetupError: A003, the disk is full.
    """
    return _write((content,), target)


def _blocks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block


def _write(blocks: Iterable[bytes], target: Path) -> Digests:
    target.parent.mkdir(parents=True, exist_ok=True)
    short, long, size = hashlib.sha256(), hashlib.sha512(), 0
    try:
        with target.open("xb") as stream:
            for block in blocks:
                stream.write(block)
                short.update(block)
                long.update(block)
                size += len(block)
    except OSError as error:
        if error.errno in FULL:
            raise SetupError("A003", target.parent) from error
        raise
    return Digests(
        size_bytes=size, sha256=Sha256(short.hexdigest()), sha512=Sha512(long.hexdigest())
    )
