"""What a second copy has to be able to do, whatever it lies on: a shelf of files by name.

Names are relative, with forward slashes. Keeps no archive and judges no content.
"""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from archive_store.vault.objects.layout import ROOT_MARKER
from records.digest import BLOCK_BYTES
from records.package import Damage

MARKER = "luutru-copy.json"
IRREGULAR = -1
"""The size of what is no plain file: a link would let the bytes lie elsewhere."""


class Shelf(Protocol):
    """A tree of files; every method raises ``OSError`` where the shelf cannot be reached."""

    @property
    def store(self) -> str:
        """The name of the folder that is an OCFL storage root."""

    def list_files(self, folder: str) -> dict[str, int]:
        """The files below ``folder``, relative to it, with their sizes; empty where it is not."""

    def open(self, path: str) -> AbstractContextManager[BinaryIO]:
        """One file, opened for reading."""

    def write(self, path: str, chunks: Iterator[bytes]) -> None:
        """Make a file of ``chunks``, whole or not at all; it is kept when this returns."""

    def move(self, path: str, target: str) -> None:
        """Give a file another name."""

    def remove(self, path: str) -> None:
        """Remove a file, or everything below a folder; what is not there is gone already."""

    def stage(self, folder: str, path: str) -> str:
        """Where a new file ``path`` of the object in ``folder`` is written first."""

    def publish(self, folder: str, files: tuple[str, ...]) -> None:
        """Make the ``files`` that were staged for ``folder`` visible, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy by its name, and the shelf it lies on."""

    name: str
    shelf: Shelf


def digest_of(shelf: Shelf, path: str) -> str | Damage:
    """The SHA-512 of a file as it lies on the shelf, or why there is none.

    Raises:
        OSError: the shelf itself cannot be reached.
    """
    try:
        with shelf.open(path) as stream:
            found = hashlib.sha512()
            for block in blocks_of(stream):
                found.update(block)
            return found.hexdigest()
    except OSError as error:
        # A shelf that still shows its marker is there: then it is this one file that is damaged.
        if not is_there(shelf):
            raise
        return Damage.MISSING if isinstance(error, FileNotFoundError) else Damage.UNREADABLE


def is_there(shelf: Shelf) -> bool:
    """Whether the shelf shows its marker; an unmounted disk's empty folder does not.

    Raises:
        OSError: the shelf cannot be reached.
    """
    names = (MARKER, f"{shelf.store}/{ROOT_MARKER}")
    return any(shelf.list_files(name) for name in names)


def read_bytes(shelf: Shelf, path: str) -> bytes:
    """The content of one small file.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    with shelf.open(path) as stream:
        return stream.read()


def blocks_of(stream: BinaryIO) -> Iterator[bytes]:
    """The content of an open file, block by block."""
    while block := stream.read(BLOCK_BYTES):
        yield block
