"""A quick look over the whole store, without reading it: what is gone, older, or belongs nowhere.

Accuses no package: what looks wrong is only read before everything else, under its lock.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from archive_store.vault.audit.foundations import check_intents, check_root
from archive_store.vault.audit.order import known_among, newest_inventories
from archive_store.vault.database.tables import INTENT
from archive_store.vault.ledger.destruction import destruction_of
from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.inventory import INVENTORY, sha512_of_bytes
from archive_store.vault.objects.layout import object_id, walk_store
from archive_store.vault.objects.place import Place, locked
from records.package import Damage, FixityFinding, Witness

BATCH = 500


def look(
    place: Place, after: str, is_over: Callable[[], bool], batch: int = BATCH
) -> tuple[tuple[str, ...], str]:
    """The doubtful packages behind ``after``, and how far the look came; empty at the end.

    ``is_over`` is asked after each ``batch`` packages.
    """
    doubtful: list[str] = []
    for number, (package_id, digest) in enumerate(newest_inventories(place.engine, after), 1):
        if _inventory_digest(place.object(package_id)) != digest:
            doubtful.append(package_id)
        if number % batch == 0 and is_over():
            return tuple(doubtful), package_id
    return tuple(doubtful), ""


def strangers(place: Place) -> Iterator[FixityFinding]:
    """What the ledger does not know or fit: in the store, its own files, and notes of versions."""
    for package_id in check_intents(place.engine):
        name = f"{INTENT.name}: {package_id}"
        yield FixityFinding(package_id="", path=name, kind=Damage.CHANGED, against=Witness.LEDGER)
    for path, kind in check_root(place.root):
        name = path.relative_to(place.root).as_posix()
        yield FixityFinding(package_id="", path=name, kind=kind, against=Witness.LEDGER)
    waiting: list[Path] = []
    for path, is_object in walk_store(place.root):
        if not is_object:
            yield _untracked(place, path)
            continue
        waiting.append(path)
        if len(waiting) == BATCH:
            yield from _unknown(place, waiting)
            waiting.clear()
    yield from _unknown(place, waiting)


def _unknown(place: Place, folders: list[Path]) -> Iterator[FixityFinding]:
    known = known_among(place.engine, tuple(object_id(folder) for folder in folders))
    places = {place.object(package_id) for package_id in known}
    for folder in folders:
        if folder not in places and not _arrived_meanwhile(place, folder):
            yield _unlawful(place, folder)


def _unlawful(place: Place, folder: Path) -> FixityFinding:
    """What lies there: of nobody, or of an object whose bytes should be gone."""
    found = _untracked(place, folder)
    is_destroyed = destruction_of(place.engine, object_id(folder)) is not None
    return replace(found, against=Witness.DISPOSAL) if is_destroyed else found


def _arrived_meanwhile(place: Place, folder: Path) -> bool:
    package_id = object_id(folder)
    with locked(place, package_id):
        # Its writer may also have taken it back while we waited.
        return not folder.exists() or (
            folder == place.object(package_id) and bool(stored_entries(place.engine, package_id))
        )


def _untracked(place: Place, path: Path) -> FixityFinding:
    name = path.relative_to(place.root).as_posix()
    return FixityFinding(package_id="", path=name, kind=Damage.UNTRACKED, against=Witness.LEDGER)


def _inventory_digest(folder: Path) -> str | None:
    try:
        return sha512_of_bytes((folder / INVENTORY).read_bytes())
    except OSError:
        return None
