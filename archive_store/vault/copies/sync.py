"""Brings a copy into step with the archive, object by object: only what is new is written.

What a copy has already is never written over; damage in it is told and left to ``repair``.
"""

from archive_store.vault.copies.compare import examine_copy
from archive_store.vault.copies.held import CopyFinding, Held, Standing, last_seen
from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.plan import Witnessed, expected_files, find_inventory
from archive_store.vault.copies.shelf import Copy, digest_of
from archive_store.vault.copies.writing import put_object
from archive_store.vault.objects.inventory import INVENTORY, SIDECAR
from archive_store.vault.objects.place import Place, locked
from records.errors import InputError
from records.package import Damage

STORE = "store"
"""The name of the archive's own store where copies are named."""


def copy_object(place: Place, copy: Copy, known: Witnessed) -> Held:
    """Write what the copy lacks of an object, read it back, and tell how the copy stands then.

    Raises:
        InputError: A034, the store's own inventory is damaged.
        RefusedError: A084, a file of the store is damaged: nothing of it was passed on.
        SetupError: A085, the copy gives back something else than it was given.
        TransientError: A030, another process is writing this object there.
        OSError: the copy cannot be reached, or is full.
    """
    with locked(place, f"copy {copy.name} {known.package_id}"):
        # Damage that was read once is not taken for mended because names and sizes are right.
        noted = last_seen(place.engine, copy.name, known.package_id).get(known.package_id)
        is_doubted = noted is not None and noted[1] is Standing.DAMAGED
        seen = examine_copy(place, copy, known) if is_doubted else glance(copy, known)
        if seen.standing in {Standing.DAMAGED, Standing.IN_STEP}:
            return seen
        store = archive_shelf(place)
        inventory = find_inventory(known, known.newest, (store,))
        if inventory is None:
            raise InputError("A034", place.object(known.package_id) / INVENTORY, reason="SHA-512")
        files = expected_files(known, inventory)
        if seen.version:
            had = find_inventory(known, seen.version, (copy.shelf,))
            kept = expected_files(known, had).keys() - {INVENTORY, SIDECAR} if had else set()
            files = {path: digest for path, digest in files.items() if path not in kept}
        came = put_object(copy.shelf, known, files, ((STORE, store),), place.on_step)
        sizes = copy.shelf.list_files(f"{copy.shelf.store}/{known.folder}")
        return Held(
            copy=copy.name,
            package_id=known.package_id,
            version=known.newest,
            standing=Standing.IN_STEP,
            files=len(came),
            size_bytes=sum(max(sizes.get(path, 0), 0) for path in came),
        )


def glance(copy: Copy, known: Witnessed) -> Held:
    """How the copy stands by its inventory and the names it has; nothing else is read.

    Raises:
        OSError: the copy cannot be reached.
    """
    folder = f"{copy.shelf.store}/{known.folder}"
    there = copy.shelf.list_files(folder)
    if INVENTORY not in there:
        return _held(copy, known, 0, Standing.MISSING, {})
    digest = digest_of(copy.shelf, f"{folder}/{INVENTORY}")
    versions = [number for number, right in known.digests.items() if right == digest]
    inventory = find_inventory(known, versions[0], (copy.shelf,)) if versions else None
    if inventory is None:
        return _held(copy, known, 0, Standing.DAMAGED, {INVENTORY: Damage.CHANGED})
    version = inventory.number
    lacking = expected_files(known, inventory).keys() - there.keys()
    if lacking:
        gone = dict.fromkeys(sorted(lacking), Damage.MISSING)
        return _held(copy, known, version, Standing.DAMAGED, gone)
    standing = Standing.IN_STEP if version == known.newest else Standing.BEHIND
    return _held(copy, known, version, standing, {})


def _held(
    copy: Copy, known: Witnessed, version: int, standing: Standing, damage: dict[str, Damage]
) -> Held:
    findings = tuple(
        CopyFinding(copy=copy.name, package_id=known.package_id, path=path, kind=kind)
        for path, kind in damage.items()
    )
    return Held(
        copy=copy.name,
        package_id=known.package_id,
        version=version,
        standing=standing,
        findings=findings,
    )
