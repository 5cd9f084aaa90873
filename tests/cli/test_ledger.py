"""The ledger by its commands, as key holder, clerk, forger and auditor use it."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from archive_store.vault.database.engine import open_database
from archive_store.vault.ledger.entries import NewEntry, append
from cli.main import luutru
from records.digest import Sha512
from records.errors import RefusedError


def write(archive: Path, actor: str) -> None:
    """Three entries; those that are there are taken away first, traces and all, as a forger can."""
    engine = open_database(archive / "luutru.db")
    with engine.begin() as connection:
        for change in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS ledger_refuses_{change}"))
        for table in ("ledger", "ledger_node"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of this test
    for number in range(3):
        append(engine, NewEntry(
            time=datetime(2026, 3, 2, tzinfo=UTC), actor=actor, action="store", version=1,
            object_id=f"urn:uuid:{number}", inventory_sha512=Sha512("0" * 128),
        ))  # fmt: skip
    engine.dispose()


@dataclass(frozen=True, kw_only=True)
class Hands:
    """An archive with a signed head. Commands run in this process, as each start takes a second."""

    archive: Path
    key: Path
    signed: dict[str, Any]

    def run(self, *arguments: object) -> tuple[Any, str]:
        """What the command returns or raises, and its standard output."""
        return run(self.archive, *arguments)


def run(archive: Path, *arguments: object) -> tuple[Any, str]:
    words = ["--archive", str(archive), "ledger", *map(str, arguments)]
    done = CliRunner().invoke(luutru, words, standalone_mode=False)
    return done.exception or done.return_value, done.stdout


@pytest.fixture(scope="module")
def hands(new_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Hands:
    folder = tmp_path_factory.mktemp("ledger")
    archive = shutil.copytree(new_archive, folder / "kho")
    write(archive, "luutru")
    _, made = run(archive, "keygen", "--key", folder / "key.pem", "--json")
    _, told = run(archive, "sign", "--key", folder / "key.pem", "--json")
    assert json.loads(told)["key"] == json.loads(made)["key"]
    return Hands(archive=archive, key=folder / "key.pem", signed=json.loads(told))


def test_the_page_of_a_head_can_be_printed_and_kept(hands: Hands, tmp_path: Path) -> None:
    ended, page = hands.run("head", "--to", tmp_path / "kept.head")
    assert (ended, (tmp_path / "kept.head").read_text()) == (None, hands.signed["note"])
    lines = page.splitlines()
    assert lines[0] == "ĐẦU SỔ CÁI LƯU TRỮ"
    assert lines[2:4] == ["Đầu sổ số: 1", "Số mục: 3"]
    assert "".join(lines[6:8]).replace(" ", "") == hands.signed["root"]
    assert lines[9].strip() == hands.signed["key"]
    assert page.split("-----\n")[1] == hands.signed["note"]
    refused, _ = hands.run("head", "--to", tmp_path / "kept.head")
    assert isinstance(refused, RefusedError)
    assert refused.problem.code == "F107"


def test_a_rewritten_history_is_found_by_one_saved_head(hands: Hands, tmp_path: Path) -> None:
    saved = tmp_path / "kept.head"
    saved.write_text(hands.signed["note"])
    verify = ("verify", "--from", saved, "--json")
    ended, told = hands.run(*verify, "--object", "urn:uuid:1")
    sound = json.loads(told)
    assert (ended, sound["intact"], sound["outside"]) == (0, True, 1)
    assert [entry["seq"] for entry in sound["entries"]] == [1]
    write(hands.archive, "forger")
    ended, told = hands.run(*verify)
    problems = [(each["code"], each["subject"]) for each in json.loads(told)["problems"]]
    assert (ended, problems) == (1, [("A066", "ledger head 1"), ("A066", str(saved))])
    refused, _ = hands.run("sign", "--key", hands.key)
    assert isinstance(refused, RefusedError)
    assert refused.problem.code == "F109"
    assert hands.run("export", tmp_path / "export")[0] is None
    done = subprocess.run(
        [sys.executable, "-I", "-S", tmp_path / "export" / "verify_ledger.py",
         "--key", hands.signed["key"], "--head", saved],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout.count("HISTORY WAS REWRITTEN")) == (1, 2)
    assert done.stdout.count("LỊCH SỬ ĐÃ BỊ VIẾT LẠI") == 2
