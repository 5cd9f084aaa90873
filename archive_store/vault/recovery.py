"""Puts right what a killed process left behind, before anything new is written.

Removes only what no ledger entry knows; whatever the ledger knows is evidence and stays.
"""

import contextlib
import os
import shutil
from pathlib import Path

from archive_store.vault.durable import move, sync
from archive_store.vault.inventory import INVENTORY, SIDECAR, Inventory, read_inventory, sidecar
from archive_store.vault.layout import ROOT_MARKER
from archive_store.vault.ledger import entries
from archive_store.vault.place import PUBLISHING, Place, locked
from records.errors import InputError, RefusedError


def settle(place: Place, package_id: str) -> Inventory | None:
    """The object's sound inventory, after leftovers of unfinished versions are gone.

    The caller holds the object's lock. ``None`` means that there is no such object.

    Raises:
        InputError: A034, the inventory is damaged.
        RefusedError: A037, the store is older than the ledger.
    """
    clear_folder(place.assembling(package_id))
    path = place.object(package_id)
    seen = max((entry.version for entry in entries(place.engine, package_id)), default=0)
    if not path.is_dir():
        if seen:
            raise RefusedError("A037", package_id, ledger=seen, store=0)
        return None
    content = _read(path / INVENTORY)
    inventory = read_inventory(content, path / INVENTORY)
    if inventory.number < seen:
        raise RefusedError("A037", package_id, ledger=seen, store=inventory.number)
    if inventory.number > seen:
        _finish_sidecar(place, path, content, inventory)
    for leftover in path.glob("v*"):
        if leftover.name not in inventory.versions:
            # Out of the store in one step, so that a second kill leaves no half folder in it.
            move(leftover, place.assembling(package_id))
            sync(path)
            clear_folder(place.assembling(package_id))
    return inventory


def clear_empty_folders(place: Place) -> None:
    """Remove folders that a killed process made for an object that never came."""
    with locked(place, PUBLISHING):
        for parent, _, files in os.walk(place.root, topdown=False):
            if not files and not Path(parent, ROOT_MARKER).exists():
                with contextlib.suppress(OSError):
                    Path(parent).rmdir()


def clear_folder(folder: Path) -> None:
    """Remove ``folder`` with everything in it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("A034", file, reason=error.strerror) from error


def _finish_sidecar(place: Place, path: Path, content: bytes, inventory: Inventory) -> None:
    right = sidecar(content)
    own = path / inventory.head
    if _read(own / INVENTORY) != content or _read(own / SIDECAR) != right:
        raise InputError("A034", own / INVENTORY, reason="inventory.json.sha512")
    if _read(path / SIDECAR) != right:
        copy = place.assembling(inventory.id)
        copy.write_bytes(right)
        sync(copy)
        move(copy, path / SIDECAR)
