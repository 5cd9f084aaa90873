"""Repairs an object from sound copies: exactly what is damaged, and only as the ledger saw it.

Nothing is deleted: what is wrong is moved aside. Nothing is touched unless all of it can be
repaired.
"""

import json
from dataclasses import asdict
from io import BytesIO

from archive_store.vault.copies.compare import compare_files, read_object
from archive_store.vault.copies.held import Held, Standing, note
from archive_store.vault.copies.plan import Witnessed, expected_files
from archive_store.vault.copies.shelf import Shelf, read_bytes
from archive_store.vault.copies.sync import STORE
from archive_store.vault.copies.writing import stage_files, write_verified
from archive_store.vault.ledger.entries import REPAIRED, REPAIRED_COPY, NewEntry, append
from archive_store.vault.objects.inventory import INVENTORY, sha512_of_bytes
from archive_store.vault.objects.place import Place, locked
from archive_store.vault.repair.plan import (
    ASIDE,
    Order,
    Repair,
    inventory_for,
    plan_repair,
)
from records.digest import Sha512
from records.errors import InputError
from records.package import Damage

REPORT = "repair.json"


def repair_object(place: Place, known: Witnessed, order: Order) -> Repair:
    """Put back what is damaged or missing, move aside what is wrong, verify, enter in the ledger.

    Raises:
        RefusedError: A084, as ``plan_repair``; nothing was changed.
        InputError: A032, there is still damage afterwards.
        SetupError: A085, the target gives back something else than it was given.
        OSError: a copy cannot be reached, or a disk is full; run it again.
    """
    is_store = order.target.name == STORE
    shelf, copy = order.target.shelf, f"copy {order.target.name} {known.package_id}"
    with locked(place, known.package_id if is_store else copy):
        planned = plan_repair(known, order)
        if planned.aside is not None:
            _tell(shelf, planned.aside, {**asdict(planned), "by": order.by, "done": False})
            _mend(place, known, order, planned)
        for aside, told in _untold(shelf, known):
            place.on_step("ledger")
            append(place.engine, _entry(known, order, REPAIRED if is_store else REPAIRED_COPY))
            _tell(shelf, aside, {**told, "done": True})
        if not is_store:
            note(place.engine, _in_step(known, order), order.now)
    return planned


def _mend(place: Place, known: Witnessed, order: Order, planned: Repair) -> None:
    shelf, inventory = order.target.shelf, inventory_for(known, order)
    expected = expected_files(known, inventory)
    wanted = {each.path for each in planned.files if each.source is not None}
    files = {path: digest for path, digest in expected.items() if path in wanted}
    sources = [(each.name, each.shelf) for each in (order.target, *order.sources)]
    folder = f"{shelf.store}/{known.folder}"
    if shelf.stage(folder, INVENTORY) == f"{folder}/{INVENTORY}":
        # Nothing can be staged here: what is wrong has to make way first.
        _move_aside(place, known, shelf, planned)
        stage_files(shelf, known, files, sources, place.on_step)
    else:
        stage_files(shelf, known, files, sources, place.on_step)
        _move_aside(place, known, shelf, planned)
        place.on_step("publish repair")
        shelf.publish(folder, tuple(files))
    place.on_step("verify repair")
    for path, kind in compare_files(known, inventory, read_object(shelf, known)).items():
        raise InputError("A032", known.package_id, path=path, kind=kind)


def _move_aside(place: Place, known: Witnessed, shelf: Shelf, planned: Repair) -> None:
    for each in planned.files:
        if each.kind is not Damage.MISSING:
            place.on_step(f"aside {each.path}")
            source = f"{shelf.store}/{known.folder}/{each.path}"
            name = "object" if each.path == "." else each.path
            shelf.move(source.removesuffix("/."), f"{planned.aside}/{name}")


def _tell(shelf: Shelf, aside: str, told: dict[str, object]) -> None:
    content = json.dumps(told, indent=1, ensure_ascii=False).encode()
    write_verified(shelf, f"{aside}/{REPORT}", sha512_of_bytes(content), BytesIO(content))


def _untold(shelf: Shelf, known: Witnessed) -> list[tuple[str, dict[str, object]]]:
    """The repairs of this object that the ledger does not know: this one, and of killed runs."""
    found = []
    for name in shelf.list_files(ASIDE):
        if name.endswith(f"/{REPORT}") and name.count("/") == 1:
            told = json.loads(read_bytes(shelf, f"{ASIDE}/{name}"))
            if told["package_id"] == known.package_id and not told["done"]:
                found.append((f"{ASIDE}/{name.removesuffix(f'/{REPORT}')}", told))
    return found


def _entry(known: Witnessed, order: Order, action: str) -> NewEntry:
    return NewEntry(
        time=order.now,
        actor=order.by,
        action=action,
        object_id=known.package_id,
        version=known.newest,
        inventory_sha512=Sha512(known.digests[known.newest]),
    )


def _in_step(known: Witnessed, order: Order) -> Held:
    return Held(
        copy=order.target.name,
        package_id=known.package_id,
        version=known.newest,
        standing=Standing.IN_STEP,
    )
