"""What the inventory promises of a package's files; reads no content."""

from pathlib import Path

from archive_store.vault.objects.place import Place
from archive_store.vault.reading import stored_inventory
from records.digest import Sha512


def promised(place: Place, package_id: str) -> dict[str, tuple[Path, Sha512]]:
    """Where each file of the newest version lies, and its SHA-512, by its path in the package.

    Raises:
        InputError: A036, no such package; A034, the inventory is damaged.
    """
    inventory = stored_inventory(place, package_id)
    folder = place.object(package_id)
    return {
        path.partition("/")[2]: (folder / inventory.manifest[digest][0], Sha512(digest))
        for digest, paths in inventory.latest.state.items()
        for path in paths
    }
