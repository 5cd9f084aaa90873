"""What an OCFL object must hold, by its inventory and by what the ledger saw; and the difference.

Reads nothing from the disk.
"""

from archive_store.vault.objects.hashing import Content
from archive_store.vault.objects.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    sha512_of_bytes,
    sidecar_of,
)
from archive_store.vault.objects.layout import OBJECT_MARKER
from archive_store.vault.objects.ocfl import MARKER_TEXT
from records.package import Damage


def expected_content(
    found: Content, witnessed: dict[int, str], inventory: Inventory | None
) -> Content:
    """The files that must be there; without a sound ``inventory`` only those the ledger fixes."""
    newest = witnessed[max(witnessed)]
    expected: Content = {
        OBJECT_MARKER: sha512_of_bytes(MARKER_TEXT),
        INVENTORY: newest,
        SIDECAR: sidecar_digest(newest),
    }
    for number in range(1, (inventory.number if inventory else 0) + 1):
        name = f"v{number}/{INVENTORY}"
        digest = witnessed.get(number, found.get(name, Damage.MISSING))
        expected[name] = digest
        expected[f"v{number}/{SIDECAR}"] = sidecar_digest(digest)
    for digest, paths in inventory.manifest.items() if inventory else ():
        expected |= dict.fromkeys(paths, digest)
    return expected


def sidecar_digest(digest: str | Damage) -> str | Damage:
    """The SHA-512 that the sidecar of an inventory with this ``digest`` has."""
    if isinstance(digest, Damage):
        return digest
    return sha512_of_bytes(sidecar_of(digest))


def difference(found: Content, name: str, expected: str | Damage) -> Damage | None:
    """What is wrong with the file ``name``, if anything."""
    there = found.get(name)
    if there is None:
        # What lies in a folder that cannot be listed may well be there.
        above = (name[:at] for at, letter in enumerate(name) if letter == "/")
        return Damage.UNREADABLE if any(each in found for each in above) else Damage.MISSING
    if isinstance(there, Damage):
        return there
    return None if there == expected else Damage.CHANGED


def alien(found: str | Damage) -> Damage:
    """What is wrong with something that nothing expects."""
    return Damage.UNREADABLE if found is Damage.UNREADABLE else Damage.UNTRACKED
