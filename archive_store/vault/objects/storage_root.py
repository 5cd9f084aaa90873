"""Makes an OCFL storage root, and never out of a folder that holds something else.

Source: OCFL 1.1 section 4.
"""

import json
from pathlib import Path

from archive_store.vault.objects.durable import sync_tree
from archive_store.vault.objects.layout import FILES, ROOT_MARKER
from records.errors import SetupError


def is_store(root: Path) -> bool:
    """Whether ``root`` is a storage root, made to the end."""
    return (root / ROOT_MARKER).is_file()


def create_store(root: Path) -> None:
    """Make ``root`` an OCFL storage root; a root that is one already stays as it is.

    One caller at a time: ``place.prepare`` holds the lock.

    Raises:
        SetupError: A033, the folder holds something else.
    """
    if is_store(root):
        return
    root.mkdir(parents=True, exist_ok=True)
    foreign = {each.name for each in root.iterdir()} - {"ocfl_layout.json", "extensions"}
    if foreign:
        raise SetupError("A033", root)
    for name, content in root_files().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    sync_tree(root)


def root_files() -> dict[str, bytes]:
    """The files of an empty storage root; the marker comes last: without it there is no store."""
    written = {name: f"{json.dumps(told, indent=2)}\n".encode() for name, told in FILES.items()}
    return {**written, ROOT_MARKER: b"ocfl_1.1\n"}
