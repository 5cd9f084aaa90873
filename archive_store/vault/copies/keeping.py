"""Second copies: every stored version goes to each of them, and what could not is caught up later.

Nothing here stops a package from being stored: a disk that is away leaves the copy behind, which
every report tells until ``sync`` has caught up.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from archive_store.vault.copies.held import Held, note, pending
from archive_store.vault.copies.opening import CopyPlace, open_copy
from archive_store.vault.copies.plan import Witnessed, witnessed_of
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.copies.sync import copy_object
from archive_store.vault.objects.place import Place
from records.errors import ArchiveError, InputError, RefusedError, TransientError
from records.problem import Problem

AWAY_SECONDS = 60.0
"""So long after a failure a copy is not tried again by the same process, so as not to wait."""


class Following:
    """Brings each version to all copies as soon as it has been read back from the store."""

    def __init__(self, place: Place, copies: tuple[CopyPlace, ...]) -> None:
        self._place = place
        self._copies = copies
        self._away: dict[str, float] = {}

    def __call__(self, package_id: str, digests: dict[int, str], now: datetime) -> None:
        """Copy the newest of the versions in ``digests``; what fails is told in the log."""
        known = Witnessed(package_id=package_id, digests=digests)
        for each in self._copies:
            if time.monotonic() - self._away.get(each.name, -AWAY_SECONDS) < AWAY_SECONDS:
                continue
            try:
                held = copy_object(self._place, open_copy(each), known)
            except (ArchiveError, OSError) as error:
                self._away[each.name] = time.monotonic()
                told = f"copy={each.name} package={package_id} error={error}"
                logging.getLogger(__name__).warning(told)
            else:
                note(self._place.engine, held, now)


def sync_objects(
    place: Place, copy: Copy, now: datetime, progress: Callable[[int, int], None]
) -> tuple[tuple[Held, ...], tuple[Problem, ...]]:
    """Bring every package that a copy lacks to it: how it stands in them, and what stayed behind.

    A package that is damaged in the store stays behind and stops no other.

    Raises:
        SetupError, OSError: as ``copy_object``; what was copied before stays copied.
    """
    told: list[Held] = []
    problems: list[Problem] = []
    waiting = pending(place.engine, copy.name)
    for done, package_id in enumerate(waiting):
        progress(done, len(waiting))
        known = witnessed_of(place.engine, package_id)
        if known is None:
            continue
        try:
            told.append(copy_object(place, copy, known))
        except (InputError, RefusedError, TransientError) as error:
            problems.append(error.problem)
        else:
            note(place.engine, told[-1], now)
    progress(len(waiting), len(waiting))
    return tuple(told), tuple(problems)
