"""Which stored packages wait for a second copy; told from notes, so that no copy need be there."""

from archive_store.vault.copies.held import pending
from flows.archive import Archive
from flows.copying.places import copy_places
from records.problem import Problem, problem


def pending_problems(archive: Archive) -> tuple[Problem, ...]:
    """A problem for each copy that lacks something, by what was last seen of it."""
    behind = (
        (each.name, len(pending(archive.engine, each.name)))
        for each in copy_places(archive.root, archive.settings)
    )
    return tuple(problem("F122", name, count=count) for name, count in behind if count)


def pending_copies(archive: Archive, package_id: str) -> tuple[str, ...]:
    """The names of the copies that are not known to hold a package's newest version."""
    names = (each.name for each in copy_places(archive.root, archive.settings))
    return tuple(name for name in names if pending(archive.engine, name, package_id))
