"""The files of an export, each with the digest it must have when it is read; writes nothing."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from records.digest import BLOCK_BYTES, Sha512
from records.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an export: its place in it, its bytes (in a file or here), and their digest."""

    path: str
    source: Path | bytes
    sha512: Sha512
    size_bytes: int

    def open(self) -> BinaryIO:
        """The bytes, to be read once and closed."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        return self.source.open("rb")


def part_of_bytes(path: str, content: bytes) -> Part:
    """A part that holds ``content``."""
    digest = Sha512(hashlib.sha512(content).hexdigest())
    return Part(path=path, source=content, sha512=digest, size_bytes=len(content))


def blocks_of(part: Part) -> Iterator[bytes]:
    """The part's bytes; after the last of them it is proven that they are the right ones.

    Raises:
        InputError: A106, the file is not what the inventory promises.
    """
    digest = hashlib.sha512()
    try:
        with part.open() as stream:
            while block := stream.read(BLOCK_BYTES):
                digest.update(block)
                yield block
    except OSError as error:
        raise InputError("A106", part.path, found=error.strerror) from error
    if digest.hexdigest() != part.sha512:
        raise InputError("A106", part.path, found=f"sha512:{digest.hexdigest()}")


def content_of(part: Part) -> bytes:
    """All of a small part at once; raises as ``blocks_of``."""
    return b"".join(blocks_of(part))


def below(root: str, parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same parts in the folder ``root``, sorted by path."""
    placed = (replace(part, path=f"{root}/{part.path}") for part in parts)
    return tuple(sorted(placed, key=lambda part: part.path))
