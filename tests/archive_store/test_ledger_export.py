import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import NewEntry, append, entries, head
from archive_store.vault.ledger.export import export_ledger, import_ledger
from records.digest import Sha512
from records.errors import InputError, RefusedError

NOW = datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC)
ENTRY = NewEntry(
    time=NOW, actor="Nguyễn", action="store", object_id="urn:uuid:ố", version=1,
    inventory_sha512=Sha512("0" * 128),
)  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A ledger that stays empty, since everything that is brought is refused."""
    made = open_database(tmp_path_factory.mktemp("empty") / "luutru.db")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, bytes]]:
    """A ledger of five entries, and the file that it is exported to."""
    folder = tmp_path_factory.mktemp("whole")
    made = open_database(folder / "luutru.db")
    migrate(made)
    for number in range(5):
        append(made, replace(ENTRY, version=number + 1))
    export_ledger(made, folder / "so-cai.jsonl")
    yield made, (folder / "so-cai.jsonl").read_bytes()
    made.dispose()


@pytest.fixture
def source(whole: tuple[Engine, bytes]) -> Engine:
    return whole[0]


@pytest.fixture
def exported(whole: tuple[Engine, bytes], tmp_path: Path) -> Path:
    file = tmp_path / "so-cai.jsonl"
    file.write_bytes(whole[1])
    return file


def test_a_ledger_goes_out_and_comes_back_the_same(
    source: Engine, engine: Engine, exported: Path
) -> None:
    lines = exported.read_bytes().splitlines()
    assert [json.loads(line)["version"] for line in lines] == [1, 2, 3, 4, 5]
    assert export_ledger(source, exported) == head(source)
    assert import_ledger(engine, exported) == head(source)
    assert (entries(engine), verify(engine)) == (entries(source), ())
    assert import_ledger(engine, exported) == head(source)


def test_an_empty_ledger_goes_out_and_comes_back(
    empty: Engine, engine: Engine, tmp_path: Path
) -> None:
    assert export_ledger(empty, tmp_path / "none") == import_ledger(engine, tmp_path / "none")
    assert (tmp_path / "none").read_bytes() == b""


def test_a_ledger_that_is_the_beginning_is_completed(
    source: Engine, engine: Engine, exported: Path
) -> None:
    append(engine, ENTRY)
    assert import_ledger(engine, exported) == head(source)
    assert (entries(engine), verify(engine)) == (entries(source), ())


@pytest.mark.parametrize("held", [(9, 10), range(1, 8)], ids=["another history", "a longer one"])
def test_a_ledger_that_is_no_beginning_is_refused(
    engine: Engine, exported: Path, held: Iterable[int]
) -> None:
    for version in held:
        append(engine, replace(ENTRY, version=version))
    before = entries(engine)
    with pytest.raises(RefusedError) as refused:
        import_ledger(engine, exported)
    assert refused.value.problem.code == "A062"
    assert entries(engine) == before


DAMAGE: dict[str, tuple[str, Callable[[list[bytes]], list[bytes]]]] = {
    "no JSON": ("A061", lambda lines: [*lines[:2], b"{", *lines[3:]]),
    "deep": ("A061", lambda lines: [*lines[:2], b"[" * 50_000, *lines[3:]]),
    "another spelling": ("A061", lambda lines: [lines[0].replace(b":", b": ", 1), *lines[1:]]),
    "a field more": ("A061", lambda lines: [lines[0].replace(b"{", b'{"a":1,', 1), *lines[1:]]),
    "a truth for a number": (
        "A061", lambda lines: [lines[0].replace(b'"version":1', b'"version":true'), *lines[1:]]
    ),
    "a number too large": (
        "A061", lambda lines: [lines[0].replace(b'version":1', b'version":9999999999'), *lines[1:]]
    ),
    "no time": ("A061", lambda lines: [lines[0].replace(b"2026-", b"9999-99"), *lines[1:]]),
    "no text": ("A061", lambda lines: [lines[0].replace(b"store", b"\\ud800"), *lines[1:]]),
    "an empty line": ("A061", lambda lines: [*lines, b""]),
    "a line without end": ("A061", lambda lines: [*lines[:4], b"x" * 100_000]),
    "a word changed": (
        "A063", lambda lines: [*lines[:2], lines[2].replace(b"store", b"share"), *lines[3:]]
    ),
    "an entry taken out": ("A063", lambda lines: [*lines[:2], *lines[3:]]),
    "two swapped": ("A063", lambda lines: [*lines[:2], lines[3], lines[2], lines[4]]),
    "the beginning cut off": ("A063", lambda lines: lines[1:]),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_refused_whole(empty: Engine, exported: Path, kind: str) -> None:
    code, damage = DAMAGE[kind]
    lines = exported.read_bytes().splitlines()
    exported.write_bytes(b"".join(line + b"\n" for line in damage(lines)))
    with pytest.raises(InputError) as refused:
        import_ledger(empty, exported)
    assert refused.value.problem.code == code
    assert entries(empty) == ()


def test_a_file_cut_in_the_middle_of_a_line_is_refused(empty: Engine, exported: Path) -> None:
    exported.write_bytes(exported.read_bytes()[:-1])
    with pytest.raises(InputError) as refused:
        import_ledger(empty, exported)
    assert refused.value.problem.code == "A061"
    assert entries(empty) == ()
