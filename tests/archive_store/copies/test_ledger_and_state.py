"""What a copy holds besides packages: the ledger in segments, open work, settings without keys."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Column as Col
from sqlalchemy import LargeBinary, MetaData, String, Table, insert, select

from archive_store import open_database
from archive_store.vault.copies.ledger import check_continues, copy_ledger, fetch_ledger, segments
from archive_store.vault.copies.state import copy_state, fetch_state
from archive_store.vault.copies.tables import heads_in, read_tables, unknown_tables, write_tables
from archive_store.vault.database.engine import migrate
from archive_store.vault.ledger.entries import ACCEPTED, LedgerHead, NewEntry, append, head
from archive_store.vault.ledger.export import import_ledger
from archive_store.vault.repair.ledger import plan_ledger
from records.digest import Sha256, Sha512
from records.errors import InputError, RefusedError

DATABASES = ("sqlite",)

Tree = Callable[[Path], dict[str, bytes]]


def _append(kept: SimpleNamespace, now: datetime, count: int = 1) -> None:
    for number in range(count):
        new = NewEntry(
            time=now, actor="Người ghi", action=ACCEPTED, object_id=f"urn:x:{number}", version=0,
            inventory_sha512=Sha512("0" * 128),
        )  # fmt: skip
        append(kept.engine, new)


def _unguarded(kept: SimpleNamespace, *statements: str) -> None:
    """As somebody does who owns the database."""
    with kept.engine.begin() as connection:
        for change in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS ledger_refuses_{change}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_the_ledger_goes_to_the_copy_in_segments_that_are_never_written_again(
    kept: SimpleNamespace, tree: Tree, now: datetime, tmp_path: Path
) -> None:
    copy = kept.copies[0]
    assert copy_ledger(kept.place, copy) == 2
    first = tree(kept.root / "a/ledger")
    assert copy_ledger(kept.place, copy) == 0
    _append(kept, now, 3)
    assert copy_ledger(kept.place, copy) == 3
    assert segments(copy) == ((0, 1), (2, 4))
    assert first.items() <= tree(kept.root / "a/ledger").items()
    assert fetch_ledger(copy, tmp_path / "lines") == head(kept.engine)
    empty = open_database(tmp_path / "empty.db")
    migrate(empty)
    assert import_ledger(empty, tmp_path / "lines") == head(kept.engine)
    empty.dispose()


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM ledger WHERE seq = 1",
        "UPDATE ledger SET payload = replace(payload, 'luutru', 'nobody') WHERE seq = 1",
    ],
)
def test_a_ledger_that_lost_or_changed_entries_does_not_reach_the_copy(
    kept: SimpleNamespace, tree: Tree, harm: str
) -> None:
    copy = kept.copies[0]
    copy_ledger(kept.place, copy)
    before = tree(kept.root / "a")
    _unguarded(kept, harm)
    for work in (lambda: copy_ledger(kept.place, copy), lambda: check_continues(kept.engine, copy)):
        with pytest.raises(RefusedError) as refused:
            work()
        assert refused.value.problem.code == "A083"
    assert tree(kept.root / "a") == before


def test_a_lost_or_cut_segment_is_no_ledger(
    kept: SimpleNamespace, now: datetime, tmp_path: Path
) -> None:
    copy = kept.copies[0]
    copy_ledger(kept.place, copy)
    _append(kept, now, 2)
    copy_ledger(kept.place, copy)
    first, last = sorted((kept.root / "a/ledger").iterdir())
    content = last.read_bytes()
    last.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError) as refused:
        fetch_ledger(copy, tmp_path / "lines")
    assert refused.value.problem.code == "A088"
    last.write_bytes(content)
    first.unlink()
    with pytest.raises(InputError) as refused:
        segments(copy)
    assert refused.value.problem.code == "A088"


def test_tables_of_open_work_come_back_as_they_were(kept: SimpleNamespace, tmp_path: Path) -> None:
    def hold(tables: MetaData) -> Table:
        columns = (
            Col("code", String(9), primary_key=True),
            Col("why", String(99)),
            Col("seal", LargeBinary),
        )
        return Table("hold", tables, *columns)

    rows = [("A1", "tranh chấp", b"\x00\xff"), ("A2", None, None)]
    ours = hold(MetaData())
    ours.create(kept.engine)
    with kept.engine.begin() as connection:
        connection.execute(insert(ours), [{"code": a, "why": b, "seal": c} for a, b, c in rows])
    written = write_tables(kept.engine)
    assert {json.loads(line)["table"] for line in written.decode().splitlines()} == {"hold"}
    other = open_database(tmp_path / "other.db")
    migrate(other)
    assert unknown_tables(other, written) == ("hold",)
    hold(MetaData()).create(other)
    for _ in range(2):
        assert read_tables(other, written) == 2
        with other.connect() as connection:
            assert sorted(connection.execute(select(ours)).tuples()) == rows
    assert write_tables(other) == written
    other.dispose()
    line = json.dumps({"table": "ledger_head", "row": {"size": 2, "root": "ab"}})
    assert heads_in(line.encode()) == (LedgerHead(size=2, root=Sha256("ab")),)


def test_a_state_holds_no_password_and_is_written_only_when_new(
    kept: SimpleNamespace, tree: Tree, now: datetime
) -> None:
    copy, told = kept.copies[0], head(kept.engine)
    files = {
        "settings.toml": b'database = "postgresql+psycopg://kho:bi-mat@may/luutru"\n',
        "authorities/bodies.csv": "mã,tên\n".encode(),
    }

    def keep(at: datetime) -> bool:
        return copy_state(kept.place, copy, files, told, {"packages": 1}, at)

    assert keep(now)
    assert not keep(now + timedelta(hours=1))
    state = fetch_state(copy)
    assert (state.ledger, state.figures, state.taken_at) == (told, {"packages": 1}, now.isoformat())
    assert state.files["settings.toml"] == (
        b'database = "postgresql+psycopg://kho:***@may/luutru"\n'
    )
    assert not any(b"bi-mat" in content for content in tree(kept.root / "a").values())
    files["authorities/bodies.csv"] += "H46,tỉnh\n".encode()
    assert keep(now + timedelta(hours=2))
    assert fetch_state(copy).files["authorities/bodies.csv"] == files["authorities/bodies.csv"]
    for kept_file in (kept.root / "a/state/files").iterdir():
        kept_file.write_bytes(b"x")
    with pytest.raises(InputError) as refused:
        fetch_state(copy)
    assert refused.value.problem.code == "A088"


def _whole(kept: SimpleNamespace, now: datetime) -> tuple[bytes, ...]:
    _append(kept, now, 3)
    for copy in kept.copies:
        copy_ledger(kept.place, copy)
    with kept.engine.connect() as connection:
        told = connection.exec_driver_sql("SELECT payload FROM ledger ORDER BY seq").scalars()
        return tuple(str(payload).encode() for payload in told)


@pytest.mark.parametrize(
    ("harm", "restored"),
    [
        ("UPDATE ledger SET payload = replace(payload, 'luutru', 'nobody') WHERE seq = 1", 1),
        ("UPDATE ledger SET leaf = previous WHERE seq = 2", 0),
        ("DELETE FROM ledger WHERE seq > 2", 2),
        ("DELETE FROM ledger WHERE seq = 1", 1),
        ("DELETE FROM ledger", 5),
    ],
)
def test_a_damaged_ledger_is_planned_whole_from_a_copy(
    kept: SimpleNamespace, now: datetime, harm: str, restored: int
) -> None:
    whole = _whole(kept, now)
    assert plan_ledger(kept.engine, kept.copies, ()) is None
    same = plan_ledger(kept.engine, kept.copies, (), is_file_damaged=True)
    assert same is not None
    assert (same.lines, same.restored) == (whole, 0)
    _unguarded(kept, harm)
    plan = plan_ledger(kept.engine, kept.copies, ())
    assert plan is not None
    assert (plan.lines, plan.source, plan.restored) == (whole, "a", restored)


def test_entries_that_only_the_archive_has_are_kept(kept: SimpleNamespace, now: datetime) -> None:
    whole = _whole(kept, now)
    _append(kept, now)
    _unguarded(kept, "UPDATE ledger SET leaf = previous WHERE seq = 2")
    plan = plan_ledger(kept.engine, kept.copies, ())
    assert plan is not None
    assert (plan.lines[:-1], plan.kept) == (whole, 1)


def test_of_two_whole_histories_only_a_saved_head_decides(
    kept: SimpleNamespace, now: datetime, tmp_path: Path
) -> None:
    whole, true_head = _whole(kept, now), head(kept.engine)
    rewritten = open_database(tmp_path / "rewritten.db")
    migrate(rewritten)
    lying = SimpleNamespace(engine=rewritten)
    _append(lying, now, 5)
    with pytest.raises(RefusedError) as refused:
        plan_ledger(rewritten, kept.copies, ())
    assert refused.value.problem.code == "A089"
    plan = plan_ledger(rewritten, kept.copies, (true_head,))
    assert plan is not None
    assert plan.lines == whole
    with pytest.raises(RefusedError):
        plan_ledger(kept.engine, kept.copies, (LedgerHead(size=9, root=true_head.root),))
    rewritten.dispose()


def test_copies_that_contradict_one_another_repair_nothing(
    kept: SimpleNamespace, now: datetime
) -> None:
    _whole(kept, now)
    (segment,) = (kept.root / "b/ledger").iterdir()
    segment.write_bytes(segment.read_bytes().replace(b"luutru", b"nobody"))
    _unguarded(kept, "DELETE FROM ledger WHERE seq = 4")
    with pytest.raises(RefusedError) as refused:
        plan_ledger(kept.engine, kept.copies, ())
    assert refused.value.problem.code == "A089"
