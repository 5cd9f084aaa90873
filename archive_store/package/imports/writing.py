"""Writes what is unpacked: plain new files, never longer than they were announced."""

from pathlib import Path
from typing import IO

from archive_store.package.staging import FULL
from records.digest import BLOCK_BYTES
from records.errors import InputError, SetupError


def write_bounded(stream: IO[bytes], target: Path, size_bytes: int) -> None:
    """Write a new file of exactly ``size_bytes``.

    Raises:
        InputError: A090, the stream holds more or less.
        SetupError: A003, the disk is full.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        written = _written(stream, target, size_bytes)
    except OSError as error:
        if error.errno in FULL:
            raise SetupError("A003", target.parent) from error
        raise
    if written != size_bytes:
        raise InputError("A090", target.name, reason=f"{written} != {size_bytes}")


def _written(stream: IO[bytes], target: Path, most: int) -> int:
    """How much came, which is more than what was written where it is more than ``most``."""
    written = 0
    with target.open("xb") as file:
        while block := stream.read(BLOCK_BYTES):
            written += len(block)
            if written > most:
                break
            file.write(block)
    return written
