"""A PostgreSQL database that was tampered with, or lost: made anew from a second copy."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive_store import list_page, open_database
from archive_store.vault.database.engine import migrate
from archive_store.vault.ledger.entries import ACCEPTED, NewEntry, append, head
from flows.archive import open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.copying.adding import add_copy
from flows.copying.copies import sync_copies
from flows.copying.repairing_ledger import repair_ledger
from flows.copying.restore_report import Wanted, restore_archive
from flows.keeping.indexing import index_dossiers
from flows.machine.database_move import move_archive
from flows.settings import CopySection, DatabaseSection
from records.digest import Sha512
from records.errors import RefusedError, SetupError
from records.report import Progress
from tests.flows.conftest import NOW, Stored
from tests.postgres_server import Server

LATER = NOW + timedelta(minutes=1)
GUARDS = "SELECT count(*) FROM pg_trigger WHERE tgname = 'ledger_has_moved'"
HARM = """
ALTER TABLE ledger DISABLE TRIGGER USER;
UPDATE ledger SET payload = replace(payload, 'luutru', 'x') WHERE seq = 1;
ALTER TABLE ledger ENABLE TRIGGER USER
"""


def nobody(_: Progress) -> None:
    """Nobody looks on."""


def close(root: Path) -> None:
    """Let the next call open the archive as the next command has it."""
    open_archive(root).engine.dispose()
    open_archive.cache_clear()


@pytest.fixture
def root(home: Stored, new_database: Callable[..., str], tmp_path: Path) -> Iterator[Path]:
    """An archive on PostgreSQL with a copy ``dia-a`` that is in step."""
    home.archive.engine.dispose()
    root = shutil.copytree(home.archive.root, tmp_path / "kho")
    open_archive.cache_clear()
    move_archive(root, DatabaseSection(url=new_database()), nobody)
    add_copy(open_archive(root), CopySection(name="dia-a", url=str(tmp_path / "dia-a")), LATER)
    close(root)
    sync_copies(open_archive(root), (), nobody)
    yield root
    close(root)


def is_sound(root: Path) -> bool:
    report = audit_archive(open_archive(root), AuditAsked(everything=True), nobody)
    return not report.needs_a_person


def test_a_ledger_that_somebody_changed_comes_back_in_another_database(
    root: Path, new_database: Callable[..., str], postgres: Server
) -> None:
    engine = open_archive(root).engine
    before, hurt = head(engine), str(engine.url.database)
    postgres.ask(HARM, hurt)
    assert not is_sound(root)
    close(root)
    with pytest.raises(SetupError) as unnamed:
        repair_ledger(root, "Lan", LATER, nobody, is_trial=False)
    assert unnamed.value.problem.code == "F126"
    assert repair_ledger(root, "Lan", LATER, nobody, is_trial=True).restored == 1
    fresh = DatabaseSection(url=new_database())
    done = repair_ledger(root, "Lan", LATER, nobody, is_trial=False, into=fresh)
    assert (done.source, done.restored, done.size) == ("dia-a", 1, before.size + 1)
    close(root)
    engine = open_archive(root).engine
    assert engine.url.database == fresh.url.rpartition("/")[2]
    assert is_sound(root)
    assert list_page(engine).total == 1
    assert postgres.ask(GUARDS, hurt) == "1"


def test_a_database_with_another_ledger_is_not_taken(
    root: Path, new_database: Callable[..., str], postgres: Server
) -> None:
    engine, written = open_archive(root).engine, (root / "settings.toml").read_text()
    postgres.ask(HARM, str(engine.url.database))
    taken = DatabaseSection(url=new_database())
    other = open_database(taken.url)
    migrate(other)
    told = NewEntry(
        time=NOW, actor="x", action=ACCEPTED, object_id="urn:x", version=0,
        inventory_sha512=Sha512("0" * 128),
    )  # fmt: skip
    append(other, told)
    other.dispose()
    with pytest.raises(RefusedError) as refused:
        repair_ledger(root, "Lan", LATER, nobody, is_trial=False, into=taken)
    assert refused.value.problem.code == "A062"
    assert (root / "settings.toml").read_text() == written


def test_an_archive_is_restored_into_a_database_of_the_server(
    root: Path, home: Stored, new_database: Callable[..., str], tmp_path: Path
) -> None:
    index_dossiers(open_archive(root), (home.outcome.report.dossier_code,))
    assert is_sound(root)
    sync_copies(open_archive(root), (), nobody)
    again, address = tmp_path / "lại", new_database()
    wanted = Wanted(
        sources=("dia-a",), to=again, endpoint="", key_file=None, database=address, is_drill=False
    )
    told = restore_archive(root, wanted, nobody)
    assert told.equal, told.proofs
    assert not (again / "luutru.db").exists()
    engine = open_archive(again).engine
    assert engine.dialect.name == "postgresql"
    assert is_sound(again), "the server counts on from the rows that were brought"
    assert list_page(engine).rows == list_page(open_archive(root).engine).rows
    engine.dispose()
