"""Unpacks a foreign tar, plain or gzipped: all its headers are judged before a byte is written.

Refuses links, devices, sparse files and other compressions.
"""

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from archive_store.package.imports.limits import UnpackLimits
from archive_store.package.imports.names import Names, shown
from archive_store.package.imports.writing import write_bounded
from records.errors import InputError

BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeError, ValueError)
GZIP = b"\x1f\x8b"
BLOCK = 512
PACKING_BYTES = 1 << 20
"""Headers and padding that a tar adds."""


class _Bounded(io.RawIOBase):
    """What a compressed stream gives, ended with A094 where it gives too much."""

    def __init__(self, stream: gzip.GzipFile, limits: UnpackLimits, source: Path) -> None:
        self._stream, self._limits, self._source = stream, limits, source
        self._size, self._given = source.stat().st_size, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size if size >= 0 else BLOCK)
        self._given += len(block)
        self._limits.check_size(self._source.name, self._given - PACKING_BYTES, self._size)
        return block


def unpack_tar(source: Path, target: Path, limits: UnpackLimits) -> None:
    """Write every file of ``source`` below ``target``.

    Raises:
        InputError: A090, it is broken or of a kind that is not read; A091 to A094.
    """
    try:
        with _opened(source, limits) as packed:
            placed = _judged(packed, source, limits)
        with _opened(source, limits) as packed:
            for entry in packed:
                name = placed.get(entry.offset_data) if entry.isreg() else None
                stream = packed.extractfile(entry) if name is not None else None
                if name is not None and stream is not None:
                    write_bounded(stream, target / name, entry.size)
    except BROKEN as error:
        raise InputError("A090", source.name, reason=str(error) or type(error).__name__) from error


@contextmanager
def _opened(source: Path, limits: UnpackLimits) -> Iterator[tarfile.TarFile]:
    with source.open("rb") as stream:
        is_gzip = stream.read(len(GZIP)) == GZIP
        stream.seek(0)
        if not is_gzip:
            with tarfile.open(fileobj=stream, mode="r:", errorlevel=2) as packed:
                yield packed
            return
        with gzip.GzipFile(fileobj=stream) as plain:
            bounded = cast("IO[bytes]", _Bounded(plain, limits, source))
            with tarfile.open(fileobj=bounded, mode="r|") as packed:
                yield packed


def _judged(
    packed: tarfile.TarFile, source: Path, limits: UnpackLimits
) -> dict[int, PurePosixPath]:
    names, total = Names(limits), 0
    placed: dict[int, PurePosixPath] = {}
    size = source.stat().st_size
    for entry in packed:
        if not (entry.isreg() or entry.isdir()) or entry.issparse():
            raise InputError("A092", shown(entry.name))
        name = names.take(entry.name, is_folder=entry.isdir())
        total += entry.size
        limits.check_size(shown(entry.name), total, size)
        if name is not None and entry.isreg():
            placed[entry.offset_data] = name
    return placed
