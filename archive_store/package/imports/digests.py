"""Digests by the names that bags, METS and PREMIS use for the algorithms."""

import hashlib
from functools import partial
from pathlib import Path

ALGORITHMS = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}


def plain_name(written: str) -> str | None:
    """``SHA-256`` or ``sha256`` as ``hashlib`` calls it; ``None`` for one that is not known."""
    name = written.lower().replace("-", "").replace("_", "")
    return name if name in ALGORITHMS else None


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file in lower-case hexadecimal digits."""
    with path.open("rb") as stream:
        # MD5 and SHA-1 are what others wrote down; nothing of ours rests on them.
        hasher = partial(hashlib.new, algorithm, usedforsecurity=False)
        return hashlib.file_digest(stream, hasher).hexdigest()
