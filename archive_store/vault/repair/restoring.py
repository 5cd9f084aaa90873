"""Rebuilds the store of an archive from copies, by a ledger that was taken in before.

Reads the copies only; what is there already and right stays, so a killed run goes on.
"""

from collections.abc import Callable

from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.plan import expected_files, find_inventory, witnessed_of
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.copies.writing import put_object
from archive_store.vault.ledger.entries import stored_packages
from archive_store.vault.objects.inventory import INVENTORY
from archive_store.vault.objects.place import Place, locked
from records.errors import RefusedError
from records.problem import Problem


def restore_objects(
    place: Place, sources: tuple[Copy, ...], progress: Callable[[int, int], None]
) -> tuple[Problem, ...]:
    """Bring every package of the ledger into the store; what no copy has right comes back.

    Raises:
        SetupError: A085, the store gives back something else than it was given.
        OSError: a copy cannot be reached, or the disk is full; run it again.
    """
    problems = []
    waiting = stored_packages(place.engine)
    for done, package_id in enumerate(waiting):
        progress(done, len(waiting))
        try:
            _restore(place, sources, package_id)
        except RefusedError as error:
            problems.append(error.problem)
    progress(len(waiting), len(waiting))
    return tuple(problems)


def _restore(place: Place, sources: tuple[Copy, ...], package_id: str) -> None:
    known = witnessed_of(place.engine, package_id)
    if known is None:
        return
    with locked(place, package_id):
        inventory = find_inventory(known, known.newest, (each.shelf for each in sources))
        if inventory is None:
            tried = ", ".join(each.name for each in sources)
            raise RefusedError("A084", package_id, path=INVENTORY, tried=tried)
        files = expected_files(known, inventory)
        named = tuple((each.name, each.shelf) for each in sources)
        put_object(archive_shelf(place), known, files, named, place.on_step)
