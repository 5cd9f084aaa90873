"""Proves a container that was just written: it is read back, name by name and byte by byte."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive_store.package.exports.part import Part
from records.errors import InputError

Written = Iterable[tuple[str, Iterator[bytes]]]


def prove(container: Path, written: Written, parts: Iterable[Part]) -> None:
    """Compare what was read back from ``container`` with the ``parts`` that went in.

    Raises:
        InputError: A106, a file is missing, changed, or nobody put it there.
    """
    expected = {part.path: part.sha512 for part in parts}
    for name, blocks in written:
        digest = hashlib.sha512()
        for block in blocks:
            digest.update(block)
        if expected.pop(name, None) != digest.hexdigest():
            raise InputError("A106", container, found=f"{name} sha512:{digest.hexdigest()}")
    for name in expected:
        raise InputError("A106", container, found=f"{name} –")
