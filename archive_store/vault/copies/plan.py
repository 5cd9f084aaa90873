"""Which files an object must consist of, by the ledger: what copying, repair and restore go by.

The ledger's digest of the inventory decides, never a majority of copies: copies are made from one
another, so one mistake can be in most of them, and the ledger alone has saved heads outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from archive_store.vault.copies.shelf import Shelf, digest_of, read_bytes
from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    read_inventory,
    sha512_of_bytes,
    sidecar_of,
)
from archive_store.vault.objects.layout import OBJECT_MARKER, object_path
from archive_store.vault.objects.ocfl import MARKER_TEXT
from records.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """An object as the ledger knows it: the SHA-512 of its inventory by version."""

    package_id: str
    digests: dict[int, str]

    @property
    def newest(self) -> int:
        """The newest version."""
        return max(self.digests)

    @property
    def folder(self) -> str:
        """The object's folder inside any storage root."""
        return object_path(Path(), self.package_id).as_posix()


def witnessed_of(engine: Engine, package_id: str) -> Witnessed | None:
    """What the ledger knows of an object, if anything."""
    told = stored_entries(engine, package_id)
    digests: dict[int, str] = {each.version: each.inventory_sha512 for each in told}
    return Witnessed(package_id=package_id, digests=digests) if digests else None


def find_inventory(known: Witnessed, version: int, shelves: Iterable[Shelf]) -> Inventory | None:
    """The inventory of a version, from the first shelf that has it as the ledger saw it.

    Raises:
        OSError: a shelf cannot be reached.
    """
    right = known.digests[version]
    for shelf in shelves:
        for name in (INVENTORY, f"v{version}/{INVENTORY}"):
            path = f"{shelf.store}/{known.folder}/{name}"
            if digest_of(shelf, path) == right:
                return read_inventory(read_bytes(shelf, path), path)
    return None


def expected_files(known: Witnessed, inventory: Inventory) -> dict[str, str]:
    """Every file of the object at this version with its SHA-512, the inventory last.

    Raises:
        InputError: A034, the ledger does not know a version that the inventory names.
    """
    unknown = [n for n in range(1, inventory.number + 1) if n not in known.digests]
    if unknown or inventory.id != known.package_id:
        raise InputError("A034", known.package_id, reason=f"v{unknown}")
    files = {path: digest for digest, paths in inventory.manifest.items() for path in paths}
    for number in range(1, inventory.number + 1):
        files[f"v{number}/{SIDECAR}"] = sidecar_digest(known.digests[number])
        files[f"v{number}/{INVENTORY}"] = known.digests[number]
    files[OBJECT_MARKER] = sha512_of_bytes(MARKER_TEXT)
    files[SIDECAR] = sidecar_digest(known.digests[inventory.number])
    files[INVENTORY] = known.digests[inventory.number]
    return files


def generated(known: Witnessed, path: str) -> bytes | None:
    """The content of a file that follows from the ledger alone, or ``None``."""
    if path == OBJECT_MARKER:
        return MARKER_TEXT
    if not path.endswith(SIDECAR) or path.count("/") > 1:
        return None
    number = int(path.split("/", maxsplit=1)[0].removeprefix("v")) if "/" in path else known.newest
    return sidecar_of(known.digests[number])


def sidecar_digest(digest: str) -> str:
    """The SHA-512 of the sidecar of an inventory with this digest."""
    return sha512_of_bytes(sidecar_of(digest))
