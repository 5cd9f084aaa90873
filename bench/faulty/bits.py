"""One flipped bit at random, in every kind of stored file, here and in the second copy."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive_store.vault.objects.layout import object_id
from bench.faulty.judging import audited, reopened
from bench.faulty.small import Case
from bench.faulty.tally import Row
from flows.archive import Archive
from flows.copying.copies import verify_copies
from flows.copying.repairing import repair_package
from records.errors import ArchiveError

KINDS = {
    "payload": ("/data/",),
    "METS": ("/METS.xml",),
    "PREMIS, EAD, record": ("/metadata/",),
    "schemas, README": ("/schemas/", "/documentation/"),
    "inventory": ("/inventory.json",),
    "sidecar": ("/inventory.json.sha512",),
    "object marker": ("/0=ocfl_object_1.1",),
}
"""Each kind of file, and what stands in the paths of these: a folder, or the end of it."""
ROOT_FILES = ("0=ocfl_1.1", "ocfl_layout.json", "extensions/*/config.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flipped:
    """A file with one bit turned over, and what was there."""

    file: Path
    sound: bytes
    place: int

    def undo(self) -> None:
        self.file.write_bytes(self.sound)


def flip_in_files(case: Case, kind: str, tries: int, seed: int) -> Iterator[Row]:
    """Each flip has to be found, in its own file and nowhere else, and repaired from the copy."""
    archive, chance = reopened(case.fresh()), random.Random(seed)  # noqa: S311 - repeatable
    row = Row(fault=f"one bit: {kind}", named=0, repaired=0, alarms=0)
    files = [each for each in _files_of(archive.root / "store") if _is_of(each, KINDS[kind])]
    for _ in range(tries):
        _flip_and_repair(archive, _flip(chance.choice(files), chance), row)
    archive.engine.dispose()
    yield row


def flip_in_root_files(case: Case, tries: int, seed: int) -> Iterator[Row]:
    """Each flip in the storage root's own files has to be found."""
    archive, chance = reopened(case.fresh()), random.Random(seed)  # noqa: S311 - repeatable
    store = archive.root / "store"
    row = Row(fault="one bit: OCFL root files", named=0)
    files = [each for pattern in ROOT_FILES for each in sorted(store.glob(pattern))]
    for _ in range(tries):
        _flip_and_undo(archive, _flip(chance.choice(files), chance), row)
    archive.engine.dispose()
    yield row


def flip_in_copy(case: Case, tries: int, seed: int) -> Iterator[Row]:
    """Each flip in a package of the second copy has to be found there, and repaired from here."""
    archive, chance = reopened(case.fresh()), random.Random(seed)  # noqa: S311 - repeatable
    row = Row(fault="one bit: second copy's packages", named=0, repaired=0, alarms=0)
    files = [each for each in _files_of(case.second) if "%3a" in str(each)]
    for _ in range(tries):
        flipped = _flip(chance.choice(files), chance)
        package_id, name = _told_as(flipped.file)
        found = _found_in_copy(archive)
        note = f"{name} byte {flipped.place}: {sorted(found)}"
        is_named = found == {(package_id, name)}
        row.count(() if found else (note,), named=is_named)
        row.notes += [] if is_named else [note]
        row.alarms = (row.alarms or 0) + len(found - {(package_id, name)})
        with suppress(ArchiveError):
            now = datetime.now(UTC)
            repair_package(archive, package_id, "second", "bench", now, is_trial=False)
        left = _found_in_copy(archive)
        is_repaired = not left and flipped.file.read_bytes() == flipped.sound
        row.repaired = (row.repaired or 0) + is_repaired
        if not is_repaired:
            row.notes.append(f"not repaired: {note}; left {sorted(left)}")
            flipped.undo()
    archive.engine.dispose()
    yield row


def _found_in_copy(archive: Archive) -> set[tuple[str, str]]:
    (told,) = verify_copies(archive, (), (), lambda _: None)
    problems = {("", str(each)) for each in told.problems}
    return {(each.package_id, each.path) for each in told.findings} | problems


def _files_of(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _told_as(file: Path) -> tuple[str, str]:
    """The package that a file belongs to, and the path in it by which it is named."""
    root = next(
        each for each in file.parents if (each / "inventory.json").exists() and "%3a" in each.name
    )
    return object_id(root), file.relative_to(root).as_posix()


def _is_of(file: Path, parts: tuple[str, ...]) -> bool:
    path = str(file)
    return any(path.endswith(part) or (part.endswith("/") and part in path) for part in parts)


def _flip(file: Path, chance: random.Random) -> _Flipped:
    sound = file.read_bytes()
    place = chance.randrange(len(sound))
    file.write_bytes(turned(sound, place, chance))
    return _Flipped(file=file, sound=sound, place=place)


def turned(sound: bytes, place: int, chance: random.Random) -> bytes:
    """``sound`` with one bit of the byte at ``place`` turned over."""
    content = bytearray(sound)
    content[place] ^= 1 << chance.randrange(8)
    return bytes(content)


def _flip_and_repair(archive: Archive, flipped: _Flipped, row: Row) -> None:
    package_id, name = _told_as(flipped.file)
    wrong, told = audited(archive)
    expected = {(package_id, name)}
    note = f"{name} byte {flipped.place}: {told or wrong}"
    row.count(() if wrong or told else (note,), named=wrong == expected)
    if wrong != expected:
        row.notes.append(note)
    row.alarms = (row.alarms or 0) + len(wrong - expected)
    with suppress(ArchiveError):
        repair_package(archive, package_id, None, "bench", datetime.now(UTC), is_trial=False)
    after, told = audited(archive)
    is_repaired = not after and told is None and flipped.file.read_bytes() == flipped.sound
    row.repaired = (row.repaired or 0) + is_repaired
    if not is_repaired:
        row.notes.append(f"not repaired: {name} byte {flipped.place}: {told or after}")
        flipped.undo()


def _flip_and_undo(archive: Archive, flipped: _Flipped, row: Row) -> None:
    wrong, told = audited(archive)
    name = flipped.file.relative_to(archive.root / "store").as_posix()
    is_named = ("", name) in wrong or name in str(told)
    row.count(() if wrong or told else (f"{name} byte {flipped.place}",), named=is_named)
    flipped.undo()
