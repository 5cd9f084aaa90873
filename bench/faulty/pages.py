"""One flipped bit at random in the database's pages: told and repaired, or it changed no row."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bench.faulty.bits import turned
from bench.faulty.judging import audited, audited_anew, logical_content, reopened
from bench.faulty.small import Case
from bench.faulty.tally import Row
from flows.copying.repairing_ledger import repair_ledger
from flows.keeping.rebuild import rebuild_archive
from records.errors import ArchiveError

DATABASE = "luutru.db"
ACCOUNTS = {"fixity_check", "audit_run", "audit_finding", "copy_held"}
"""What audits and copies note of their own work, which the next of them writes anew."""


def flip_in_database(case: Case, tries: int, seed: int) -> Iterator[Row]:
    """A flip is found and repaired, or every row of every table still reads as it did.

    Half of the flips are in bytes that hold something. What audits and copies note of their own
    work has no other witness and is written anew by the next of them: counted apart.
    """
    chance, file = random.Random(seed), _audited_database(case)  # noqa: S311 - repeatable
    sound = file.read_bytes()
    filled = [place for place, byte in enumerate(sound) if byte]
    found = Row(fault="one bit: database, in use", named=0, repaired=0)
    unused = Row(fault="one bit: database, unused bytes, nothing changed")
    accounts = Row(fault="one bit: database, what audits and copies noted of themselves")
    for number in range(tries):
        place = chance.choice(filled) if number % 2 else chance.randrange(len(sound))
        file.write_bytes(turned(sound, place, chance))
        touched = _touched(file, sound)
        wrong, told = audited_anew(case.archive)
        is_clear = bool(wrong) or (told is not None and not told.startswith("!"))
        note = f"byte {place} in {sorted(touched)}: {told or sorted(wrong) or 'nothing was found'}"
        if not touched and not wrong and told is None:
            unused.count(())
        elif touched and touched <= ACCOUNTS and not is_clear and told is None:
            accounts.count(())
        else:
            found.count(() if is_clear else (note,), named=is_clear)
            left = _repaired(case)
            found.repaired = (found.repaired or 0) + (not left)
            found.notes += [f"not repaired: {note}; {left}"] if left else []
        _put_back(case, sound)
    yield from (found, unused, accounts)


def flip_in_ledger(case: Case, tries: int, seed: int) -> Iterator[Row]:
    """A flip in the bytes of an entry is told as damage of the ledger, and repaired."""
    chance, file = random.Random(seed), _audited_database(case)  # noqa: S311 - repeatable
    sound = file.read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        payloads = [told.encode() for (told,) in connection.execute("SELECT payload FROM ledger")]
    _put_back(case, sound)
    row = Row(fault="one bit: ledger entries", named=0, repaired=0)
    for _ in range(tries):
        payload = chance.choice(payloads)
        place = sound.index(payload) + chance.randrange(len(payload))
        file.write_bytes(turned(sound, place, chance))
        wrong, told = audited_anew(case.archive)
        is_named = ("", "ledger") in wrong or any(n in str(told) for n in ("ledger", DATABASE))
        is_clear = bool(wrong) or (told is not None and not told.startswith("!"))
        note = f"byte {place}: {told or sorted(wrong)}"
        row.count(() if is_clear else (note,), named=is_named)
        row.notes += [] if is_named else [note]
        left = _repaired(case)
        row.repaired = (row.repaired or 0) + (not left)
        row.notes += [f"not repaired: {note}; {left}"] if left else []
        _put_back(case, sound)
    yield row


def _repaired(case: Case) -> list[str]:
    """Repair as the manual tells: the ledger, then the catalogue; what an audit says afterwards."""
    left = []
    try:
        repair_ledger(case.archive, "bench", datetime.now(UTC), lambda _: None, is_trial=False)
        archive = reopened(case.archive)
        rebuild_archive(archive, "catalogue", lambda _: None)
        archive.engine.dispose()
    except ArchiveError as error:
        left.append(str(error))
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        left.append(f"!{error!r}")
    wrong, told = audited_anew(case.archive)
    return (
        left + [f"{package} {path}" for package, path in sorted(wrong)] + ([told] if told else [])
    )


def _put_back(case: Case, sound: bytes) -> None:
    """Database and second copy as they were: a repair goes on in both."""
    for leftover in case.archive.glob(f"{DATABASE}*"):
        leftover.unlink()
    second = case.folder / "clean" / "second"
    if second.exists():
        shutil.rmtree(case.second)
        shutil.copytree(second, case.second)
    (case.archive / DATABASE).write_bytes(sound)


def _audited_database(case: Case) -> Path:
    """The database after an audit, all of it in one file."""
    archive = reopened(case.fresh())
    audited(archive)
    with archive.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    archive.engine.dispose()
    return case.archive / DATABASE


def _touched(file: Path, sound: bytes) -> set[str]:
    """The tables that read otherwise now."""
    before = file.with_suffix(".before")
    before.write_bytes(sound)
    was, now = logical_content(before) or {}, logical_content(file)
    before.unlink()
    return set(was) if now is None else {name for name in was if was[name] != now.get(name)}
