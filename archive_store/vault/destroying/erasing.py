"""Erases destroyed objects from the store and from copies; each call may be made again.

Only what the ledger says was destroyed is erased. On the medium itself bytes may outlive their
file: that is for whoever owns the disks (docs/howto/disposal.md).
"""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from archive_store.vault.copies.held import Held, Standing, last_seen, note
from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.shelf import Copy, Shelf, read_bytes
from archive_store.vault.copies.state import FOLDER as STATE
from archive_store.vault.database.tables import RECORDS
from archive_store.vault.destroying.remains import asides, held_at, left_at
from archive_store.vault.ledger.destruction import destroyed_objects, destruction_of
from archive_store.vault.objects.durable import move, sync
from archive_store.vault.objects.place import PUBLISHING, WORKSHOPS, Place, locked
from archive_store.vault.recovery import clear_folder
from archive_store.vault.repair.repairing import REPORT
from archive_store.vault.workshop import clear_workshops
from records.errors import RefusedError

DESCRIBING = f'"table": "{RECORDS.name}"'.encode()


def erase_object(place: Place, package_id: str) -> None:
    """Erase an object from the store, from what was put together of it and set aside in repairs.

    Raises:
        RefusedError: A152, the ledger does not say that it was destroyed.
        TransientError: A030, another process is writing it.
    """
    _require_destroyed(place, package_id)
    with locked(place, package_id):
        clear_folder(place.assembling(package_id))
        path, gone = place.object(package_id), place.staging / "erasing"
        if path.exists():
            gone.mkdir(exist_ok=True)
            place.on_step("take out")
            # Out of the store in one step, so that a kill leaves no half object there.
            move(path, gone / path.name)
            sync(path.parent)
    place.on_step("erase")
    clear_folder(place.staging / "erasing" / place.object(package_id).name)
    _erase_asides(archive_shelf(place), package_id)
    with locked(place, WORKSHOPS):
        clear_workshops(place)
    _prune(place, place.object(package_id))


def erase_copy(place: Place, copy: Copy, package_id: str, now: datetime) -> None:
    """Erase an object from a copy, with what came of it on the way, in repairs, and in old states.

    Raises:
        RefusedError: A152, the ledger does not say that it was destroyed.
        OSError: the copy cannot be reached.
    """
    _require_destroyed(place, package_id)
    with locked(place, f"copy {copy.name} {package_id}"):
        for path in held_at(copy, package_id):
            place.on_step(f"erase {path}")
            copy.shelf.remove(path)
        _erase_asides(copy.shelf, package_id)
        _erase_states(copy.shelf)
        note(place.engine, _erased(copy, package_id), now)


def erase_destroyed(place: Place, copy: Copy, now: datetime) -> tuple[str, ...]:
    """Erase from a copy what was destroyed while it was away; the packages that it still had.

    Raises:
        OSError: the copy cannot be reached.
    """
    seen, found = last_seen(place.engine, copy.name), []
    for package_id in destroyed_objects(place.engine):
        noted = seen.get(package_id)
        if noted is None or noted[1] is not Standing.ERASED or left_at(copy, package_id):
            found += [package_id] if left_at(copy, package_id) else []
            erase_copy(place, copy, package_id, now)
    return tuple(found)


def _require_destroyed(place: Place, package_id: str) -> None:
    if destruction_of(place.engine, package_id) is None:
        raise RefusedError("A152", package_id)


def _erase_asides(shelf: Shelf, package_id: str) -> None:
    for folder in tuple(asides(shelf, package_id)):
        # The report goes last: by it a killed run finds the rest.
        for name in shelf.list_files(folder):
            if name != REPORT:
                shelf.remove(f"{folder}/{name}")
        shelf.remove(folder)


def _erase_states(shelf: Shelf) -> None:
    """Remove states of before that older programs kept descriptions of dossiers in."""
    names = shelf.list_files(STATE)
    states = sorted(name for name in names if name.endswith(".json") and "/" not in name)
    speaking = {
        name.removeprefix("files/")
        for name in names
        if name.startswith("files/") and DESCRIBING in read_bytes(shelf, f"{STATE}/{name}")
    }
    for name in states[:-1] if speaking else ():
        told = json.loads(read_bytes(shelf, f"{STATE}/{name}"))
        if found := speaking & set(told["files"].values()):
            shelf.remove(f"{STATE}/{name}")
            for digest in found:
                with suppress(FileNotFoundError):
                    shelf.remove(f"{STATE}/files/{digest}")


def _prune(place: Place, folder: Path) -> None:
    """Remove the folders above an object that hold nothing any more."""
    with locked(place, PUBLISHING), suppress(OSError):
        for each in folder.parents:
            if each == place.root:
                break
            each.rmdir()


def _erased(copy: Copy, package_id: str) -> Held:
    return Held(copy=copy.name, package_id=package_id, version=0, standing=Standing.ERASED)
