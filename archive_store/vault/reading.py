"""Reads from the store: where a file lies, which files there are; changes nothing."""

from pathlib import Path

from archive_store.vault.objects.inventory import INVENTORY, Inventory, read_inventory
from archive_store.vault.objects.place import Place
from records.errors import InputError


def read_file(place: Place, package_id: str, path: str, version: int | None = None) -> Path:
    """Where the package's file ``path`` (relative to the package's root) of a version lies.

    Raises:
        InputError: A036, no such package, version or file; A034, the inventory is damaged.
    """
    inventory = stored_inventory(place, package_id)
    asked = f"v{version}" if version is not None else inventory.head
    found = inventory.content(f"{_top(inventory)}/{path}", asked)
    if found is None:
        raise InputError("A036", package_id, path=path)
    return place.object(package_id) / found[0]


def list_files(place: Place, package_id: str) -> tuple[str, ...]:
    """The files of the newest version, relative to the package's root, sorted.

    Raises:
        InputError: A036, no such package; A034, the inventory is damaged.
    """
    inventory = stored_inventory(place, package_id)
    top = f"{_top(inventory)}/"
    paths = (path for paths in inventory.latest.state.values() for path in paths)
    return tuple(sorted(path.removeprefix(top) for path in paths))


def read_digest(place: Place, package_id: str, path: str) -> str:
    """The SHA-512 that the newest version's file ``path`` has to have, in hexadecimal digits.

    Raises:
        InputError: A036, no such package or file; A034, the inventory is damaged.
    """
    inventory = stored_inventory(place, package_id)
    logical = f"{_top(inventory)}/{path}"
    for digest, names in inventory.latest.state.items():
        if logical in names:
            return digest
    raise InputError("A036", package_id, path=path)


def stored_inventory(place: Place, package_id: str) -> Inventory:
    """A package's inventory as it lies in the store.

    Raises:
        InputError: A036, no such package; A034, the inventory is damaged.
    """
    file = place.object(package_id) / INVENTORY
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise InputError("A036", package_id, path=package_id) from error
    return read_inventory(content, file)


def _top(inventory: Inventory) -> str:
    return next(iter(inventory.latest.state.values()))[0].split("/")[0]
