import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from archive_store.vault.database import migrate
from archive_store.vault.ledger import NewEntry, append, entries, head
from archive_store.vault.ledger_check import verify
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
}


@pytest.mark.parametrize("code", TAMPERING)
def test_tampering_with_the_database_itself_is_found(
    engine: Engine, entry: NewEntry, code: str
) -> None:
    for number in range(3):
        append(engine, replace(entry, version=number))
    with engine.begin() as connection:
        for change in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER ledger_refuses_{change}"))
        connection.execute(text(TAMPERING[code]))
    assert {problem.code for problem in verify(engine)} == {code}


def test_migrating_twice_changes_nothing(engine: Engine, entry: NewEntry) -> None:
    append(engine, entry)
    migrate(engine)
    assert head(engine).size == 1
