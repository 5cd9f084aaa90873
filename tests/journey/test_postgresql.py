"""The good batch in an archive on PostgreSQL: everything is told as it is told on SQLite."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from archive_store import list_page
from archive_store.vault.catalogue.wanted import Wanted
from flows.archive import Archive, open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.keeping.rebuild import rebuild_archive
from flows.looking.show import Shown, show_record
from flows.revising.correcting import Request, correct_record, make_note
from flows.sweep import sweep_archive
from records.access import ARCHIVIST
from records.hit import Question
from tests.postgres_server import GUEST, SECRET, Server

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Run = Callable[..., subprocess.CompletedProcess[str]]
CODE = "H46.21.2012.01.01.02"
NAME = "hanh_trinh"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def address(postgres: Server) -> Iterator[str]:
    postgres.ask(f"CREATE DATABASE {NAME} OWNER {postgres.role} TEMPLATE template0")
    yield postgres.address(NAME)
    postgres.ask(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture(scope="module")
def there(
    good: SimpleNamespace,
    address: str,
    luutru: Run,
    ingest: Callable[..., SimpleNamespace],
    tmp_path_factory: pytest.TempPathFactory,
) -> SimpleNamespace:
    """The good batch taken in on PostgreSQL; its pages were read for the archive on SQLite."""
    folder = tmp_path_factory.mktemp("postgresql")
    archive = folder / "archive"
    made = luutru("--archive", archive, "init", "--database", address)
    assert made.returncode == 0, made.stderr
    pages = next(good.archive.glob("work/*/pages")).relative_to(good.archive)
    shutil.copytree(good.archive / pages.parent, archive / pages.parent)
    return ingest(archive, "good", folder)


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Archive]]:
    """Opens archives by what their settings say now."""
    made: list[Archive] = []

    def anew(root: Path) -> Archive:
        open_archive.cache_clear()
        made.append(open_archive(root))
        return made[-1]

    yield anew
    for archive in made:
        archive.engine.dispose()
    open_archive.cache_clear()


def answers(archive: Archive) -> dict[str, Any]:
    """What an archive tells of itself, but for where and when things were stored."""
    rows = list_page(archive.engine).rows
    whenever = {"stored_at", "size_bytes", "ledger_position"}
    by_code = [
        {key: value for key, value in asdict(row).items() if key not in whenever}
        for row in sorted(rows, key=lambda row: row.dossier_code)
    ]
    filtered = list_page(archive.engine, Wanted(year=2012, words="LƯU tru", fonds="H46.21"))
    # Hits of equal weight come as they were written, which a correction changes.
    question = Question(words="kho lưu trữ", limit=99)
    found = archive.index.search(question, ARCHIVIST)
    sweep = sweep_archive(archive, date(2031, 1, 1))
    return {
        "list": by_code,
        "filter": (filtered.total, [row.dossier_code for row in filtered.rows]),
        "page": (list_page(archive.engine, limit=1, offset=1).total, len(rows)),
        "show": timeless(show_record(archive, CODE, ARCHIVIST)),
        "document": timeless(show_record(archive, f"{CODE}.0000002", ARCHIVIST)),
        "search": sorted((hit.document_code, hit.page, hit.title) for hit in found.hits),
        "sweep": (sweep.figures(), tuple(sweep.due()), tuple(sweep.unknown())),
    }


def timeless(shown: Shown) -> Shown:
    history = tuple(replace(each, created=LONG_AGO, ledger_position=None) for each in shown.history)
    return replace(shown, object_path=Path(shown.object_path.name), history=history)


def correct(archive: Archive, code: str, field: str, value: str) -> int:
    note = make_note("Lan", "Đối chiếu với bản giấy")
    request = Request(note=note, now=datetime.now(UTC))
    return correct_record(archive, code, ((field, value),), request).version


def test_the_archive_has_no_database_of_its_own(there: SimpleNamespace, address: str) -> None:
    assert not (there.archive / "luutru.db").exists()
    assert f'url = "{address}"' in (there.archive / "settings.toml").read_text()


def test_what_is_stored_and_told_is_the_same(
    there: SimpleNamespace, good: SimpleNamespace, ask: Ask, opened: Callable[[Path], Archive]
) -> None:
    assert there.code == 0
    assert there.report | {"seconds": 0} == good.report | {"seconds": 0}
    now, was = (answers(opened(each.archive)) for each in (there, good))
    assert now == was
    assert now["filter"][0] >= 1
    assert len(now["search"]) > 1
    listed = ask(there.archive, "list", "--limit", 2)
    assert (listed["total"], listed["next"], len(listed["dossiers"])) == (3, 2, 2)


def test_a_correction_a_rebuild_and_an_audit_follow(
    there: SimpleNamespace,
    opened: Callable[[Path], Archive],
    copy_of: Callable[[Path], Path],
    postgres: Server,
) -> None:
    archive = opened(copy_of(there.archive))
    assert correct(archive, f"{CODE}.0000002", "subject", "Bàn giao kho Thanh Xuyên") == 2
    before = answers(archive)
    assert before["show"].version == 2
    archive.engine.dispose()
    postgres.ask("DROP TABLE catalogue, catalogue_record", NAME)
    shutil.rmtree(archive.root / "index")
    assert rebuild_archive(archive, "all", lambda _: None) == {"dossiers": 3, "pages": 30}
    assert answers(archive) == before
    audited = audit_archive(archive, AuditAsked(everything=True), lambda _: None)
    assert not audited.needs_a_person
    assert (audited.store.objects, audited.store.ledger.size) == (3, 16)


def test_the_index_moves_into_the_database_and_back(
    there: SimpleNamespace,
    opened: Callable[[Path], Archive],
    ask: Ask,
    luutru: Run,
    postgres: Server,
    copy_of: Callable[[Path], Path],
) -> None:
    root = copy_of(there.archive)
    written = (root / "settings.toml").read_text()
    # The database may tell of a correction that another copy of the archive was given.
    rebuild_archive(opened(root), "index", lambda _: None)
    before = answers(opened(root))
    assert ask(root, "rebuild", "index", "--engine", "postgres")["pages"] == 30
    assert answers(opened(root)) == before
    assert list(root.glob("index/g-*")) == []
    checked = ask(root, "check-index")
    assert (checked["pages"], checked["indexed"], checked["problems"]) == (30, 30, [])
    # The server of the tests is quick and not durable, which the doctor tells.
    checks = {each["name"]: each for each in ask(root, "doctor", ends=3)["checks"]}
    assert (checks["search"]["ok"], checks["search"]["detail"]) == (True, "postgres")
    refused = luutru("--archive", root, "move-database", "sqlite")
    assert refused.returncode == 4
    assert "rebuild index --engine whoosh" in " ".join(refused.stderr.split())
    assert ask(root, "rebuild", "index", "--engine", "whoosh")["pages"] == 30
    assert answers(opened(root)) == before
    assert (root / "settings.toml").read_text() == written
    assert (
        postgres.ask("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'luutru_search_%'", NAME)
        == "0"
    )


def test_another_archive_may_not_use_its_database(
    there: SimpleNamespace, address: str, luutru: Run, tmp_path: Path
) -> None:
    assert there.code == 0
    refused = luutru("--archive", tmp_path / "kho", "init", "--database", address)
    assert refused.returncode == 4
    assert not (tmp_path / "kho").exists()


@pytest.fixture
def guarded(
    new_database: Callable[..., str], postgres: Server, tmp_path: Path
) -> tuple[str, str, Path]:
    """What to say of a database whose role is let in only with the password of a file."""
    address = new_database()
    postgres.ask(f"ALTER DATABASE {address.rpartition('/')[2]} OWNER TO {GUEST}")
    password = tmp_path / "mat-khau"
    password.write_text(SECRET)
    password.chmod(0o600)
    return address.replace(postgres.role, GUEST), "--password-file", password


def test_an_archive_moves_there_and_back(
    good: SimpleNamespace,
    ask: Ask,
    opened: Callable[[Path], Archive],
    copy_of: Callable[[Path], Path],
    guarded: tuple[str, str, Path],
) -> None:
    root = copy_of(good.archive)
    before = answers(opened(root))
    written = (root / "settings.toml").read_text()
    there = ask(root, "move-database", *guarded)
    assert (there["rows"]["ledger"], there["rows"]["catalogue"]) == (15, 3)
    archive = opened(root)
    assert archive.engine.dialect.name == "postgresql"
    assert answers(archive) == before
    assert SECRET not in (root / "settings.toml").read_text()
    assert correct(archive, CODE, "title", "Hồ sơ bàn giao") == 2
    changed = answers(archive)
    assert changed != before
    assert ask(root, "move-database", "sqlite")["rows"]["ledger"] == 16
    assert answers(opened(root)) == changed
    assert (root / "settings.toml").read_text() == written


def test_a_server_that_is_gone_ends_with_3_and_a_remedy(
    new_archive: Path, tmp_path: Path, luutru: Run
) -> None:
    archive = shutil.copytree(new_archive, tmp_path / "kho")
    settings = archive / "settings.toml"
    url = f'url = "postgresql://luutru:{SECRET}@127.0.0.1:1/kho"'
    settings.write_text(settings.read_text().replace('url = ""', url, 1))
    gone = luutru("--archive", archive, "list", "--json")
    assert (gone.returncode, gone.stdout) == (3, "")
    assert "luutru:***@127.0.0.1" in gone.stderr
    assert "pg_lsclusters" in gone.stderr


def test_the_doctor_looks_at_the_server(there: SimpleNamespace, luutru: Run) -> None:
    told = luutru("--archive", there.archive, "doctor", "--json")
    checks = {each["name"]: each for each in json.loads(told.stdout)["checks"]}
    assert checks["database version"]["detail"].startswith("PostgreSQL ")
    sound = ("database", "database version", "database encoding", "database isolation",
             "database clock", "database password")  # fmt: skip
    assert [checks[name]["ok"] for name in sound] == [True] * len(sound)
    assert checks["database encoding"]["detail"] == "UTF8"
    # The tests' own server writes nothing to the disk in time, and is told of.
    assert told.returncode == 3
    assert not checks["database durability"]["ok"]
    assert "fsync=off" in checks["database durability"]["detail"]
