import os
import stat
import threading
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, event, inspect, select, text

from archive_store.vault.database import engine as database
from archive_store.vault.database.address import read_address, read_password
from archive_store.vault.database.engine import migrate, open_database, writing
from archive_store.vault.database.migrating import upgrade
from archive_store.vault.database.revisions import newest_revision, present_revision
from archive_store.vault.database.tables import CATALOGUE, METADATA, RECORDS
from records.errors import ArchiveError, SetupError, TransientError
from tests.postgres_server import GUEST, SECRET, Server

NewDatabase = Callable[..., str]


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(*given: object) -> Engine:
        made.append(open_database(*given))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


def code_of(call: Callable[[], object], kind: type[ArchiveError]) -> str:
    with pytest.raises(kind) as raised:
        call()
    for spelling in (SECRET, quote(SECRET), quote(SECRET, safe=" ")):
        assert spelling not in f"{raised.value} {raised.value.args}"
    return raised.value.problem.code


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgresql://luutru@db.tinh.vn/kho", "postgresql+psycopg://luutru@db.tinh.vn/kho"),
        ("postgresql+psycopg://luutru@:5433/kho", "postgresql+psycopg://luutru@:5433/kho"),
        ("sqlite:////kho/luutru.db", "sqlite:////kho/luutru.db"),
    ],
)
def test_an_address_names_its_driver(written: str, read: str) -> None:
    assert read_address(written).render_as_string() == read
    assert read_address(Path("/kho/a#b.db")).database == "/kho/a#b.db"


@pytest.mark.parametrize(
    "written",
    ["kho", "mysql://luutru@db/kho", "postgresql+psycopg2://db/kho", "postgresql://luutru@db",
     "sqlite://", "sqlite:///:memory:", f"postgresql://a:{SECRET}@h:port/kho"],
)  # fmt: skip
def test_another_address_is_refused_without_telling_a_password(written: str) -> None:
    assert code_of(lambda: read_address(written), SetupError) == "A138"


def test_a_password_is_never_written(tmp_path: Path, opened: Callable[..., Engine]) -> None:
    engine = opened(f"postgresql://luutru:{SECRET}@127.0.0.1:1/kho")
    assert "luutru:***@" in f"{engine!r}"
    assert code_of(lambda: migrate(engine), SetupError) == "A130"
    file = tmp_path / "password"
    assert code_of(lambda: read_password(file), SetupError) == "A139"
    file.write_text(f"{SECRET}\n")
    file.chmod(0o604)
    assert code_of(lambda: read_password(file), SetupError) == "A139"
    file.chmod(stat.S_IRUSR | stat.S_IRGRP)
    assert read_password(file) == SECRET
    file.write_text("\n")
    assert code_of(lambda: read_password(file), SetupError) == "A139"


