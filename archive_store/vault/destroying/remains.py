"""Finds what is left of an object in the store, its staging area, a copy, and repairs."""

import json
from collections.abc import Iterator
from pathlib import Path

from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.shelf import Copy, Shelf, read_bytes
from archive_store.vault.objects.layout import object_path
from archive_store.vault.objects.place import Place
from archive_store.vault.repair.plan import ASIDE
from archive_store.vault.repair.repairing import REPORT


def left_at(copy: Copy, package_id: str) -> dict[str, int]:
    """The files of an object that a copy still has, with their sizes.

    Raises:
        OSError: the copy cannot be reached.
    """
    return {
        f"{top}/{path}".removesuffix("/."): size
        for top in (*held_at(copy, package_id), *asides(copy.shelf, package_id))
        for path, size in copy.shelf.list_files(top).items()
    }


def left_in_store(place: Place, package_id: str) -> dict[str, int]:
    """The files of an object that the store and its staging area still have, with their sizes."""
    shelf = archive_shelf(place)
    root = place.root.parent
    tops = [
        path.relative_to(root).as_posix()
        for path in (
            place.object(package_id),
            place.assembling(package_id),
            place.staging / "erasing" / place.object(package_id).name,
        )
        if path.exists()
    ]
    return {
        f"{top}/{path}".removesuffix("/."): size
        for top in (*tops, *asides(shelf, package_id))
        for path, size in shelf.list_files(top).items()
    }


def held_at(copy: Copy, package_id: str) -> tuple[str, ...]:
    """Where a copy has an object, and where it writes it first."""
    shelf = copy.shelf
    folder = object_path(Path(shelf.store), package_id).as_posix()
    return tuple(dict.fromkeys((folder, shelf.stage(folder, "").rstrip("/"))))


def asides(shelf: Shelf, package_id: str) -> Iterator[str]:
    """The folders into which repairs of an object moved what was wrong."""
    for name in shelf.list_files(ASIDE):
        if name.endswith(f"/{REPORT}") and name.count("/") == 1:
            told = json.loads(read_bytes(shelf, f"{ASIDE}/{name}"))
            if told["package_id"] == package_id:
                yield f"{ASIDE}/{name.removesuffix(f'/{REPORT}')}"
