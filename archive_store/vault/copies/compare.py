"""Reads copies to the last byte and compares them with what the ledger saw.

Names copy and file of everything that differs; mends nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from archive_store.vault.copies.held import CopyFinding, Held, Standing, note
from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.plan import Witnessed, expected_files, find_inventory, witnessed_of
from archive_store.vault.copies.shelf import IRREGULAR, Copy, Shelf, digest_of
from archive_store.vault.objects.inventory import INVENTORY, SIDECAR, Inventory
from archive_store.vault.objects.layout import TUPLES
from archive_store.vault.objects.place import Place, locked
from archive_store.vault.objects.storage_root import root_files
from records.package import Damage

WHOLE = "."


def compare_copies(
    place: Place,
    copies: Iterable[Copy],
    package_ids: tuple[str, ...],
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Held, ...]:
    """How each copy stands in each package after every byte was read; noted for later reports.

    Raises:
        OSError: a copy cannot be reached.
        TransientError: A030, an object is being written there for more than a minute.
    """
    told, asked = [], [(copy, each) for copy in copies for each in package_ids]
    for copy, package_id in asked:
        known = witnessed_of(place.engine, package_id)
        if known is not None:
            with locked(place, f"copy {copy.name} {package_id}"):
                told.append(examine_copy(place, copy, known))
            note(place.engine, told[-1], now)
        progress(len(told), len(asked))
    return tuple(told)


def examine_copy(place: Place, copy: Copy, known: Witnessed) -> Held:
    """How a copy stands in one object, every byte read.

    Raises:
        OSError: the copy cannot be reached.
    """
    sizes = copy.shelf.list_files(f"{copy.shelf.store}/{known.folder}")
    found = read_object(copy.shelf, known)
    if not found:
        return _held(copy, known, Standing.MISSING, {WHOLE: Damage.MISSING}, sizes)
    versions = [n for n, digest in known.digests.items() if digest == found.get(INVENTORY)]
    version = versions[0] if versions else known.newest
    inventory = find_inventory(known, version, (copy.shelf, archive_shelf(place)))
    if inventory is None:
        return _held(copy, known, Standing.DAMAGED, {INVENTORY: Damage.CHANGED}, sizes)
    damage = compare_files(known, inventory, found)
    if damage:
        return _held(copy, known, Standing.DAMAGED, damage, sizes)
    standing = Standing.IN_STEP if version == known.newest else Standing.BEHIND
    return _held(copy, known, standing, {}, sizes, version)


def strangers(place: Place, copy: Copy) -> Iterator[CopyFinding]:
    """What lies in the copy's store and no ledger entry knows: objects, and files beside them.

    Raises:
        OSError: the copy cannot be reached.
    """
    tops = {}
    for path in copy.shelf.list_files(copy.shelf.store):
        parts = PurePosixPath(path).parts
        is_object = len(parts) > TUPLES + 1 and parts[0] != "extensions"
        tops["/".join(parts[: TUPLES + 1]) if is_object else path] = is_object
    for path, is_object in sorted(tops.items()):
        package_id = unquote(path.rpartition("/")[2]) if is_object else ""
        known = witnessed_of(place.engine, package_id) if is_object else None
        if path not in root_files() and (known is None or known.folder != path):
            yield CopyFinding(
                copy=copy.name,
                package_id="",
                path=f"{copy.shelf.store}/{path}",
                kind=Damage.UNTRACKED,
            )


def read_object(shelf: Shelf, known: Witnessed) -> dict[str, str | Damage]:
    """Every file of an object with its SHA-512 as it lies on a shelf, or why there is none.

    Raises:
        OSError: the shelf cannot be reached.
    """
    folder = f"{shelf.store}/{known.folder}"
    return {
        path: Damage.CHANGED if size == IRREGULAR else digest_of(shelf, f"{folder}/{path}")
        for path, size in shelf.list_files(folder).items()
    }


def compare_files(
    known: Witnessed, inventory: Inventory, found: dict[str, str | Damage]
) -> dict[str, Damage]:
    """Every file that differs from what the ledger saw of the inventory's version, and how."""
    expected = expected_files(known, inventory)
    damage = {}
    for path, digest in expected.items():
        there = found.get(path, Damage.MISSING)
        if there != digest:
            damage[path] = there if isinstance(there, Damage) else Damage.CHANGED
    # Of a newer version that a killed run began to bring; the next one goes on there.
    coming = tuple(f"v{n}/" for n in known.digests if n > inventory.number)
    if coming and damage.get(SIDECAR) is Damage.CHANGED:
        del damage[SIDECAR]
    alien = (path for path in found.keys() - expected.keys() if not path.startswith(coming))
    return damage | dict.fromkeys(sorted(alien), Damage.UNTRACKED)


def _held(
    copy: Copy, known: Witnessed, standing: Standing, damage: dict[str, Damage],
    sizes: dict[str, int], version: int = 0,
) -> Held:  # fmt: skip
    findings = tuple(
        CopyFinding(copy=copy.name, package_id=known.package_id, path=path, kind=kind)
        for path, kind in sorted(damage.items())
    )
    return Held(
        copy=copy.name,
        package_id=known.package_id,
        version=version,
        standing=standing,
        findings=() if standing is Standing.MISSING else findings,
        files=len(sizes),
        size_bytes=sum(max(size, 0) for size in sizes.values()),
    )
