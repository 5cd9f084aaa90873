"""Eight processes write ledger and catalogue at once: nothing is lost, doubled or out of order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from sqlalchemy import Engine

from archive_store import catalogue, find, list_rows, open_database
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import NewEntry, append, entries
from records.digest import Sha512
from records.package import CatalogueEntry

PROCESSES, ENTRIES = 8, 12
MakeEntry = Callable[[int], CatalogueEntry]


def _write(address: str, start: Barrier, made: list[CatalogueEntry], now: datetime) -> None:
    engine = open_database(address)
    start.wait()
    for entry in made:
        new = NewEntry(
            time=now, actor="luutru", action="store", object_id=entry.stored.package_id,
            version=entry.stored.version, inventory_sha512=Sha512("0" * 128),
        )  # fmt: skip
        told = append(engine, new)
        stored = replace(entry.stored, ledger_position=told.seq)
        record = f"{stored.package_id} v{stored.version}".encode()
        catalogue.save(engine, replace(entry, stored=stored), record)


def test_nothing_is_lost_or_doubled(engine: Engine, make_entry: MakeEntry, now: datetime) -> None:
    # Each process has dossiers of its own, and all of them write dossier 0.
    shared, own = make_entry(0), [make_entry(number + 1) for number in range(PROCESSES)]
    work = [
        [
            replace(entry, stored=replace(entry.stored, version=PROCESSES * round_ + process + 1))
            for round_ in range(ENTRIES // 2)
            for entry in (shared, own[process])
        ]
        for process in range(PROCESSES)
    ]
    fork = get_context("fork")
    start = fork.Barrier(PROCESSES)
    engine.dispose()
    address = engine.url.render_as_string()
    children = [fork.Process(target=_write, args=(address, start, made, now)) for made in work]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * PROCESSES

    told = entries(engine)
    assert [entry.seq for entry in told] == list(range(PROCESSES * ENTRIES))
    assert verify(engine) == ()
    wanted = {(each.stored.package_id, each.stored.version) for made in work for each in made}
    assert {(entry.object_id, entry.version) for entry in told} == wanted
    assert len(wanted) == len(told)

    rows = list_rows(engine)
    assert len(rows) == PROCESSES + 1
    for row in rows:
        newest = max(version for package_id, version in wanted if package_id == row.package_id)
        whole = find(engine, row.dossier_code)
        assert whole is not None
        assert whole.version == newest
        assert whole.record == f"{row.package_id} v{newest}".encode()
        assert told[row.ledger_position].version == newest