def test_each_way_to_miss_a_database_has_its_own_remedy(
    postgres: Server, new_database: NewDatabase, opened: Callable[..., Engine], tmp_path: Path
) -> None:
    address = new_database()
    nobody = address.replace(str(postgres.port), "1")
    assert code_of(lambda: migrate(opened(nobody)), SetupError) == "A130"
    assert code_of(lambda: migrate(opened(f"{address}_other")), SetupError) == "A132"
    guest = address.replace(postgres.role, GUEST)
    assert code_of(lambda: migrate(opened(guest)), SetupError) == "A131"
    wrong = guest.replace(GUEST, f"{GUEST}:wrong")
    assert code_of(lambda: migrate(opened(wrong)), SetupError) == "A131"
    file = tmp_path / "password"
    file.write_text(SECRET)
    file.chmod(0o600)
    # Let in, but the database is another role's: no table may be made there.
    assert code_of(lambda: migrate(opened(guest, file)), SetupError) == "A131"
    assert code_of(lambda: migrate(opened(f"{guest}_other", file)), SetupError) == "A132"
    latin = new_database("template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    assert code_of(lambda: migrate(opened(latin)), SetupError) == "A137"
    assert code_of(lambda: migrate(opened(tmp_path / "none" / "luutru.db")), SetupError) == "A050"
    (tmp_path / "letter.db").write_text("Kính gửi: Sở Nội vụ" * 100)
    assert code_of(lambda: migrate(opened(tmp_path / "letter.db")), SetupError) == "A142"


def test_a_lost_connection_may_be_tried_again(
    new_database: NewDatabase, opened: Callable[..., Engine]
) -> None:
    engine = opened(new_database("template"))
    with engine.connect() as connection, engine.connect() as other:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
        assert code_of(lambda: connection.execute(select(CATALOGUE)), TransientError) == "A133"
    migrate(engine)


def test_a_server_that_stops_is_told_and_comes_back(
    postgres: Server, new_database: NewDatabase, opened: Callable[..., Engine]
) -> None:
    engine = opened(new_database("template"))
    try:
        with engine.connect() as connection:
            postgres.stop()
            assert code_of(lambda: connection.execute(select(CATALOGUE)), TransientError) == "A133"
        assert code_of(engine.connect, TransientError) == "A133"
        assert code_of(lambda: migrate(engine), SetupError) == "A130"
    finally:
        postgres.start()
    with engine.connect() as connection:
        assert connection.execute(select(CATALOGUE)).all() == []


def test_who_waits_too_long_to_write_may_try_again(
    engine: Engine, opened: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database.SESSION, "lock_timeout", 100)
    monkeypatch.setattr(database, "PRAGMAS", ("busy_timeout=100",))
    hasty = opened(engine.url.render_as_string())

    def write() -> None:
        with writing(hasty):
            pass

    with writing(engine):
        assert code_of(write, TransientError) == "A134"
    write()


def test_an_interrupted_question_is_not_taken_for_a_lost_connection(engine: Engine) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with engine.connect() as connection:
        event.listen(engine, "do_execute", interrupt)
        with pytest.raises(KeyboardInterrupt):
            connection.execute(select(CATALOGUE))
        event.remove(engine, "do_execute", interrupt)


def _hold(address: str, is_holding: "threading.Event") -> None:
    engine = open_database(address)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM catalogue"))
        is_holding.set()
        threading.Event().wait()


def test_a_killed_writer_holds_nothing_back(engine: Engine) -> None:
    spawn = get_context("fork")
    is_holding = spawn.Event()
    engine.dispose()
    child = spawn.Process(target=_hold, args=(engine.url.render_as_string(), is_holding))
    child.start()
    assert is_holding.wait(20)
    child.kill()
    child.join()
    with writing(engine) as connection:
        assert connection.execute(select(CATALOGUE)).all() == []


RECORD = (
    b'{"dossier": {"retention": {"instrument": "b\xe1\xba\xa3ng", "version": "1", "item": "?a", '
    b'"period": {"kind": "years", "years": 20, "wording": "20 n\xc4\x83m"}}}}'
)


def _migrate(address: str, start: "threading.Barrier") -> None:
    engine = open_database(address)
    start.wait()
    migrate(engine)
    os._exit(0)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_processes_that_start_together_one_migrates(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, opened: Callable[..., Engine]
) -> None:
    address = (
        f"sqlite:///{tmp_path}/luutru.db"
        if kind == "sqlite"
        else request.getfixturevalue("new_database")()
    )
    fork = get_context("fork")
    start = fork.Barrier(14)
    children = [fork.Process(target=_migrate, args=(address, start)) for _ in range(14)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0] * 14
    with opened(address).connect() as connection:
        assert present_revision(connection) == newest_revision()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_catalogue_of_the_first_form_is_carried_over(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, opened: Callable[..., Engine]
) -> None:
    engine = opened(
        tmp_path / "luutru.db" if kind == "sqlite" else request.getfixturevalue("new_database")()
    )
    row = {
        "dossier_code": "H46.1", "package_id": "urn:uuid:1", "version": 2, "ledger_position": 7,
        "title": "Hồ sơ xây dựng KHO Lưu trữ, số 12/QĐ-UBND", "fonds_code": "01", "fonds": "UBND",
        "agency_code": "H46", "start_date": "2010-05", "end_date": "2011-02", "access": "01",
        "maintenance": "01", "documents": 3, "pages": 9, "sheets": 9, "files": 20,
        "size_bytes": 1 << 40, "provisional": True, "state": "stored", "batch_id": "lo-01",
        "stored_at": "2026-03-02T01:02:03.456000+00:00",
    }  # fmt: skip
    with writing(engine) as connection:
        upgrade(connection, "0001")
        names = ", ".join([*row, "record"])
        values = ", ".join(f":{name}" for name in [*row, "record"])
        insert = text(f"INSERT INTO catalogue ({names}) VALUES ({values})")  # noqa: S608
        connection.execute(insert, row | {"record": RECORD})
    migrate(engine)
    with engine.connect() as connection:
        (found,) = connection.execute(select(CATALOGUE)).mappings()
        assert dict(found) == row | {
            "unsigned": 3,
            "title_words": " ho so xay dung kho luu tru so 12 qd ubnd ",
            "retention": '[["2011",null,null],["bảng","1","?a","years",20,"20 năm"]]',
        }
        (record,) = connection.execute(select(RECORDS))
        assert tuple(record) == ("H46.1", RECORD)


def test_the_migrations_make_what_the_tables_say(engine: Engine) -> None:
    told = inspect(engine)
    for table in METADATA.sorted_tables:
        assert {each["name"]: each["nullable"] for each in told.get_columns(table.name)} == {
            each.name: each.nullable for each in table.c
        }
        wanted = {str(each.name) for each in table.indexes}
        wanted -= {"catalogue_words" if engine.dialect.name == "sqlite" else "catalogue_titles"}
        assert {each["name"] for each in told.get_indexes(table.name)} >= wanted
