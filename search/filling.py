"""Pages into generations: replacing them in the live one, building another from scratch."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from records.access import AccessLevel
from records.errors import RefusedError, SetupError
from records.hit import IndexedPage
from search.generations import begin_generation, current_generation, publish_generation
from search.whoosh_asking import entry_ids
from search.whoosh_writing import change_index, create_index

CLASSES = {AccessLevel.PUBLIC: "public", AccessLevel.CONDITIONAL: "conditional"}
"""The folder of each access class; a class that is not here is never indexed."""
STEP_PAGES = 5_000


def live_generation(folder: Path) -> Path:
    """The live generation, made empty where there is none; only for who holds the lock.

    Raises:
        SetupError: the pointer names a generation that is not there.
    """
    try:
        live = current_generation(folder)
    except FileNotFoundError as error:
        raise SetupError("S003", folder.name, reason="FileNotFoundError") from error
    if live is not None:
        return live
    started = _begin(folder)
    publish_generation(started, expected=(), entries=())
    return started


def replace_pages(generation: Path, pages: Mapping[str, IndexedPage]) -> None:
    """Put ``pages`` (by id) in the index of their class, and take them out of every other.

    They leave the other classes first, so that a crash in between hides a page, never shows it.

    Raises:
        RefusedError: a page is of a class that is never indexed.
    """
    for level, name in CLASSES.items():
        strangers = {key for key, page in pages.items() if page.access is not level}
        gone = strangers.intersection(entry_ids(generation / name)) if strangers else ()
        if gone:
            removed = [("id", key) for key in sorted(gone)]
            change_index(generation / name, (), remove=removed, squeeze=True)
    refused = next((key for key, page in pages.items() if page.access not in CLASSES), None)
    if refused is not None:
        raise RefusedError("S001", refused)
    for level, name in CLASSES.items():
        added = {key: page for key, page in pages.items() if page.access is level}
        if added:
            replaced = [("id", key) for key in added]
            change_index(generation / name, added.values(), remove=replaced)


def build_generation(folder: Path, pages: Iterable[IndexedPage]) -> None:
    """Index ``pages`` in a generation beside the live one; switch when it holds all of them."""
    started = _begin(folder)
    expected: set[str] = set()
    rest = iter(pages)
    while step := {page.page_id: page for page in islice(rest, STEP_PAGES)}:
        replace_pages(started, step)
        expected.update(step)
    entries = [key for name in CLASSES.values() for key in entry_ids(started / name)]
    publish_generation(started, expected=expected, entries=entries)


def _begin(folder: Path) -> Path:
    started = begin_generation(folder)
    for name in CLASSES.values():
        create_index(started / name)
    return started
