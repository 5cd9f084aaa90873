"""Generations of the index: each in its own folder, and a pointer file that names the live one.

A generation counts only once CURRENT names it; whatever else lies beside it was never finished
or is no longer read, and is swept away by the next build. Knows no engine.
"""

import json
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from records.digest import sha256_of_bytes
from records.errors import SetupError
from search.analyser import ANALYSER_VERSION

LAYOUT_VERSION = 1
"""Counts up whenever fields or folders of the index change."""
POINTER = "CURRENT"
DESCRIPTION = "GENERATION.json"
_NAME = re.compile(r"g-(\d{6})")


def current_generation(folder: Path) -> Path | None:
    """The live generation's folder; ``None`` while nothing has ever been indexed.

    Raises:
        FileNotFoundError: it was replaced while we looked; look again.
        SetupError: the pointer is damaged, or another version of the product made the index.
    """
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    if not _NAME.fullmatch(name):
        raise SetupError("S003", POINTER, reason=ascii(name[:40]))
    described = (folder / name / DESCRIPTION).read_text(encoding="utf-8")
    if _versions(described) != (LAYOUT_VERSION, ANALYSER_VERSION):
        raise SetupError("S005", name)
    return folder / name


def begin_generation(folder: Path) -> Path:
    """A new, empty folder beside the live one; the remains of unfinished builds are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _NAME.fullmatch(path.name))]
    started = folder / f"g-{max(numbers, default=0) + 1:06d}"
    started.mkdir(mode=0o700)
    return started


def publish_generation(
    generation: Path, *, expected: Collection[str], entries: Collection[str]
) -> None:
    """Make ``generation`` the live one by one rename, and remove the one before.

    ``expected`` and ``entries`` are page ids. Readers that have the old files open keep them.

    Raises:
        SetupError: its entries are not exactly the pages that were given; nothing is switched.
    """
    if sorted(expected) != sorted(entries):
        raise SetupError("S004", generation.name, expected=len(expected), counted=len(entries))
    description = {
        "layout": LAYOUT_VERSION,
        "analyser": ANALYSER_VERSION,
        "pages_when_built": len(entries),
        "page_ids_sha256": sha256_of_bytes("\n".join(sorted(entries)).encode()),
    }
    _write_durably(generation / DESCRIPTION, json.dumps(description, indent=2))
    _write_durably(generation.parent / POINTER, generation.name)
    _sweep(generation.parent)


def _sweep(folder: Path) -> None:
    pointer = folder / POINTER
    live = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.name != live:
            shutil.rmtree(path)


def _versions(described: str) -> tuple[object, object]:
    try:
        description = json.loads(described)
    except ValueError as error:
        raise SetupError("S003", DESCRIPTION, reason=type(error).__name__) from error
    if not isinstance(description, dict):
        raise SetupError("S003", DESCRIPTION, reason=type(description).__name__)
    return description.get("layout"), description.get("analyser")


def _write_durably(path: Path, content: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(content + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
