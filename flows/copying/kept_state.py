"""What a copy has to hold besides packages, so that the archive can be rebuilt from it alone.

The ledger, settings and lists, saved heads, and the tables of open work. Left out are keys,
passwords, the work area and the quarantine, whose restricted part must not leave this machine.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from archive_store.vault.copies.held import count_kept
from archive_store.vault.copies.ledger import copy_ledger
from archive_store.vault.copies.opening import open_copy
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.copies.state import copy_state
from archive_store.vault.copies.tables import write_tables
from archive_store.vault.ledger.entries import head
from flows.archive import Archive
from flows.copying.places import copy_places
from records.errors import ArchiveError

TABLES = "tables.jsonl"
KEPT = (
    "settings.toml", "fonds.csv", "assignment_rules.csv", "authorities/*.csv", "schedules/*.csv",
    "schedules/*.json", "heads/*", "trust/*", "disposals/*/*",
)  # fmt: skip


def follow(archive: Archive, now: datetime) -> None:
    """Bring ledger and state to every copy that is there; the others catch up by a sync."""
    for place in copy_places(archive.root, archive.settings):
        try:
            copy = open_copy(place)
            copy_ledger(archive.vault.place, copy)
            keep_state(archive, copy, now)
        except (ArchiveError, OSError):
            # What is behind is told by every report, and why by the next sync.
            continue


def keep_state(archive: Archive, copy: Copy, now: datetime) -> bool:
    """Keep the state of the archive at a copy; whether anything was new.

    Raises:
        SetupError, OSError: as ``copy_state``.
    """
    files = {name: path.read_bytes() for name, path in _kept(archive.root)}
    files[TABLES] = write_tables(archive.engine)
    figures = count_kept(archive.engine)
    return copy_state(archive.vault.place, copy, files, head(archive.engine), figures, now)


def _kept(root: Path) -> Iterator[tuple[str, Path]]:
    for pattern in KEPT:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path
