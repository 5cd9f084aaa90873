"""Generations in a folder: each in its own, and a pointer file that names the live one.

A generation counts only once CURRENT names it; what else lies beside it was never finished or is
no longer read, and is removed by the next build, which may go on with the newest. Knows no Whoosh.
"""

import json
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from records.errors import SetupError
from search.analyser import ANALYSER_VERSION
from search.embedded.folders import make_folder, write_durably
from search.embedded.journal import JOURNAL, is_ours
from search.engine import MovedError
from search.verified import digest_of_entries

LAYOUT_VERSION = 3
"""Counts up whenever fields or folders of the index change."""
VERSIONS = (LAYOUT_VERSION, ANALYSER_VERSION)
POINTER = "CURRENT"
MOVED = "moved"
"""What the pointer says when another engine has the index."""
DESCRIPTION = "GENERATION.json"
_NAME = re.compile(r"g-(\d{6})")


def current_generation(folder: Path) -> Path | None:
    """The live generation's folder; ``None`` while nothing has ever been indexed.

    Raises:
        FileNotFoundError: it was replaced while we looked; look again.
        MovedError: another engine has the index.
        SetupError: the pointer is damaged, or another version of the product made the index.
    """
    pointer = folder / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    if name == MOVED:
        raise MovedError(folder.name)
    if not _NAME.fullmatch(name):
        raise SetupError("S003", POINTER, reason=ascii(name[:40]))
    described = (folder / name / DESCRIPTION).read_text(encoding="utf-8")
    if _versions(described) != VERSIONS:
        raise SetupError("S005", name)
    return folder / name


def begin_generation(folder: Path, readers: str = "") -> Path:
    """The generation that was begun last, or a new, empty folder; others but the live one go."""
    make_folder(folder, readers)
    begun = [path for path in _generations(folder) if path.name != _live_name(folder)]
    if begun and is_ours(begun[-1], VERSIONS):
        sweep(folder, keep=begun[-1].name)
        return begun[-1]
    numbers = [int(path.name.removeprefix("g-")) for path in _generations(folder)]
    sweep(folder)
    started = folder / f"g-{max(numbers, default=0) + 1:06d}"
    make_folder(started, readers)
    return started


def publish_generation(
    generation: Path, *, expected: Collection[str], entries: Collection[str]
) -> None:
    """Make ``generation`` the live one by one rename, and remove the one before.

    ``expected`` and ``entries`` are page ids. Readers that have the old files open keep them.

    Raises:
        SetupError: its entries are not exactly the pages that were given; nothing is switched.
    """
    digest = digest_of_entries(generation.name, expected, entries)
    description = {
        "layout": LAYOUT_VERSION,
        "analyser": ANALYSER_VERSION,
        "pages_when_built": len(entries),
        "page_ids_sha256": digest,
    }
    write_durably(generation / DESCRIPTION, json.dumps(description, indent=2))
    # Before the switch, for it would name dossiers that may be destroyed later.
    (generation / JOURNAL).unlink(missing_ok=True)
    write_durably(generation.parent / POINTER, generation.name)
    sweep(generation.parent)


def retire(folder: Path) -> None:
    """Say that another engine has the index, and remove every generation."""
    if folder.exists():
        write_durably(folder / POINTER, MOVED)
        sweep(folder)


def sweep(folder: Path, keep: str | None = None) -> None:
    """Remove generations that are not live, but for ``keep``; for who holds the lock."""
    kept = {_live_name(folder), keep}
    for path in _generations(folder):
        if path.name not in kept:
            shutil.rmtree(path)


def has_generations(folder: Path) -> bool:
    """Whether a generation lies in the folder, live or not."""
    return folder.exists() and bool(_generations(folder))


def _generations(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def _live_name(folder: Path) -> str | None:
    pointer = folder / POINTER
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None


def _versions(described: str) -> tuple[object, object]:
    try:
        description = json.loads(described)
    except ValueError as error:
        raise SetupError("S003", DESCRIPTION, reason=type(error).__name__) from error
    if not isinstance(description, dict):
        raise SetupError("S003", DESCRIPTION, reason=type(description).__name__)
    return description.get("layout"), description.get("analyser")
