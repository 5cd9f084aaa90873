"""Yesterday's copy of store and database, put back; and a clock that was set back."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive_store.vault.ledger.entries import head
from bench.faulty.judging import reopened, reopened_vault
from bench.faulty.small import NOW, Case, store_tiny, tiny_package
from bench.faulty.tally import Row
from bench.faulty.witnesses import COPY, SAVED_HEAD, VERIFIER, found_by, is_named, keep
from flows.revising.correcting import Request, correct_record, make_note
from records.errors import SetupError


def roll_back(case: Case, tries: int) -> Iterator[Row]:
    """Put back what was, after something happened: of one object, of the store, of everything."""
    for name, parts, witnesses in (
        ("one object", ("object",), ("audit",)),
        ("the store", ("store",), ("audit",)),
        ("the database", ("luutru.db",), ("audit", SAVED_HEAD, VERIFIER)),
        ("store and database", ("store", "luutru.db", "index"), (SAVED_HEAD, VERIFIER, COPY)),
    ):
        row = Row(fault=f"rolled back: {name}", named=0)
        for number in range(tries):
            caught, victim = _rolled_back(case, parts, number)
            note = f"found by {sorted(caught) or 'nobody'}"
            row.count(
                () if set(witnesses) <= caught.keys() else (note,),
                named=is_named(victim, caught),
            )
        yield row


def _rolled_back(
    case: Case, parts: tuple[str, ...], number: int
) -> tuple[dict[str, list[str]], str]:
    archive = reopened(case.fresh())
    row = archive.vault.list_packages()[number % 3]
    home = archive.vault.place.object(row)
    yesterday = case.folder / "yesterday"
    shutil.rmtree(yesterday, ignore_errors=True)
    archive.engine.dispose()
    shutil.copytree(case.archive, yesterday)
    archive = reopened(case.archive)
    request = Request(note=make_note("bench", "Thử"), now=datetime.now(UTC))
    correct_record(archive, row, (("title", "Sau khi sao lưu"),), request)
    kept = keep(archive, case.folder / "kept")
    archive.engine.dispose()
    for part in parts:
        target = home if part == "object" else case.archive / part
        source = yesterday / target.relative_to(case.archive)
        for old in (target, *target.parent.glob(f"{target.name}-*")):
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return {who: told for who, told in found_by(case, kept).items() if told}, row


def set_clock_back(folder: Path, tries: int) -> Row:
    """Store at a time before the newest entry, by hours or years: refused, and nothing changes."""
    row = Row(fault="the clock is set back")
    folder.mkdir(parents=True)
    vault = reopened_vault(folder)
    store_tiny(vault, 0)
    before = head(vault.place.engine)
    for number in range(tries):
        with vault.workshop() as workshop:
            package = tiny_package(workshop, number % 2, b"later")
            try:
                vault.store_package(package, "ff", NOW - timedelta(hours=2 ** (number + 1)))
                row.count((f"{2 ** (number + 1)} hours: stored",))
            except SetupError as error:
                is_told = error.problem.code == "A141" and head(vault.place.engine) == before
                row.count(() if is_told else (str(error),))
    vault.place.engine.dispose()
    return row
