"""Repairs a dossier's package from the second copies, or a copy from the store."""

import contextlib
from datetime import datetime

from archive_store.vault.copies.opening import open_copy
from archive_store.vault.copies.plan import Witnessed, witnessed_of
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.repair.plan import Order, Repair, plan_repair, the_store
from archive_store.vault.repair.repairing import repair_object
from flows.archive import Archive
from flows.copying.kept_state import follow
from flows.copying.places import chosen, copy_places
from flows.looking.show import find_row
from flows.machine.full_disk import told_full
from records.errors import ArchiveError, InputError, SetupError


def repair_package(
    archive: Archive, code: str, copy: str | None, by: str, now: datetime, *, is_trial: bool
) -> Repair:
    """Repair what has ``code``: in the store, or in ``copy``; a trial only tells what it would do.

    Raises:
        InputError: F009, nothing has this code; F121, no such copy; A032, damage remains.
        RefusedError: A084, a file has no sound copy left; nothing was changed.
        SetupError: A080, the copy to be repaired cannot be reached or is full; F170, the archive's
            disk is full.
    """
    known = _known(archive, code)
    try:
        order = _order(archive, copy, by, now)
        if is_trial:
            return plan_repair(known, order)
        if copy is None:
            # What a killed run left may be all that is wrong; real damage is told here too.
            with contextlib.suppress(ArchiveError):
                archive.vault.recover_package(known.package_id, now)
            known = _known(archive, known.package_id)
        done = repair_object(archive.vault.place, known, order)
    except OSError as error:
        full = told_full(error, archive.root) if copy is None else None
        place = error.filename or (copy or archive.root)
        raise full or SetupError("A080", copy or "store", url=place, reason=error) from error
    follow(archive, now)
    return done


def _known(archive: Archive, code: str) -> Witnessed:
    known = witnessed_of(archive.engine, code)
    if known is None:
        known = witnessed_of(archive.engine, find_row(archive, code).package_id)
    if known is None:
        raise InputError("F009", code)
    return known


def _order(archive: Archive, copy: str | None, by: str, now: datetime) -> Order:
    store = the_store(archive.vault.place)
    target = store
    if copy is not None:
        (place,) = chosen(archive.root, archive.settings, (copy,))
        target = open_copy(place)
    reached, unreached = _reached(archive)
    sources = (store, *reached) if copy is not None else reached
    return Order(
        target=target,
        sources=tuple(each for each in sources if each.name != target.name),
        by=by,
        now=now,
        unreached=unreached,
    )


def _reached(archive: Archive) -> tuple[tuple[Copy, ...], tuple[str, ...]]:
    reached, unreached = [], []
    for place in copy_places(archive.root, archive.settings):
        try:
            reached.append(open_copy(place))
        except SetupError:
            unreached.append(place.name)
    return tuple(reached), tuple(unreached)
