"""Examines one OCFL object against its inventory and against what the ledger saw of it.

Every file is read once. Finds and names damage; mends nothing.
"""

from dataclasses import dataclass
from pathlib import Path

from archive_store.vault.hashing import Content, hash_folder
from archive_store.vault.inventory import (
    INVENTORY,
    SIDECAR,
    Inventory,
    read_inventory,
    sha512_of_bytes,
)
from archive_store.vault.layout import OBJECT_MARKER
from archive_store.vault.ocfl import MARKER_TEXT
from records.errors import InputError
from records.package import Damage, FixityFinding

WHOLE = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was read of one object, and everything wrong with it."""

    files: int
    size_bytes: int
    findings: tuple[FixityFinding, ...]


def examine_object(path: Path, package_id: str, witnessed: dict[int, str]) -> Examination:
    """Hash everything in the folder ``path`` and compare.

    ``witnessed`` gives, by version, the SHA-512 of the inventory as the ledger (or the writer
    itself, just now) saw it; without any, the object is unknown to the ledger.
    """
    if not path.is_dir():
        return _told(package_id, {}, 0, {WHOLE: Damage.MISSING})
    found, size = hash_folder(path)
    if not witnessed:
        return _told(package_id, found, size, {WHOLE: Damage.UNTRACKED})
    damage: dict[str, Damage] = {}
    inventory = _trusted(path, found, witnessed)
    expected = _expected(found, witnessed, inventory)
    for name, digest in expected.items():
        fault = _compare(found.get(name), digest)
        if fault is not None:
            damage[name] = fault
    if damage.get(INVENTORY) is Damage.CHANGED and found[INVENTORY] in witnessed.values():
        damage[INVENTORY] = Damage.ROLLED_BACK
        if found.get(SIDECAR) == _sidecar_digest(found[INVENTORY]):
            del damage[SIDECAR]
    if inventory is None or inventory.id != package_id:
        damage.setdefault(INVENTORY, Damage.CHANGED)
    else:
        damage |= dict.fromkeys(found.keys() - expected.keys(), Damage.UNTRACKED)
    return _told(package_id, found, size, damage)


def _told(
    package_id: str, found: Content, size_bytes: int, damage: dict[str, Damage]
) -> Examination:
    findings = tuple(
        FixityFinding(package_id=package_id, path=name, kind=kind)
        for name, kind in sorted(damage.items())
    )
    return Examination(files=len(found), size_bytes=size_bytes, findings=findings)


def _trusted(path: Path, found: Content, witnessed: dict[int, str]) -> Inventory | None:
    """The newest inventory that the ledger saw, wherever a sound copy of it lies."""
    places = {name: digest for name, digest in found.items() if name.endswith(INVENTORY)}
    for version in sorted(witnessed, reverse=True):
        for name in (INVENTORY, f"v{version}/{INVENTORY}"):
            if places.get(name) == witnessed[version]:
                return _parsed(path / name)
    return _parsed(path / INVENTORY) if INVENTORY in places else None


def _parsed(file: Path) -> Inventory | None:
    try:
        return read_inventory(file.read_bytes(), file)
    except (InputError, OSError):
        return None


def _expected(found: Content, witnessed: dict[int, str], inventory: Inventory | None) -> Content:
    newest = witnessed[max(witnessed)]
    expected: Content = {
        OBJECT_MARKER: sha512_of_bytes(MARKER_TEXT),
        INVENTORY: newest,
        SIDECAR: _sidecar_digest(newest),
    }
    for number in range(1, (inventory.number if inventory else 0) + 1):
        name = f"v{number}/{INVENTORY}"
        digest = witnessed.get(number, found.get(name, Damage.MISSING))
        expected[name] = digest
        expected[f"v{number}/{SIDECAR}"] = _sidecar_digest(digest)
    for digest, paths in inventory.manifest.items() if inventory else ():
        expected |= dict.fromkeys(paths, digest)
    return expected


def _sidecar_digest(digest: str | Damage) -> str | Damage:
    if isinstance(digest, Damage):
        return digest
    return sha512_of_bytes(f"{digest} {INVENTORY}\n".encode())


def _compare(found: str | Damage | None, expected: str | Damage) -> Damage | None:
    if found is None:
        return Damage.MISSING
    if isinstance(found, Damage):
        return found
    return None if found == expected else Damage.CHANGED
