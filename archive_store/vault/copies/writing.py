"""Writes files to a shelf so that each is known to have arrived: hashed on the way, read back.

The source is hashed while it is read, so a damaged file is never passed on.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from io import BytesIO
from typing import BinaryIO

from archive_store.vault.copies.plan import Witnessed, generated
from archive_store.vault.copies.shelf import Shelf, blocks_of, digest_of
from archive_store.vault.objects.inventory import INVENTORY
from records.errors import InputError, RefusedError, SetupError
from records.package import Damage

Named = tuple[str, Shelf]
"""A shelf with the name that people know it by."""
GENERATED = "ledger"
"""Where the content of a file came from when it follows from the ledger alone."""


def write_verified(shelf: Shelf, path: str, digest: str, stream: BinaryIO) -> None:
    """Write what ``stream`` gives to ``path`` and read it back.

    Raises:
        InputError: A086, the source has another digest; nothing was written.
        SetupError: A085, the shelf gives back something else than it was given.
        OSError: the shelf cannot be reached, or is full.
    """
    shelf.write(path, _checked(stream, digest, path))
    found = digest_of(shelf, path)
    if found != digest:
        raise SetupError("A085", path, found=found)


def put_object(
    target: Shelf,
    known: Witnessed,
    files: Mapping[str, str],
    sources: Iterable[Named],
    on_step: Callable[[str], None],
) -> dict[str, str]:
    """Bring ``files`` (path to SHA-512) of an object to ``target``; where each came from.

    What is there and right stays. Nothing shows before all of it has been read back; then the
    versions appear, and the inventory last.

    Raises:
        RefusedError: A084, no source has a file as the ledger saw it.
        SetupError, OSError: as ``write_verified``.
    """
    came = stage_files(target, known, files, sources, on_step)
    on_step("publish copy")
    target.publish(f"{target.store}/{known.folder}", tuple(files))
    return came


def stage_files(
    target: Shelf,
    known: Witnessed,
    files: Mapping[str, str],
    sources: Iterable[Named],
    on_step: Callable[[str], None],
) -> dict[str, str]:
    """As ``put_object``, up to where the files are all there and not yet shown."""
    folder, came, named = f"{target.store}/{known.folder}", {}, tuple(sources)
    there = target.list_files(folder)
    for path, digest in files.items():
        if path in there and digest_of(target, f"{folder}/{path}") == digest:
            continue
        staged = target.stage(folder, path)
        on_step(f"copy {path}")
        if staged == f"{folder}/{path}" or digest_of(target, staged) != digest:
            came[path] = copy_first(target, staged, (known, path, digest), named)
    return came


def copy_first(
    target: Shelf, staged: str, wanted: tuple[Witnessed, str, str], sources: Iterable[Named]
) -> str:
    """Write one file from the first source whose content is right; the name of that source.

    Raises:
        RefusedError: A084, none has it; tells what was tried.
    """
    known, path, digest = wanted
    told = generated(known, path)
    if told is not None:
        write_verified(target, staged, digest, BytesIO(told))
        return GENERATED
    tried = []
    for name, source in sources:
        for place in places_of(known, path):
            fault = _copy(source, f"{source.store}/{known.folder}/{place}", target, staged, digest)
            if fault is None:
                return name
            tried.append(f"{name}: {fault}")
    raise RefusedError("A084", known.package_id, path=path, tried=", ".join(tried) or "–")


def _copy(
    source: Shelf, path: str, target: Shelf, staged: str, digest: str
) -> Damage | None:  # fmt: skip
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(source.open(path))
        except FileNotFoundError:
            return Damage.MISSING
        except OSError:
            return Damage.UNREADABLE
        try:
            write_verified(target, staged, digest, stream)
        except InputError:
            return Damage.CHANGED
    return None


def places_of(known: Witnessed, path: str) -> tuple[str, ...]:
    """Where in an object the content of ``path`` lies: the newest inventory lies there twice."""
    twins = (INVENTORY, f"v{known.newest}/{INVENTORY}")
    return (path, *(each for each in twins if each != path)) if path in twins else (path,)


def _checked(stream: BinaryIO, digest: str, path: str) -> Iterator[bytes]:
    found = hashlib.sha512()
    try:
        for block in blocks_of(stream):
            found.update(block)
            yield block
    except OSError as error:
        # It is the source that cannot be read; what fails at the target is raised there.
        raise InputError("A086", path) from error
    if found.hexdigest() != digest:
        raise InputError("A086", path)
