"""Every place that bytes of a dossier lie in: for a dry run, and for the proof afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive_store.vault.copies.held import Standing, last_seen
from archive_store.vault.copies.opening import open_copy
from archive_store.vault.destroying.ordering import rows_about
from archive_store.vault.destroying.remains import left_at, left_in_store
from archive_store.vault.ledger.destruction import destroyed_objects
from flows.archive import Archive
from flows.copying.places import copy_places
from flows.disposing.in_hand import left_in_hand
from records.errors import SetupError
from records.problem import Problem, problem
from retention.disposal.stubs import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Something of a dossier in one place; ``size_bytes`` is ``None`` where it is no file."""

    dossier_code: str
    place: str
    path: str
    size_bytes: int | None


def traces(archive: Archive, target: Target) -> tuple[Trace, ...]:
    """Everything of a dossier that is anywhere within reach."""
    return (*traces_here(archive, target), *_at_copies(archive, target))


def traces_here(archive: Archive, target: Target) -> tuple[Trace, ...]:
    """As ``traces``, in the archive itself."""
    return tuple(_here(archive, target))


def unreached(archive: Archive) -> dict[str, tuple[str, ...]]:
    """By copy: the destroyed packages that it is not known to be rid of."""
    destroyed, found = destroyed_objects(archive.engine), {}
    for place in copy_places(archive.root, archive.settings):
        seen = last_seen(archive.engine, place.name)
        left = tuple(
            package_id
            for package_id in destroyed
            if package_id not in seen or seen[package_id][1] is not Standing.ERASED
        )
        if left:
            found[place.name] = left
    return found


def unreached_problems(archive: Archive) -> tuple[Problem, ...]:
    """A warning for each copy that may still hold what was destroyed."""
    return tuple(
        problem("T064", name, count=len(left)) for name, left in unreached(archive).items()
    )


def _here(archive: Archive, target: Target) -> Iterator[Trace]:
    code = target.dossier_code
    for path, size in left_in_store(archive.vault.place, target.package_id).items():
        yield Trace(dossier_code=code, place="store", path=path, size_bytes=size)
    for found in left_in_hand(archive, target):
        place = "work" if found.is_relative_to(archive.work) else "quarantine"
        name = found.relative_to(archive.root).as_posix()
        yield Trace(dossier_code=code, place=place, path=name, size_bytes=_size(found))
    pages = sum(key.startswith(f"{code}.") for key in archive.index.page_ids())
    if pages:
        yield Trace(dossier_code=code, place="index", path=f"{pages} ×", size_bytes=None)
    rows = rows_about(archive.engine, target.package_id)
    if rows:
        yield Trace(dossier_code=code, place="database", path=f"{rows} ×", size_bytes=None)


def _at_copies(archive: Archive, target: Target) -> Iterator[Trace]:
    for place in copy_places(archive.root, archive.settings):
        try:
            left = left_at(open_copy(place), target.package_id)
        except (SetupError, OSError):
            # It is told as unreached, and is rid of it when it comes back.
            continue
        for path, size in left.items():
            told = f"copy {place.name}"
            yield Trace(dossier_code=target.dossier_code, place=told, path=path, size_bytes=size)


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
