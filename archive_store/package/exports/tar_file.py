"""Writes an uncompressed tar whose bytes depend on its files and one moment, and reads it back.

Uncompressed as E-ARK AIP 2.2 asks (AIP28); no owner, no rights of this machine stand in it.
"""

import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from archive_store.package.exports.part import Part, blocks_of
from archive_store.package.exports.prove import prove
from records.digest import BLOCK_BYTES

PLAIN_FILE = 0o644


def write_tar(parts: tuple[Part, ...], moment: datetime, target: Path) -> None:
    """Write ``parts`` in their order, each dated ``moment``, and prove it by reading it back.

    Raises:
        InputError: A106, a source is damaged, or what was written is not what was read.
        OSError: the disk.
    """
    with target.open("wb") as packed:
        for part in parts:
            entry = tarfile.TarInfo(part.path)
            entry.size, entry.mtime, entry.mode = (
                part.size_bytes,
                int(moment.timestamp()),
                PLAIN_FILE,
            )
            packed.write(entry.tobuf(tarfile.PAX_FORMAT))
            for block in blocks_of(part):
                packed.write(block)
            packed.write(bytes(-part.size_bytes % tarfile.BLOCKSIZE))
        packed.write(bytes(2 * tarfile.BLOCKSIZE))
        packed.write(bytes(-packed.tell() % tarfile.RECORDSIZE))
    with tarfile.open(target, "r:") as written:
        prove(target, ((entry.name, _read(written, entry)) for entry in written), parts)


def _read(packed: tarfile.TarFile, entry: tarfile.TarInfo) -> Iterator[bytes]:
    stream = packed.extractfile(entry)
    if stream is None:
        return
    while block := stream.read(BLOCK_BYTES):
        yield block
