"""The second copies of an archive: brought into step, compared, told of."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive_store.vault.copies.compare import compare_copies, strangers
from archive_store.vault.copies.held import (
    CopyFinding,
    Held,
    Standing,
    last_seen,
    newest_versions,
)
from archive_store.vault.copies.keeping import sync_objects
from archive_store.vault.copies.ledger import check_continues, copy_ledger
from archive_store.vault.copies.opening import CopyPlace, open_copy
from archive_store.vault.destroying.erasing import erase_destroyed
from flows.archive import Archive
from flows.copying.kept_state import keep_state
from flows.copying.places import chosen, copy_places
from flows.disposing.places import unreached_problems
from records.errors import ArchiveError, SetupError
from records.problem import Problem
from records.report import Progress, Stage

Watch = Callable[[Progress], None]
UNCOUNTED = frozenset({Standing.EXTRA, Standing.ERASED})
"""Standings of what is none of the packages that the archive keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyTold:
    """How one copy stands, and what was done with it; counts are of packages.

    ``last_seen`` is the oldest moment at which one of them was looked at (ISO 8601). With a
    problem the copy could not be reached, or stayed behind.
    """

    name: str
    url: str
    objects: int
    standings: dict[Standing, int]
    last_seen: str | None
    copied_files: int = 0
    copied_bytes: int = 0
    ledger_entries: int = 0
    erased: tuple[str, ...] = ()
    findings: tuple[CopyFinding, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Whether the copy is not whole and sound."""
        is_whole = self.standings[Standing.IN_STEP] == self.objects
        return not is_whole or bool(self.findings or self.problems)


def list_copies(archive: Archive) -> tuple[CopyTold, ...]:
    """How the copies stand by what was last seen of them, and whether they are there now."""
    told, still = [], {each.subject: each for each in unreached_problems(archive)}
    for place in copy_places(archive.root, archive.settings):
        problems = (still[place.name],) if place.name in still else ()
        try:
            open_copy(place)
        except SetupError as error:
            problems = (error.problem, *problems)
        told.append(replace(_noted(archive, place), problems=problems))
    return tuple(told)


def sync_copies(archive: Archive, names: tuple[str, ...], watch: Watch) -> tuple[CopyTold, ...]:
    """Bring copies (all, or those named) into step: packages, ledger, and what else is needed.

    Raises:
        InputError: F121, there is no copy of this name.
    """
    return tuple(
        _told(archive, place, lambda each=place: _sync(archive, each, watch))  # type: ignore[misc]
        for place in chosen(archive.root, archive.settings, names)
    )


def verify_copies(
    archive: Archive, names: tuple[str, ...], package_ids: tuple[str, ...], watch: Watch
) -> tuple[CopyTold, ...]:
    """Read every byte of copies and compare with the ledger; of all packages, or those named.

    Raises:
        InputError: F121, there is no copy of this name.
        TransientError: A030, an object was being written for more than a minute.
    """
    return tuple(
        _told(archive, place, lambda each=place: _verify(archive, each, package_ids, watch))  # type: ignore[misc]
        for place in chosen(archive.root, archive.settings, names)
    )


def _told(archive: Archive, place: CopyPlace, work: Callable[[], CopyTold]) -> CopyTold:
    try:
        return work()
    except OSError as error:
        away = SetupError("A080", place.name, url=place.url, reason=error)
        return replace(_noted(archive, place), problems=(away.problem,))
    except ArchiveError as error:
        return replace(_noted(archive, place), problems=(error.problem,))


def _sync(archive: Archive, place: CopyPlace, watch: Watch) -> CopyTold:
    now, copy, kept = datetime.now(UTC), open_copy(place), archive.vault.place
    # A ledger that lost its tail must not bring what it no longer knows.
    check_continues(archive.engine, copy)
    held, problems = sync_objects(kept, copy, now, _watching(watch))
    entries = copy_ledger(kept, copy)
    keep_state(archive, copy, now)
    # What was destroyed while this copy was away goes from it as well.
    erased = erase_destroyed(kept, copy, now)
    return replace(
        _noted(archive, place),
        copied_files=sum(each.files for each in held),
        copied_bytes=sum(each.size_bytes for each in held),
        ledger_entries=entries,
        erased=erased,
        findings=_findings(held),
        problems=problems,
    )


def _verify(
    archive: Archive, place: CopyPlace, package_ids: tuple[str, ...], watch: Watch
) -> CopyTold:
    copy, kept = open_copy(place), archive.vault.place
    asked = package_ids or archive.vault.list_packages()
    held = compare_copies(kept, (copy,), asked, datetime.now(UTC), _watching(watch))
    extra = () if package_ids else tuple(strangers(kept, copy))
    check_continues(archive.engine, copy)
    return replace(_noted(archive, place), findings=(*_findings(held), *extra))


def _noted(archive: Archive, place: CopyPlace) -> CopyTold:
    newest, seen = newest_versions(archive.engine), last_seen(archive.engine, place.name)
    standings = Counter(_standing(version, seen.get(each)) for each, version in newest.items())
    return CopyTold(
        name=place.name,
        url=place.url,
        objects=len(newest),
        standings={each: standings[each] for each in Standing if each not in UNCOUNTED},
        last_seen=min((seen[each][2] for each in newest if each in seen), default=None),
    )


def _standing(newest: int, seen: tuple[int, Standing, str] | None) -> Standing:
    if seen is None:
        return Standing.MISSING
    is_older = seen[1] is Standing.IN_STEP and seen[0] < newest
    return Standing.BEHIND if is_older else seen[1]


def _findings(held: tuple[Held, ...]) -> tuple[CopyFinding, ...]:
    return tuple(finding for each in held for finding in each.findings)


def _watching(watch: Watch) -> Callable[[int, int], None]:
    return lambda done, total: watch(Progress(stage=Stage.COPYING, done=done, total=total))
