"""What must not be done is refused by the command line: exit 4, the reason, nothing destroyed."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from archive_store.vault.database.engine import writing
from flows.archive import Archive, open_archive
from flows.disposing.cases import find_case
from flows.disposing.holds import place
from flows.looking.show import find_row
from flows.revising.correcting import Request, correct_record, make_note
from retention.disposal.case import CaseState
from retention.disposal.stubs import find_stub
from retention.holds import HoldOrder
from retention.tables import CASES
from tests.flows.conftest import Stored
from tests.flows.disposing import Kept, make_kept, ordered

Luutru = Callable[..., Any]
LATER = datetime.now(UTC) + timedelta(minutes=32)


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An archive with an ordered case."""

    kept: Kept
    case_id: str

    @property
    def archive(self) -> Archive:
        return self.kept.archive


@pytest.fixture(scope="module")
def whole(
    home: Stored, make_archive: Callable[..., Archive], store_read: Callable[..., object],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Kept, str]:  # fmt: skip
    folder = tmp_path_factory.mktemp("refusals") / "whole"
    folder.mkdir()
    kept = make_kept(folder, home, make_archive, store_read)
    case_id = ordered(kept)
    kept.archive.engine.dispose()
    open_archive.cache_clear()
    return folder, kept, case_id


@pytest.fixture
def ready(whole: tuple[Path, Kept, str], tmp_path: Path) -> Ready:
    made, kept, case_id = whole
    folder = shutil.copytree(made, tmp_path / "bản")
    settings = folder / "kho" / "settings.toml"
    settings.write_text(settings.read_text().replace(str(made), str(folder)))
    open_archive.cache_clear()
    copies = (folder / "một", folder / "hai")
    own = Kept(archive=open_archive(folder / "kho"), code=kept.code, copies=copies)
    return Ready(kept=own, case_id=case_id)


def hold_it(ready: Ready) -> None:
    order = HoldOrder(by="Lan", reason="khiếu nại", authority="9/CV", codes=(ready.kept.code,))
    place(ready.archive, order, LATER)


def change_the_list(ready: Ready) -> None:
    with writing(ready.archive.engine) as connection:
        record = str(connection.scalar(text("SELECT record FROM disposal_case")))
        connection.execute(update(CASES).values(record=record.replace("bản trùng", "khác")))


def lose_the_package(ready: Ready) -> None:
    package_id = find_row(ready.archive, ready.kept.code).package_id
    shutil.rmtree(ready.archive.vault.place.object(package_id))


def nothing(_: Ready) -> None:
    """The same person asks twice."""


@pytest.mark.parametrize(
    ("harm", "by", "reason"),
    [
        (hold_it, "Hai", "GL-"),
        (change_the_list, "Hai", "thay đổi"),
        (lose_the_package, "Hai", "gói tin"),
        (nothing, "Một", "Một"),
    ],
)
def test_an_execution_is_refused_with_its_reason_and_destroys_nothing(
    ready: Ready, luutru: Luutru, harm: Callable[[Ready], None], by: str, reason: str
) -> None:
    harm(ready)
    top = ready.archive.root
    before = {each for part in ("store", "index") for each in (top / part).rglob("*")}
    done = luutru("--archive", top, "disposal", "execute", ready.case_id, "--by", by)
    assert done.returncode == 4
    assert reason.lower() in done.stderr.lower()
    after = {each for part in ("store", "index") for each in (top / part).rglob("*")}
    assert {each for each in after if each.suffix != ".lock"} >= {
        each for each in before if each.suffix != ".lock"
    }
    assert find_case(ready.archive, ready.case_id).state is CaseState.ORDERED
    assert find_stub(ready.archive.engine, ready.kept.code) is None


def test_a_dossier_without_an_end_is_not_proposed(
    home: Stored, luutru: Luutru, tmp_path: Path
) -> None:
    root = shutil.copytree(home.archive.root, tmp_path / "kho")
    open_archive.cache_clear()
    archive = open_archive(root)
    (code,) = (each.code for each in home.batch.dossiers)
    request = Request(note=make_note("Lan", "không rõ"), now=LATER)
    assert not correct_record(archive, code, (("end", ""),), request).is_refused
    asked = ("--document", "1/TTr", "--date", "2026-01-05", "--by", "Lan")
    done = luutru("--archive", root, "disposal", "propose", code, *asked)
    assert done.returncode == 4
    assert code in done.stderr
    swept = luutru("--archive", root, "retention", "sweep", "--as-of", "2999-01-01", "--json")
    told = json.loads(swept.stdout)
    assert (told["due"], [each["dossier_code"] for each in told["unknown"]]) == ([], [code])


@pytest.mark.parametrize(
    ("rows", "replaces", "code"),
    [
        ("A1,Kế hoạch,5 năm\nA1,Kế hoạch khác,10 năm\n", "2026-11", "T014"),
        ("A1,Kế hoạch,5 năm\n", "", "T015"),
        ("A1,Kế hoạch,\n", "2026-11", "T012"),
    ],
)
def test_a_contradictory_or_overlapping_schedule_is_refused(
    home: Stored, luutru: Luutru, tmp_path: Path, rows: str, replaces: str, code: str
) -> None:
    table = tmp_path / "bang.csv"
    table.write_text("Mã,Nội dung,Thời hạn\n" + rows, encoding="utf-8")
    given = ["--instrument", "10/2022/TT-BNV", "--version", "2027-01", "--from", "15/02/2023"]
    given += ["--replaces", replaces] if replaces else []
    archive = ("--archive", home.archive.root)
    done = luutru(*archive, "retention", "schedule", "import", table, *given, "--yes", "--json")
    assert done.returncode == 4
    told = json.loads(done.stdout)
    assert [each["code"] for each in told["problems"]] == [code]
    assert told["file"] is None
    assert list((home.archive.root / "schedules").iterdir()) == []
