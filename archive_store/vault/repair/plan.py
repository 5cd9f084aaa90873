"""Plans a repair: what is wrong with an object, and which copy has each file as the ledger saw it.

Only reads. Where one file has no sound copy left the whole repair is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from archive_store.vault.copies.compare import compare_files, read_object
from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.plan import Witnessed, expected_files, find_inventory, generated
from archive_store.vault.copies.shelf import Copy, digest_of
from archive_store.vault.copies.sync import STORE
from archive_store.vault.copies.writing import GENERATED, places_of
from archive_store.vault.objects.inventory import INVENTORY, Inventory, sha512_of_bytes
from archive_store.vault.objects.place import Place
from records.errors import RefusedError
from records.package import Damage

ASIDE = "quarantine/repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedFile:
    """One file: what is wrong with it, and the name of the copy that has it right.

    ``source`` is ``None`` for what does not belong there, and ``ledger`` for what the ledger alone
    tells.
    """

    path: str
    kind: Damage
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What is, or was, repaired of one object; ``aside`` is where the wrong files lie now."""

    package_id: str
    version: int
    target: str
    files: tuple[MendedFile, ...]
    aside: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who repairs what from where; ``sources`` are tried in their order.

    ``unreached`` names copies that would have been asked had they been there.
    """

    target: Copy
    sources: tuple[Copy, ...]
    by: str
    now: datetime
    unreached: tuple[str, ...] = ()


def the_store(place: Place) -> Copy:
    """The archive's own store as something that is repaired, or repaired from."""
    return Copy(name=STORE, shelf=archive_shelf(place))


def plan_repair(known: Witnessed, order: Order) -> Repair:
    """What is wrong with the object at the target, and from where each file would come.

    Raises:
        RefusedError: A084, a file has no sound copy left; tells what was tried.
        OSError: a copy cannot be reached.
    """
    inventory = inventory_for(known, order)
    expected = expected_files(known, inventory)
    damage = compare_files(known, inventory, read_object(order.target.shelf, known))
    files = tuple(
        MendedFile(path=path, kind=kind, source=_source(known, order, path, expected.get(path)))
        for path, kind in damage.items()
    )
    return Repair(
        package_id=known.package_id,
        version=known.newest,
        target=order.target.name,
        files=files,
        aside=_aside(known, order) if files else None,
    )


def _source(known: Witnessed, order: Order, path: str, digest: str | None) -> str | None:
    if digest is None:
        return None
    if generated(known, path) is not None:
        return GENERATED
    tried = []
    for each in (order.target, *order.sources):
        for place in places_of(known, path):
            found = digest_of(each.shelf, f"{each.shelf.store}/{known.folder}/{place}")
            if found == digest:
                return each.name
            tried.append(f"{each.name}: {found if isinstance(found, Damage) else Damage.CHANGED}")
    raise RefusedError("A084", known.package_id, path=path, tried=_tried(tried, order))


def inventory_for(known: Witnessed, order: Order) -> Inventory:
    """The newest inventory, wherever a sound one lies; raises as ``plan_repair``."""
    asked = (order.target, *order.sources)
    found = find_inventory(known, known.newest, (each.shelf for each in asked))
    if found is None:
        tried = _tried([each.name for each in asked], order)
        raise RefusedError("A084", known.package_id, path=INVENTORY, tried=tried)
    return found


def _tried(tried: Iterable[str], order: Order) -> str:
    return ", ".join([*dict.fromkeys(tried), *(f"{name}: –" for name in order.unreached)])


def _aside(known: Witnessed, order: Order) -> str:
    short = sha512_of_bytes(known.package_id.encode())[:16]
    return f"{ASIDE}/{order.now:%Y%m%dT%H%M%S%f}-{short}"
