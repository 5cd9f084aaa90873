"""Writes a ZIP whose bytes depend on its files alone, and reads it back.

Nothing is compressed: scans and PDFs hardly shrink, and no other version of a compressor can
make other bytes of them.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive_store.package.exports.part import Part, blocks_of
from archive_store.package.exports.prove import prove
from records.digest import BLOCK_BYTES

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that ZIP can tell."""
UNIX, PLAIN_FILE = 3, 0o100644 << 16


def write_zip(parts: tuple[Part, ...], target: Path) -> None:
    """Write ``parts`` in their order to ``target``, and prove it by reading it back.

    Raises:
        InputError: A106, a source is damaged, or what was written is not what was read.
        OSError: the disk.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for part in parts:
            entry = zipfile.ZipInfo(part.path, EPOCH)
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            entry.file_size = part.size_bytes
            with packed.open(entry, "w") as stream:
                for block in blocks_of(part):
                    stream.write(block)
    with zipfile.ZipFile(target) as packed:
        prove(
            target, ((entry.filename, _read(packed, entry)) for entry in packed.infolist()), parts
        )


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(entry) as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block
