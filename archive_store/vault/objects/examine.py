"""Examines one OCFL object against its inventory and against what the ledger saw of it.

Every file is read once. Finds and names damage; mends nothing.
"""

from dataclasses import dataclass
from pathlib import Path

from archive_store.package.layout import MASTER_DATA
from archive_store.vault.objects.expectation import (
    alien,
    difference,
    expected_content,
    sidecar_digest,
)
from archive_store.vault.objects.hashing import Content, Reading, read_folder
from archive_store.vault.objects.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    read_inventory,
    sha512_of_bytes,
)
from archive_store.vault.objects.version_facts import VersionFacts, facts_of
from records.digest import Sha512
from records.errors import InputError
from records.package import Damage, FixityFinding, Witness

WHOLE = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was read of one object, and everything wrong with it.

    ``newest`` tells of the newest version that the ledger saw; ``None`` without a sound inventory.
    ``position`` is the number of the ledger's entry for that version, as of the reading.
    """

    package_id: str
    files: int
    size_bytes: int
    findings: tuple[FixityFinding, ...]
    newest: VersionFacts | None = None
    position: int | None = None


def examine_object(path: Path, package_id: str, witnessed: dict[int, str]) -> Examination:
    """Hash everything in the folder ``path`` and compare.

    ``witnessed`` gives, by version, the SHA-512 of the inventory as the ledger (or the writer
    itself, just now) saw it; without any, the object is unknown to the ledger.
    """
    if not path.is_dir():
        read = Reading(content={}, sha256={}, sizes={})
        return _told(package_id, read, {WHOLE: Damage.MISSING})
    read = read_folder(path, _is_master)
    if not witnessed:
        return _told(package_id, read, {WHOLE: Damage.UNTRACKED})
    found = read.content
    damage: dict[str, Damage] = {}
    inventory = _trusted(path, found, witnessed)
    expected = expected_content(found, witnessed, inventory)
    for name, digest in expected.items():
        fault = difference(found, name, digest)
        if fault is not None:
            damage[name] = fault
    if damage.get(INVENTORY) is Damage.CHANGED and found[INVENTORY] in witnessed.values():
        damage[INVENTORY] = Damage.ROLLED_BACK
        if found.get(SIDECAR) == sidecar_digest(found[INVENTORY]):
            del damage[SIDECAR]
    if inventory is None or inventory.id != package_id:
        damage.setdefault(INVENTORY, Damage.CHANGED)
        return _told(package_id, read, damage)
    damage |= {name: alien(found[name]) for name in found.keys() - expected.keys()}
    return _told(package_id, read, damage, _facts(inventory, read, witnessed))


def _is_master(name: str) -> bool:
    return MASTER_DATA in name


def _told(
    package_id: str, read: Reading, damage: dict[str, Damage], newest: VersionFacts | None = None
) -> Examination:
    findings = tuple(
        FixityFinding(package_id=package_id, path=name, kind=kind, against=_witness(name))
        for name, kind in sorted(damage.items())
    )
    return Examination(
        package_id=package_id,
        files=len(read.content),
        size_bytes=read.size_bytes,
        findings=findings,
        newest=newest,
    )


def _facts(inventory: Inventory, read: Reading, witnessed: dict[int, str]) -> VersionFacts | None:
    version = max(witnessed)
    copies = (INVENTORY, f"v{version}/{INVENTORY}")
    if all(read.content.get(name) != witnessed[version] for name in copies):
        return None
    return facts_of(inventory, Sha512(witnessed[version]), read)


def _witness(name: str) -> Witness:
    known_to_ledger = name == WHOLE or name.rpartition("/")[2] in {INVENTORY, SIDECAR}
    return Witness.LEDGER if known_to_ledger else Witness.INVENTORY


def _trusted(path: Path, found: Content, witnessed: dict[int, str]) -> Inventory | None:
    """The newest inventory that the ledger saw, wherever a sound copy of it lies."""
    places = {name: digest for name, digest in found.items() if name.endswith(INVENTORY)}
    for version in sorted(witnessed, reverse=True):
        for name in (INVENTORY, f"v{version}/{INVENTORY}"):
            if places.get(name) == witnessed[version]:
                return _parsed(path / name, witnessed[version])
    return _parsed(path / INVENTORY) if INVENTORY in places else None


def _parsed(file: Path, digest: str | None = None) -> Inventory | None:
    """The inventory in ``file``, if its bytes are still those that were hashed."""
    try:
        content = file.read_bytes()
        if digest is not None and sha512_of_bytes(content) != digest:
            return None
        return read_inventory(content, file)
    except (InputError, OSError):
        return None
