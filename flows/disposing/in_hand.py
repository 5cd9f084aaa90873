"""Where bytes of a stored dossier lie outside of the store: work in hand and quarantine.

A file belongs to the dossier by its batch, or because its bytes are the dossier's own and no other
dossier of that batch was delivered with the same.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from archive_store import find
from flows.archive import Archive
from flows.taking_in.batches import load_batch, save_batch
from records.batch import Batch
from records.digest import BLOCK_BYTES
from retention.disposal.stubs import Target, find_stub

NOTES = ".problem.json"


def left_in_hand(archive: Archive, target: Target) -> tuple[Path, ...]:
    """Files and folders of the dossier in the work area and in quarantine."""
    found: dict[Path, None] = {}
    owned: dict[str, frozenset[str]] = {}
    for batch in _batches(archive):
        found |= dict.fromkeys(_of_batch(archive, batch, target))
        owned[batch.batch_id] = _of_others(batch, target)
    for top in (archive.work, archive.quarantine):
        for path in _equal_files(top, target):
            batch_id = path.relative_to(top).parts[0]
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest not in owned.get(batch_id, frozenset()):
                found[path] = None
    outer = {path for path in found if _is_ours(archive, path)}
    return tuple(path for path in found if path in outer and outer.isdisjoint(path.parents))


def erase_in_hand(archive: Archive, target: Target) -> None:
    """Remove what ``left_in_hand`` finds, and the dossier from the notes of its batches."""
    for path in left_in_hand(archive, target):
        archive.vault.place.on_step("erase in hand")
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
            path.with_name(f"{path.name}{NOTES}").unlink(missing_ok=True)
    for batch in _batches(archive):
        kept = tuple(each for each in batch.dossiers if each.code != target.dossier_code)
        if len(kept) < len(batch.dossiers):
            folder = archive.work / batch.batch_id
            save_batch(replace(batch, folder=folder, dossiers=kept))


def _batches(archive: Archive) -> Iterator[Batch]:
    for note in sorted(archive.work.glob("*/batch.json")):
        try:
            yield load_batch(archive, note.parent.name)
        except (ValidationError, OSError):
            # Of another program, or gone meanwhile: its files are still compared byte by byte.
            continue


def _of_batch(archive: Archive, batch: Batch, target: Target) -> Iterator[Path]:
    mine = [each for each in batch.dossiers if each.code == target.dossier_code]
    folder = archive.work / batch.batch_id
    others = _of_others(batch, target)
    for digest in target.received:
        if digest not in others:
            yield from folder.glob(f"pages/{digest[:16]}-*")
    if not mine:
        return
    rest = [each.code for each in batch.dossiers if each.code != target.dossier_code]
    if all(_is_settled(archive, code) for code in rest):
        # Nobody needs it any more; its list describes the dossier, too.
        yield folder
    folders = {each.file.name.parent for one in mine for each in one.documents}
    folders -= {
        each.file.name.parent
        for one in batch.dossiers
        if one.code != target.dossier_code
        for each in one.documents
    }
    for name in sorted(folders):
        if name.parts:
            yield from _there(
                (folder / "received" / name, archive.quarantine / batch.batch_id / name)
            )
    # Not where the note says that it is: an archive may have been moved since.
    yield from _there(
        tuple(folder / "received" / each.file.name for one in mine for each in one.documents)
    )
    yield from folder.glob(f"access/{target.dossier_code}.*")


def _is_ours(archive: Archive, path: Path) -> bool:
    """Whether a path lies below the work area or the quarantine, whatever a note says."""
    found = path.resolve()
    tops = (archive.work.resolve(), archive.quarantine.resolve())
    return any(found != top and found.is_relative_to(top) for top in tops)


def _there(paths: tuple[Path, ...]) -> Iterator[Path]:
    yield from (path for path in paths if path.exists())


def _of_others(batch: Batch, target: Target) -> frozenset[str]:
    return frozenset(
        document.file.sha256
        for dossier in batch.dossiers
        if dossier.code != target.dossier_code
        for document in dossier.documents
    )


def _is_settled(archive: Archive, code: str) -> bool:
    return find(archive.engine, code) is not None or find_stub(archive.engine, code) is not None


def _equal_files(top: Path, target: Target) -> Iterator[Path]:
    sizes = set(target.contents.values()) - {0}
    for path in sorted(top.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size not in sizes:
            continue
        found = hashlib.sha512()
        with path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                found.update(block)
        if found.hexdigest() in target.contents:
            yield path
