"""The OCFL storage root: its markers, and in which folder an object lies.

Source: OCFL 1.1 section 4; extension 0003-hash-and-id-n-tuple-storage-layout.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT_MARKER = "0=ocfl_1.1"
OBJECT_MARKER = "0=ocfl_object_1.1"
EXTENSION = "0003-hash-and-id-n-tuple-storage-layout"
CONFIG = f"extensions/{EXTENSION}/config.json"
TUPLES, TUPLE_LENGTH, NAME_LENGTH = 3, 3, 100
_ENCODED = re.compile(rb"[^A-Za-z0-9_-]")
FILES = {
    "ocfl_layout.json": {
        "extension": EXTENSION,
        "description": "Folders from the SHA-256 of the object's id",
    },
    CONFIG: {
        "extensionName": EXTENSION,
        "digestAlgorithm": "sha256",
        "tupleSize": TUPLE_LENGTH,
        "numberOfTuples": TUPLES,
    },
}


def object_path(root: Path, identity: str) -> Path:
    """The folder of an object, whether or not it exists."""
    encoded = _ENCODED.sub(lambda found: b"%%%02x" % found[0][0], identity.encode()).decode()
    digest = hashlib.sha256(identity.encode()).hexdigest()
    if len(encoded) > NAME_LENGTH:
        encoded = f"{encoded[:NAME_LENGTH]}-{digest}"
    length = TUPLES * TUPLE_LENGTH
    tuples = (digest[start : start + TUPLE_LENGTH] for start in range(0, length, TUPLE_LENGTH))
    return root.joinpath(*tuples, encoded)


def object_id(folder: Path) -> str:
    """The id of the object in ``folder``; wrong only for ids longer than 100 letters."""
    return unquote(folder.name)


def walk_store(root: Path) -> Iterator[tuple[Path, bool]]:
    """Every object folder (with ``True``) and every stray file (with ``False``) of the store."""
    known = {root / ROOT_MARKER, *(root / name for name in FILES)}
    for parent, folders, names in os.walk(root):
        folder = Path(parent)
        # An object keeps its place even when its marker was lost.
        depth = len(folder.relative_to(root).parts)
        if depth == TUPLES + 1 and folder.relative_to(root).parts[0] != "extensions":
            folders.clear()
            yield folder, True
            continue
        folders.sort()
        yield from ((folder / name, False) for name in sorted(names) if folder / name not in known)
