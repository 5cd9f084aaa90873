"""Puts right what a killed process left behind, before anything new is written.

Finishes or takes away only what this archive noted to have begun; whatever the ledger knows, and
whatever somebody else put there, is evidence and stays.
"""

import contextlib
import os
import shutil
from pathlib import Path

from archive_store.vault.intents import Intent, find_begun
from archive_store.vault.ledger.destruction import destruction_of
from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.durable import move, sync
from archive_store.vault.objects.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    read_inventory,
    sha512_of_bytes,
    sidecar,
)
from archive_store.vault.objects.layout import ROOT_MARKER
from archive_store.vault.objects.place import PUBLISHING, WORKSHOPS, Place, locked, locked_assembly
from archive_store.vault.workshop import clear_workshops
from records.digest import Sha512
from records.errors import InputError, RefusedError
from records.package import Damage


def settle(place: Place, package_id: str) -> Inventory | None:
    """The object's sound inventory, after leftovers of unfinished versions are gone.

    The caller holds the object's lock. ``None`` means that there is no such object.

    Raises:
        InputError: A034, the inventory is damaged; A032, it is not the one that the ledger saw.
        RefusedError: A150, it was destroyed; A037, the store is older than the ledger; A140,
            it holds a version that this archive never began.
    """
    clear_folder(place.assembling(package_id))
    path = place.object(package_id)
    if destruction_of(place.engine, package_id) is not None:
        raise RefusedError("A150", package_id)
    told = stored_entries(place.engine, package_id)
    seen = told[-1].version if told else 0
    if not path.is_dir():
        if seen:
            raise RefusedError("A037", package_id, ledger=seen, store=0)
        return None
    content = _read(path / INVENTORY)
    inventory = read_inventory(content, path / INVENTORY)
    if inventory.number < seen:
        raise RefusedError("A037", package_id, ledger=seen, store=inventory.number)
    digest = sha512_of_bytes(content)
    if inventory.number > seen:
        _require_begun(place, package_id, inventory.number, digest)
        _finish_sidecar(place, path, content, inventory)
    elif told[-1].inventory_sha512 != digest:
        raise InputError("A032", package_id, path=INVENTORY, kind=Damage.CHANGED)
    _take_back(place, path, inventory)
    return inventory


def clear_leftovers(place: Place) -> None:
    """Remove what killed processes left outside of any object: half-made versions and packages."""
    for folder in place.assembly.iterdir():
        with locked_assembly(place, folder):
            clear_folder(folder)
    with locked(place, WORKSHOPS):
        clear_workshops(place)
    clear_empty_folders(place)


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


def _require_begun(place: Place, package_id: str, number: int, digest: Sha512) -> None:
    found = Intent(version=number, inventory_sha512=digest)
    if find_begun(place.engine, package_id) != found:
        raise RefusedError("A140", package_id, version=number)


def _take_back(place: Place, path: Path, inventory: Inventory) -> None:
    """Take out the version that was moved in without its inventory."""
    leftover = path / f"v{inventory.number + 1}"
    if not leftover.is_dir():
        return
    digest = sha512_of_bytes(_read(leftover / INVENTORY))
    _require_begun(place, inventory.id, inventory.number + 1, digest)
    place.on_step("take back")
    # Out of the store in one step, so that a second kill leaves no half folder in it.
    move(leftover, place.assembling(inventory.id))
    sync(path)
    place.on_step("taken back")
    clear_folder(place.assembling(inventory.id))


def _finish_sidecar(place: Place, path: Path, content: bytes, inventory: Inventory) -> None:
    right = sidecar(content)
    own = path / inventory.head
    if _read(own / INVENTORY) != content or _read(own / SIDECAR) != right:
        raise InputError("A034", own / INVENTORY, reason="inventory.json.sha512")
    if _read(path / SIDECAR) != right:
        place.on_step("finish sidecar")
        aside = place.assembling(inventory.id)
        aside.mkdir()
        (aside / SIDECAR).write_bytes(right)
        sync(aside / SIDECAR)
        place.on_step("sidecar finished")
        move(aside / SIDECAR, path / SIDECAR)
        clear_folder(aside)
