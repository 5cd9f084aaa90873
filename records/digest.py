"""Digests: how the archive names bytes."""

import hashlib
from pathlib import Path
from typing import NewType

Sha256 = NewType("Sha256", str)
"""64 lower-case hexadecimal digits (FIPS 180-4)."""
Sha512 = NewType("Sha512", str)
"""128 lower-case hexadecimal digits (FIPS 180-4)."""

BLOCK_BYTES = 1 << 20


def sha256_of(path: Path) -> Sha256:
    """The SHA-256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return Sha256(hashlib.file_digest(stream, "sha256").hexdigest())


def sha256_of_bytes(content: bytes) -> Sha256:
    """The SHA-256 of bytes in memory."""
    return Sha256(hashlib.sha256(content).hexdigest())
