"""Copies of a whole archive: damage, repair, loss of everything, and a restore that proves it."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer

from cli.main import luutru
from flows.archive import open_archive
from flows.auditing.copies_judge import CopiesJudge
from records.errors import ArchiveError
from records.package import Damage

Ask = Callable[..., Any]
CODE = "H46.21.2010.01.01.01"


@pytest.fixture
def ask() -> Ask:
    """Runs a command in this process, which spares the start of a new one; its JSON.

    Each time the archive is opened and closed anew. ``ends`` is the exit code, or the code of the
    Problem that the command must raise.
    """

    def asked(archive: Path, *arguments: object, ends: int | str = 0, **given: str) -> Any:
        words = ["--archive", str(archive), *(str(each) for each in arguments), "--json"]
        done = CliRunner().invoke(luutru, words, env=given, standalone_mode=False)
        if (archive / "settings.toml").exists() and open_archive.cache_info().currsize:
            with contextlib.suppress(ArchiveError):
                open_archive(archive.resolve()).engine.dispose()
        open_archive.cache_clear()
        if isinstance(ends, str):
            assert isinstance(done.exception, ArchiveError), done.output
            assert done.exception.problem.code == ends
            return str(done.exception)
        assert done.exception is None, done.exception
        assert (done.return_value or 0) == ends, done.output
        return json.loads(done.stdout)

    return asked


@pytest.fixture
def copied(good: SimpleNamespace, copy_of: Callable[[Path], Path], ask: Ask) -> Path:
    """The good archive with a copy ``dia-a`` that is in step."""
    archive = copy_of(good.archive)
    ask(archive, "copies", "add", "dia-a", archive.parent / "dia-a")
    (told,) = ask(archive, "copies", "sync")["copies"]
    assert told["standings"] == {"in-step": 3, "behind": 0, "damaged": 0, "missing": 0}
    return archive


def scan_of(archive: Path) -> Path:
    return next(archive.glob(f"store/*/*/*/*/v1/content/*/representations/master/data/{CODE}.001*"))


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_damage_is_found_repaired_and_told(copied: Path, ask: Ask, command: Path) -> None:
    scan = scan_of(copied)
    right = scan.read_bytes()
    flip(scan)
    (found,) = ask(copied, "audit", ends=1)["damaged"]
    planned = ask(copied, "repair", CODE, "--dry-run")
    assert [(each["kind"], each["source"]) for each in planned["files"]] == [("changed", "dia-a")]
    assert planned["files"][0]["path"] == found["path"]
    assert scan.read_bytes() != right
    done = ask(copied, "repair", CODE, "--by", "Người sửa")
    assert done == planned | {"dry_run": False, "aside": done["aside"]}
    assert scan.read_bytes() == right
    assert ask(copied, "audit")["damaged"] == []
    (repair,) = ask(copied, "show", CODE)["repairs"][-1:]
    assert (repair["actor"], repair["action"]) == ("Người sửa", "repair")
    flip(scan)
    shutil.rmtree(copied.parent / "dia-a")
    words = [command, "--archive", copied, "repair", CODE]
    refused = subprocess.run(words, capture_output=True, text=True, check=False)
    assert refused.returncode == 4
    assert "dia-a: –" in refused.stderr
    assert ask(copied, "show", CODE)["pending_copies"] == []
    assert ask(copied, "copies", "list", ends=1)["copies"][0]["problems"][0]["code"] == "A080"


def test_a_ledger_that_somebody_changed_comes_back_from_a_copy(copied: Path, ask: Ask) -> None:
    before = ask(copied, "audit")["ledger"]
    with sqlite3.connect(copied / "luutru.db") as database:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'ledger_refuses_update'"
        (guard,) = database.execute(asked).fetchone()
        database.execute("DROP TRIGGER ledger_refuses_update")
        database.execute(
            "UPDATE ledger SET payload = replace(payload, 'luutru', 'x') WHERE seq = 1"
        )
        database.execute(guard)
    database.close()
    assert not ask(copied, "audit", ends=1)["ledger"]["intact"]
    done = ask(copied, "repair", "--ledger")["ledger"]
    assert (done["source"], done["restored"], done["size"]) == ("dia-a", 1, before["size"] + 1)
    after = ask(copied, "audit")["ledger"]
    assert (after["intact"], after["size"], after["root"]) == (True, done["size"], done["root"])
    (copied / "luutru.db").write_bytes(b"no database at all" * 1000)
    ask(copied, "list", ends="A142")
    again = ask(copied, "repair", "--ledger")["ledger"]
    assert again["size"] == done["size"] + 1
    assert ask(copied, "list")["total"] == 3
    assert ask(copied, "audit")["ledger"]["intact"]
    assert ask(copied, "repair", "--ledger")["ledger"]["source"] is None


def test_a_database_whose_ledger_is_whole_but_not_its_file_is_made_anew(
    copied: Path, ask: Ask
) -> None:
    ask(copied, "audit")
    with contextlib.closing(sqlite3.connect(copied / "luutru.db")) as database:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_copy_held_1'"
        (page,) = database.execute(asked).fetchone()
        (page_bytes,) = database.execute("PRAGMA page_size").fetchone()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray((copied / "luutru.db").read_bytes())
    content[(page - 1) * page_bytes] ^= 1
    (copied / "luutru.db").write_bytes(content)
    ask(copied, "audit", ends="A142")
    before = ask(copied, "ledger", "head")
    planned = ask(copied, "repair", "--ledger", "--dry-run")["ledger"]
    assert (planned["restored"], planned["size"]) == (0, before["size"])
    done = ask(copied, "repair", "--ledger")["ledger"]
    assert (done["restored"], done["size"]) == (0, before["size"] + 1)
    assert ask(copied, "audit")["damaged"] == []
    assert ask(copied, "list")["total"] == 3
    with contextlib.closing(sqlite3.connect(copied / "luutru.db")) as database, database:
        database.execute("INSERT INTO version_intent VALUES ('urn:uuid:0', 7, 'x')")
    assert [each["path"] for each in ask(copied, "audit", ends=1)["damaged"]] == [
        "version_intent: urn:uuid:0"
    ]
    ask(copied, "repair", "--ledger")
    assert ask(copied, "audit")["damaged"] == []


@pytest.fixture
def bucket() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    names = {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **names)
    client.create_bucket(Bucket="luu")
    client.close()
    yield address
    server.stop()


def hits_of(answer: Any) -> set[tuple[str, int]]:
    return {(hit["document_code"], hit["page"]) for hit in answer["hits"]}


def stamps(archive: Path) -> dict[Path, int]:
    """When each file of an archive was last written, but for what readers touch too."""
    readers = (".lock", "-shm", "-wal")
    files = (path for path in archive.rglob("*") if path.is_file())
    return {path: path.stat().st_mtime_ns for path in files if not path.name.endswith(readers)}


def test_a_drill_proves_a_copy_and_touches_nothing(copied: Path, ask: Ask, tmp_path: Path) -> None:
    before = stamps(copied)
    drill = ask(copied, "restore", "--from", "dia-a", "--to", tmp_path / "drill", "--drill")
    assert drill["equal"]
    assert all(each["ok"] for each in drill["proofs"])
    names = [each["name"].partition(":")[0] for each in drill["proofs"]]
    assert names[:7] == ["ledger", "state", "intact", "objects", "files", "bytes", "catalogue"]
    assert names[7:] == ["search"] * 3
    left = {path.name for path in (tmp_path / "drill").iterdir()}
    assert left == {"restore-report.json", "restore-report.txt"}
    assert json.loads((tmp_path / "drill/restore-report.json").read_text())["equal"]
    assert stamps(copied) == before


def test_a_lost_archive_is_rebuilt_from_a_bucket(
    copied: Path, ask: Ask, bucket: str, tmp_path: Path
) -> None:
    key = {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"}
    place = ("s3://luu/kho", "--endpoint", bucket)
    ask(copied, "copies", "add", "s3", *place, **key)
    ask(copied, "copies", "sync", "s3", **key)
    listed, hits = ask(copied, "list", **key), hits_of(ask(copied, "search", "tập huấn", **key))
    shutil.rmtree(copied)
    again = tmp_path / "again"
    report = ask(copied, "restore", "--from", *place, "--to", again, **key)
    assert (report["equal"], report["compared_with"]) == (True, "s3")
    assert ask(again, "list") == listed
    assert hits_of(ask(again, "search", "tập huấn")) == hits
    assert ask(again, "audit")["damaged"] == []
    assert ask(again, "copies", "list")["copies"] == [], "two archives must not share a copy"
    assert not (again / "restore.json").exists()


def test_a_copy_with_damage_restores_what_is_sound_and_says_what_is_not(
    copied: Path, ask: Ask, tmp_path: Path
) -> None:
    flip(scan_of(copied.parent / "dia-a"))
    told = ask(copied, "restore", "--from", "dia-a", "--to", tmp_path / "again", ends=1)
    assert [each["code"] for each in told["problems"]] == ["A084"]
    assert {each["name"] for each in told["proofs"] if not each["ok"]} >= {"intact", "files"}
    for wrong in (copied, copied / "x", tmp_path):
        ask(copied, "restore", "--from", "dia-a", "--to", wrong, ends="F124")
    held = ask(copied, "copies", "verify", ends=1)["copies"][0]
    assert [each["kind"] for each in held["findings"]] == ["changed"]
    judge = CopiesJudge(open_archive(copied), datetime.now(UTC))
    (found,) = judge(held["findings"][0]["package_id"])
    assert (found.copy, found.kind, judge.away) == ("dia-a", Damage.CHANGED, set())
    (hurt,) = ask(copied, "audit", CODE, ends=1)["damaged"]
    assert (hurt["against"], hurt["path"].startswith("dia-a: ")) == ("copy", True)
    ask(copied, "repair", CODE, "--copy", "dia-a")
    assert ask(copied, "audit", CODE)["damaged"] == []
    assert ask(copied, "restore", "--from", "dia-a", "--to", tmp_path / "again")["equal"]
