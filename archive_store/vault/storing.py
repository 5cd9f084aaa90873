"""Stores packages: moved in, read back, hashed, entered in the ledger, and only then stored.

Source of the order: architecture of this archive; OAIS (ISO 14721) asks for the same evidence.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_store.vault.intents import Intent, begin
from archive_store.vault.ledger.clock import require_later
from archive_store.vault.ledger.destruction import destruction_of
from archive_store.vault.ledger.entries import STORED, LedgerEntry, NewEntry, append, stored_entries
from archive_store.vault.objects.examine import examine_object
from archive_store.vault.objects.inventory import Inventory, sha512_of_bytes
from archive_store.vault.objects.layout import object_id, walk_store
from archive_store.vault.objects.ocfl import VersionNote, assemble, publish
from archive_store.vault.objects.place import WORKSHOPS, Place, locked, prepare
from archive_store.vault.reading import stored_inventory
from archive_store.vault.recovery import clear_folder, clear_leftovers, settle
from archive_store.vault.room import needs_room
from archive_store.vault.workshop import clear_workshops
from records.digest import Sha512
from records.errors import InputError, RefusedError
from records.package import Damage, Package, StoredPackage

INGEST, REVISION = "ingest", "revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Why a package is stored.

    ``source_digest`` (hexadecimal) stands for everything the package was made from: masters, list
    row, options. The same source is taken in once; a revision keeps the source of what it
    revises. ``expected_version`` is the version that the caller worked from (0: there was none);
    ``None`` means that any will do.
    """

    actor: str
    source_digest: str
    reason: str = INGEST
    expected_version: int | None = None


def store_package(place: Place, package: Package, deposit: Deposit, now: datetime) -> StoredPackage:
    """Make ``package`` the newest version of its object; its folder in staging is used up.

    A package taken in from the source of the newest version changes nothing and gives that
    version. What a killed run left is finished or removed first.

    Raises:
        InputError: A001, a file of the package is gone; A032, damage after storing; A034, the
            object's inventory is damaged.
        RefusedError: A031, another version was stored meanwhile; A037, the store was rolled back;
            A140, the store holds a version that this archive never began.
        SetupError: A003, the disk is full; A035, the package is on another file system than the
            store; A141, the clock went back.
        TransientError: A030, another process is writing this object.
    """
    with needs_room(place.root):
        prepare(place)
        require_later(place.engine, now)
        with locked(place, package.package_id):
            inventory = settle(place, package.package_id)
            if inventory is not None:
                _witness(place, inventory, now)
            if inventory is None or not _is_of(inventory, deposit):
                inventory = _add_version(place, package, inventory, deposit, now)
            clear_folder(package.root)
            return _stored(place, inventory, _witness(place, inventory, now))


def _is_of(inventory: Inventory, deposit: Deposit) -> bool:
    """Whether the newest version was taken in from this very source."""
    return deposit.reason == INGEST and inventory.latest.made_from[0] == deposit.source_digest


def _add_version(
    place: Place, package: Package, before: Inventory | None, deposit: Deposit, now: datetime
) -> Inventory:
    found = before.number if before else 0
    if deposit.expected_version not in {None, found}:
        raise RefusedError(
            "A031", package.package_id, expected=deposit.expected_version, found=found
        )
    made_from = f"source={deposit.source_digest} dossier={package.dossier_code}"
    note = VersionNote(actor=deposit.actor, message=f"{deposit.reason} {made_from}", created=now)
    inventory = assemble(place, package, before, note)
    place.on_step("begin")
    digest = sha512_of_bytes(inventory.text())
    begin(place.engine, inventory.id, Intent(version=inventory.number, inventory_sha512=digest))
    publish(place, inventory)
    return inventory


def find_stored(place: Place, package_id: str) -> StoredPackage | None:
    """The newest version of a package, if the ledger knows it.

    Raises:
        InputError: A036, the store has lost it; A034, its inventory is damaged.
    """
    told = stored_entries(place.engine, package_id)
    if not told:
        return None
    inventory = stored_inventory(place, package_id)
    return _stored(place, inventory, told[-1]) if inventory.number == told[-1].version else None


def recover(place: Place, now: datetime) -> tuple[str, ...]:
    """Finish or remove what killed runs left; give the packages that had to be finished.

    Raises as ``recover_package``, at the first package that a person has to look at.
    """
    prepare(place)
    finished = []
    with needs_room(place.root):
        clear_leftovers(place)
        for path, is_object in tuple(walk_store(place.root)):
            package_id = object_id(path)
            is_gone = destruction_of(place.engine, package_id) is not None
            if not is_object or place.object(package_id) != path or is_gone:
                continue
            with locked(place, package_id):
                before = len(stored_entries(place.engine, package_id))
                inventory = settle(place, package_id)
                if inventory is not None and _witness(place, inventory, now).version > before:
                    finished.append(package_id)
    return tuple(finished)


def recover_package(place: Place, package_id: str, now: datetime) -> StoredPackage | None:
    """Finish or remove what a killed run left of one package; its newest version, if it has one.

    Raises:
        InputError: A032, damage after storing; A034, its inventory is damaged.
        RefusedError: A037, the store was rolled back; A140, it holds a version that this archive
            never began.
        SetupError: A003, the disk is full; A141, the clock went back.
        TransientError: A030, another process is writing this object.
    """
    with locked(place, WORKSHOPS):
        clear_workshops(place)
    with needs_room(place.root), locked(place, package_id):
        inventory = settle(place, package_id)
        return _stored(place, inventory, _witness(place, inventory, now)) if inventory else None


def _witness(place: Place, inventory: Inventory, now: datetime) -> LedgerEntry:
    told = stored_entries(place.engine, inventory.id)
    if told and told[-1].version == inventory.number:
        return told[-1]
    require_later(place.engine, now)
    place.on_step("verify")
    digest = sha512_of_bytes(inventory.text())
    witnessed = {entry.version: entry.inventory_sha512 for entry in told}
    witnessed[inventory.number] = digest
    examined = examine_object(place.object(inventory.id), inventory.id, dict(witnessed))
    for finding in examined.findings:
        raise InputError("A032", inventory.id, path=finding.path, kind=finding.kind)
    place.on_verified(inventory.id, dict(witnessed), now)
    place.on_step("ledger")
    new = NewEntry(
        time=now,
        actor=inventory.latest.user.name,
        action=STORED,
        object_id=inventory.id,
        version=inventory.number,
        inventory_sha512=Sha512(digest),
    )
    return append(place.engine, new)


def _stored(place: Place, inventory: Inventory, entry: LedgerEntry) -> StoredPackage:
    path = place.object(inventory.id)
    contents = [
        (path / inventory.manifest[digest][0], len(names))
        for digest, names in inventory.latest.state.items()
    ]
    return StoredPackage(
        package_id=inventory.id,
        dossier_code=inventory.latest.made_from[1],
        version=inventory.number,
        object_path=path,
        inventory_sha512=entry.inventory_sha512,
        files=sum(count for _, count in contents),
        size_bytes=sum(_size(inventory.id, file) * count for file, count in contents),
        ledger_position=entry.seq,
    )


def _size(package_id: str, file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError as error:
        lost = file.name
        raise InputError("A032", package_id, path=lost, kind=Damage.MISSING) from error
