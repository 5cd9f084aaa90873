import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import IntegrityError

from archive_store.vault.database.engine import migrate, open_database, writing
from archive_store.vault.database.migrating import upgrade
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.check import examine_ledger, verify
from archive_store.vault.ledger.entries import (
    LedgerEntry,
    LedgerHead,
    NewEntry,
    append,
    entries,
    head,
)
from archive_store.vault.ledger.tree import edge_of
from records.digest import Sha512


def independent_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = independent_root(leaves[:split]), independent_root(leaves[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


@pytest.fixture
def entry(now: datetime) -> NewEntry:
    return NewEntry(
        time=now, actor="luutru", action="store", object_id="urn:uuid:ố", version=1,
        inventory_sha512=Sha512("0" * 128),
    )  # fmt: skip


def payloads(engine: Engine) -> list[bytes]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT payload FROM ledger ORDER BY seq"))
        return [row.payload.encode() for row in rows]


def test_the_root_is_that_of_rfc_9162(engine: Engine, entry: NewEntry) -> None:
    for size in range(9):
        told = head(engine)
        assert told.size == size
        assert told.root == independent_root(payloads(engine)).hex()
        append(engine, replace(entry, version=size + 1))


def test_entries_come_back_as_they_were_written(engine: Engine, entry: NewEntry) -> None:
    written = [append(engine, replace(entry, version=number)) for number in (1, 2)]
    assert list(entries(engine, entry.object_id)) == written
    assert [each.seq for each in written] == [0, 1]
    assert entries(engine, "another") == ()
    assert verify(engine) == ()


def test_threads_never_lose_an_entry(engine: Engine, entry: NewEntry) -> None:
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda n: append(engine, replace(entry, version=n)), range(40)))
    assert sorted(each.seq for each in written) == list(range(40))
    assert verify(engine) == ()


@pytest.mark.parametrize("change", ["UPDATE ledger SET version = 9", "DELETE FROM ledger"])
def test_the_ledger_refuses_to_be_changed(engine: Engine, entry: NewEntry, change: str) -> None:
    append(engine, entry)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(change))


TAMPERING = {
    "A040": "DELETE FROM ledger WHERE seq = 1",
    "A041": "UPDATE ledger SET payload = replace(payload, 'luutru', 'nobody') WHERE seq = 1",
    "A042": "UPDATE ledger SET inventory_sha512 = 'ff' WHERE seq = 1",
    "A060": "UPDATE ledger_node SET hash = replace(hash, substr(hash, 9, 1), 'x') WHERE seq = 3",
}


def tamper(engine: Engine, *changes: str) -> None:
    with engine.begin() as connection:
        where = "ON ledger" if connection.dialect.name == "postgresql" else ""
        for kind in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER ledger_refuses_{kind} {where}"))
        for change in changes:
            connection.execute(text(change))


def fill(engine: Engine, entry: NewEntry, count: int = 5) -> list[LedgerEntry]:
    return [append(engine, replace(entry, version=number)) for number in range(count)]


@pytest.mark.parametrize("code", TAMPERING)
def test_tampering_with_the_database_itself_is_found(
    engine: Engine, entry: NewEntry, code: str
) -> None:
    fill(engine, entry)
    tamper(engine, TAMPERING[code])
    assert {problem.code for problem in verify(engine)} == {code}


def test_a_rewritten_history_does_not_fit_the_tree(engine: Engine, entry: NewEntry) -> None:
    fill(engine, entry)
    tamper(
        engine,
        "CREATE TABLE aside AS SELECT * FROM ledger_node",
        "DELETE FROM ledger_node",
        "DELETE FROM ledger",
    )
    fill(engine, replace(entry, actor="nobody"))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_node"))
        connection.execute(text("INSERT INTO ledger_node SELECT * FROM aside"))
    assert [(each.code, "entry 1" in each.message_en) for each in verify(engine)] == [
        ("A060", True)
    ]


def test_a_tail_that_was_cut_off_is_missed_by_the_tree(engine: Engine, entry: NewEntry) -> None:
    fill(engine, entry, 8)
    tamper(engine, "DELETE FROM ledger WHERE seq > 3")
    assert [(each.code, "entry 4" in each.message_en) for each in verify(engine)] == [
        ("A060", True)
    ]


def test_any_earlier_head_is_still_told(engine: Engine, entry: NewEntry) -> None:
    heads = []
    for number in range(40):
        append(engine, replace(entry, version=number))
        heads.append(head(engine))
    with engine.connect() as connection:
        edges = [edge_of(connection, size + 1) for size in range(40)]
    assert [LedgerHead(size=edge.size, root=edge.root) for edge in edges] == heads


def test_what_the_tree_lost_is_put_together_from_the_entries(
    engine: Engine, entry: NewEntry
) -> None:
    fill(engine, entry, 23)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM ledger_node WHERE seq IN (15, 21, 7)"))
    append(engine, entry)
    assert head(engine).root == independent_root(payloads(engine)).hex()


def test_a_clock_that_was_set_back_is_told_once_and_stops_nothing(
    engine: Engine, entry: NewEntry
) -> None:
    times = (0, -3000, 60, -86400, -86000, 120, -7200)
    for seconds in times:
        append(engine, replace(entry, time=entry.time + timedelta(seconds=seconds)))
    examined = examine_ledger(engine)
    assert (examined.faults, examined.head) == ((), head(engine))
    assert [(each.code, each.message_en) for each in examined.clock] == [
        ("A064", f"Ledger entry {seq} has a time {hours} hours before an earlier entry: "
         "the clock was set back.")
        for seq, hours in ((3, 24.0), (6, 2.0))
    ]  # fmt: skip


def test_migrating_twice_changes_nothing(engine: Engine, entry: NewEntry) -> None:
    append(engine, entry)
    migrate(engine)
    assert head(engine).size == 1


def test_a_ledger_from_before_the_tree_gets_one(
    engine: Engine, entry: NewEntry, tmp_path: Path
) -> None:
    fill(engine, entry, 7)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(text("SELECT * FROM ledger")).mappings()]
    older = open_database(tmp_path / "older.db")
    with writing(older) as connection:
        upgrade(connection, "0001")
        connection.execute(insert(LEDGER), rows)
    migrate(older)
    assert (verify(older), head(older)) == ((), head(engine))
    older.dispose()
