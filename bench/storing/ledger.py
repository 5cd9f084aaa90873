"""Appending to the ledger beside the bare synchronous write of as many bytes, and its judging."""

import dataclasses
import hashlib
import json
import os
from argparse import Namespace
from pathlib import Path

from sqlalchemy import Engine

from archive_store.vault.ledger import check
from archive_store.vault.ledger import entries as ledger
from archive_store.vault.ledger.export import import_ledger
from archive_store.vault.ledger.merkle import leaf_hash
from bench.storing.measuring import NOW, database, measured
from records.digest import Sha512


def new_entry(number: int) -> ledger.NewEntry:
    """An entry as storing makes them."""
    return ledger.NewEntry(
        time=NOW, actor="luutru", action=ledger.STORED, version=1,
        object_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        inventory_sha512=Sha512(hashlib.sha512(str(number).encode()).hexdigest()),
    )  # fmt: skip


def fill(engine: Engine, folder: Path, count: int) -> None:
    """Write ``count`` entries at once, by the ledger's own import."""
    file = folder / "ledger.jsonl"
    previous: str = ledger.NO_ENTRY
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            told = dataclasses.asdict(new_entry(number))
            told |= {"seq": number, "previous": previous, "time": NOW.isoformat()}
            line = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            previous = leaf_hash(line.encode())
            stream.write(line + "\n")
    import_ledger(engine, file)


def bench_ledger(folder: Path, options: Namespace) -> None:
    """Append to a ledger with many entries, then head and verification of all."""
    engine = database(folder)
    with measured() as filling:
        fill(engine, folder, options.entries)
    print(f"ledger: {options.entries} entries, filled in {filling.wall:.0f} s")
    count = 200
    with measured() as appending:
        for number in range(options.entries, options.entries + count):
            ledger.append(engine, new_entry(number))
    with measured() as writing, (folder / "bare").open("wb") as stream:
        for _ in range(count):
            stream.write(bytes(700))
            stream.flush()
            os.fsync(stream.fileno())
    wall, cpu, bare = (
        1000 * each / count for each in (appending.wall, appending.cpu, writing.wall)
    )
    print(
        f"  append: {wall:.2f} ms wall, {cpu:.2f} ms cpu an entry, of which a dossier needs one "
        f"(aim 2 ms a page); bare write and fsync {bare:.2f} ms"
    )
    with measured() as asking:
        told = ledger.head(engine)
    print(f"  head of {told.size}: {asking.wall:.2f} s wall, {asking.cpu:.2f} s cpu")
    with measured() as judging:
        faults = check.verify(engine)
    if faults:
        raise RuntimeError(str(faults[0]))
    print(f"  verify: {judging.wall:.1f} s wall, {judging.cpu:.1f} s cpu (aim 60 s a million)")
