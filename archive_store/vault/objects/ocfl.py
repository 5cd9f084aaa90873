"""Writes versions of OCFL objects: put together aside, made durable, then moved in by rename.

The head moves last, so a reader sees the old version or the new one, never half of one.
Judges nothing and keeps no ledger.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_store.vault.objects.durable import move, sync, sync_tree
from archive_store.vault.objects.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    State,
    User,
    VersionBlock,
    sidecar,
)
from archive_store.vault.objects.layout import OBJECT_MARKER
from archive_store.vault.objects.place import PUBLISHING, Place, locked
from records.errors import InputError, SetupError
from records.package import FileEntry, Package

MARKER_TEXT = b"ocfl_object_1.1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionNote:
    """Who makes a version, when, and from what."""

    actor: str
    message: str
    created: datetime


def assemble(
    place: Place, package: Package, previous: Inventory | None, note: VersionNote
) -> Inventory:
    """Move the package's new contents into a version put together aside; give its inventory.

    Raises:
        InputError: A001, a file of the package is gone.
        SetupError: A035, staging and package are on different file systems.
    """
    folder = place.assembling(package.package_id)
    if package.root.stat().st_dev != place.staging.stat().st_dev:
        raise SetupError("A035", package.root)
    number = previous.number + 1 if previous else 1
    known = previous.manifest if previous else {}
    state = _state(package)
    new: State = {
        digest: tuple(f"v{number}/content/{path}" for path in paths)
        for digest, paths in state.items()
        if digest not in known
    }
    place.on_step("content")
    for digest in new:
        for logical, path in zip(state[digest], new[digest], strict=True):
            _move_in(package.root.parent / logical, folder / path)
    user = User(name=note.actor)
    block = VersionBlock(created=note.created, message=note.message, user=user, state=state)
    inventory = (
        previous.followed_by(block, new)
        if previous
        else Inventory(id=package.package_id, head="v1", manifest=new, versions={"v1": block})
    )
    place.on_step("inventory")
    for home in (folder, folder / inventory.head):
        home.mkdir(parents=True, exist_ok=True)
        (home / INVENTORY).write_bytes(inventory.text())
        (home / SIDECAR).write_bytes(sidecar(inventory.text()))
    (folder / OBJECT_MARKER).write_bytes(MARKER_TEXT)
    place.on_step("sync")
    sync_tree(folder)
    return inventory


def publish(place: Place, inventory: Inventory) -> None:
    """Move the version that was put together into the store."""
    folder, target = place.assembling(inventory.id), place.object(inventory.id)
    place.on_step("publish")
    if inventory.number == 1:
        # Nobody may clear away empty folders between their making and the rename.
        with locked(place, PUBLISHING):
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync_all(target.parents, place.root)
            move(folder, target)
    else:
        for name in (inventory.head, INVENTORY, SIDECAR):
            place.on_step(f"publish {name}")
            move(folder / name, target / name)
        shutil.rmtree(folder)
    place.on_step("published")


def _state(package: Package) -> State:
    state: State = {}
    for file in package.files:
        state[file.sha512] = (*state.get(file.sha512, ()), _logical(package, file))
    return state


def _logical(package: Package, file: FileEntry) -> str:
    return f"{package.root.name}/{file.path}"


def _move_in(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.replace(target)
    except FileNotFoundError as error:
        raise InputError("A001", source) from error


def _sync_all(folders: Iterable[Path], top: Path) -> None:
    for folder in folders:
        sync(folder)
        if folder == top:
            return
