"""Makes an OCFL storage root, and never out of a folder that holds something else.

Source: OCFL 1.1 section 4.
"""

import json
from pathlib import Path

from archive_store.vault.durable import sync_tree
from archive_store.vault.layout import FILES, ROOT_MARKER
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
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    # The marker comes last: without it the folder is not yet a store.
    (root / ROOT_MARKER).write_text("ocfl_1.1\n", encoding="ascii")
    sync_tree(root)
