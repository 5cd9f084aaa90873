"""Pages into generations: replacing them in the live one, building another from scratch."""

from collections.abc import Iterable, Mapping

from records.errors import RefusedError, SetupError
from records.hit import IndexedDossier, IndexedPage
from search.engine import CLASSES, Build, Engine, Generation, Shelved

STEP_PAGES = 5_000


def replace_pages(generation: Generation, pages: Mapping[str, IndexedPage]) -> None:
    """Put ``pages`` (by id) in the index of their class, and take them out of every other.

    They leave the other classes first, so that a crash in between hides a page, never shows it.

    Raises:
        RefusedError: a page is of a class that is never indexed.
    """
    for level in CLASSES:
        index = generation.of(level)
        strangers = {key for key, page in pages.items() if page.access is not level}
        gone = strangers.intersection(index.ids()) if strangers else ()
        if gone:
            removed = [("id", key) for key in sorted(gone)]
            index.change((), remove=removed, squeeze=True)
    _require_classes(pages)
    for level in CLASSES:
        added = {key: page for key, page in pages.items() if page.access is level}
        if added:
            replaced = [("id", key) for key in added]
            generation.of(level).change(added.values(), remove=replaced)


def build_generation(
    engine: Engine, dossiers: Iterable[IndexedDossier], step_pages: int = STEP_PAGES
) -> None:
    """Index ``dossiers`` in a generation beside the live one; switch when it holds all of them.

    A dossier that an earlier run noted is not read again, unless it has changed since.
    """
    build = engine.begin()
    if not _is_sound(build):
        # Files of the engine that a kill or a full disk left unreadable.
        engine.abandon()
        build = engine.begin()
    expected: list[str] = []
    seen: set[str] = set()
    step: dict[str, tuple[IndexedDossier, dict[str, IndexedPage]]] = {}
    waiting = 0
    for dossier in dossiers:
        seen.add(dossier.code)
        known = build.done.get(dossier.code)
        if known is not None and known.fingerprint == dossier.fingerprint:
            expected.extend(known.page_ids)
            continue
        if known is not None:
            _forget(build.generation, dossier.code)
        pages = {page.page_id: page for page in dossier.read_pages()}
        step[dossier.code] = dossier, pages
        waiting += len(pages)
        if waiting >= step_pages:
            expected += _shelve(build, step)
            step, waiting = {}, 0
    expected += _shelve(build, step)
    for code in build.done.keys() - seen:
        _forget(build.generation, code)
    engine.publish(build.generation, expected=expected, entries=_ids(build.generation))


def _is_sound(build: Build) -> bool:
    """Take out what an earlier run did not come to note; false where noted pages are lost."""
    noted = {key for shelved in build.done.values() for key in shelved.page_ids}
    try:
        there = {level: set(build.generation.of(level).ids()) for level in CLASSES}
        for level, ids in there.items():
            if more := sorted(ids - noted):
                build.generation.of(level).change((), remove=[("id", key) for key in more])
    except SetupError:
        return False
    return not noted.difference(*there.values()) if noted else True


def _shelve(
    build: Build, step: Mapping[str, tuple[IndexedDossier, dict[str, IndexedPage]]]
) -> list[str]:
    pages = {key: page for _, each in step.values() for key, page in each.items()}
    _require_classes(pages)
    for level in CLASSES:
        if added := [page for page in pages.values() if page.access is level]:
            build.generation.of(level).change(added)
    build.note(
        Shelved(code=code, fingerprint=dossier.fingerprint, page_ids=tuple(each))
        for code, (dossier, each) in step.items()
    )
    return list(pages)


def _forget(generation: Generation, code: str) -> None:
    for level in CLASSES:
        generation.of(level).change((), remove=[("dossier", code)], squeeze=True)


def _ids(generation: Generation) -> list[str]:
    return [key for level in CLASSES for key in generation.of(level).ids()]


def _require_classes(pages: Mapping[str, IndexedPage]) -> None:
    refused = next((key for key, page in pages.items() if page.access not in CLASSES), None)
    if refused is not None:
        raise RefusedError("S001", refused)
