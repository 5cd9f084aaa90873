"""What an object's inventory says of its newest version, for those who compare it with more.

Reads nothing from the disk.
"""

from dataclasses import dataclass
from datetime import datetime

from archive_store.package.layout import MASTER_DATA, RECORD
from archive_store.vault.objects.hashing import Reading
from archive_store.vault.objects.inventory import Inventory
from records.digest import Sha256, Sha512


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """A delivered scan: its path in the package, in the object, and its SHA-256 as read now."""

    name: str
    path: str
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """The newest version of an object, ``size_bytes`` as they lie on the disk now.

    ``record`` is the path in the object of the dossier's own description; ``lost_masters`` are
    paths of scans that an earlier version held and this one does not.
    """

    version: int
    created: datetime
    dossier_code: str
    inventory_sha512: Sha512
    files: int
    size_bytes: int
    record: str | None
    masters: tuple[Master, ...]
    lost_masters: tuple[str, ...]


def facts_of(inventory: Inventory, digest: Sha512, read: Reading) -> VersionFacts:
    """The facts of the newest version; ``digest`` is the inventory's."""
    latest, manifest = inventory.latest, inventory.manifest
    places = {path: manifest[digest][0] for digest, paths in latest.state.items() for path in paths}
    # By the whole path in the package: one that came from elsewhere keeps another record inside.
    named = {path.partition("/")[2]: place for path, place in places.items()}
    return VersionFacts(
        version=inventory.number,
        created=latest.created,
        dossier_code=latest.made_from[1],
        inventory_sha512=digest,
        files=len(places),
        size_bytes=sum(read.sizes.get(place, 0) for place in places.values()),
        record=named.get(RECORD),
        masters=tuple(
            Master(name=name, path=place, sha256=read.sha256[place])
            for name, place in sorted(named.items())
            if place in read.sha256 and name.startswith(MASTER_DATA)
        ),
        lost_masters=tuple(sorted(_lost_masters(inventory))),
    )


def _lost_masters(inventory: Inventory) -> set[str]:
    kept = inventory.latest.state.keys()
    return {
        inventory.manifest[digest][0]
        for block in inventory.versions.values()
        for digest, paths in block.state.items()
        if digest not in kept and any(MASTER_DATA in path for path in paths)
    }
