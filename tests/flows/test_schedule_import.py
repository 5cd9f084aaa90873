"""A schedule is imported: previewed, kept under its digest; it changes no dossier."""

import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from archive_store import read_rows
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import entries
from flows.archive import open_archive
from flows.copying.kept_state import KEPT
from flows.periods.imports import import_schedule, imported_tables, unwitnessed
from flows.periods.schedules import archive_schedules, preview_schedule
from metadata.record import read_record
from records.errors import InputError, SetupError
from tests.flows.conftest import NOW, Stored


@pytest.fixture
def stored(home: Stored, tmp_path: Path) -> Stored:
    """A copy of the archive that holds a delivery, to import into."""
    root = shutil.copytree(home.archive.root, tmp_path / "kho")
    return replace(home, archive=open_archive(root))


GIVEN = {
    "instrument": "10/2022/TT-BNV", "version": "2027-01", "valid_from": "15/02/2023",
    "replaces": "2026-11",
}  # fmt: skip
BY = "Nguyễn Thị Lan"
TABLE = "Mã,Nhóm,Nội dung,Thời hạn\nA1,Chung,Kế hoạch năm,Vĩnh viễn\nA2,Chung,=1+1,5 năm\n"


def sheet(folder: Path, text: str = TABLE.replace("=1+1", "Kế hoạch tuần")) -> Path:
    target = folder / "bang.csv"
    target.write_text(text, encoding="utf-8")
    return target


def test_a_preview_writes_nothing_and_an_import_is_read_back(
    stored: Stored, tmp_path: Path
) -> None:
    archive = stored.archive
    before = archive_schedules(archive.root)
    preview = preview_schedule(archive, sheet(tmp_path), GIVEN)
    assert (preview.before, preview.is_refused, preview.is_new) == ("2026-11", False, True)
    assert {each.code: (each.before, each.after) for each in preview.changes}["A1"] == (
        None, "Vĩnh viễn",
    )  # fmt: skip
    assert archive_schedules(archive.root) == before
    records = [row.record for row in read_rows(archive.engine)]
    kept = import_schedule(archive, preview, BY, NOW)
    assert kept is not None
    assert kept.name.startswith("10-2022-tt-bnv@2027-01@")
    found = archive_schedules(archive.root)
    assert [each for each in found if each not in before] == [preview.schedule]
    assert [row.record for row in read_rows(archive.engine)] == records
    again = preview_schedule(archive, sheet(tmp_path), GIVEN)
    assert (again.is_new, import_schedule(archive, again, BY, NOW)) == (False, None)


def test_other_contents_under_the_same_version_are_refused(stored: Stored, tmp_path: Path) -> None:
    archive = stored.archive
    import_schedule(archive, preview_schedule(archive, sheet(tmp_path), GIVEN), BY, NOW)
    other = sheet(tmp_path, "Mã,Nhóm,Nội dung,Thời hạn\nA1,Chung,Kế hoạch năm,70 năm\n")
    preview = preview_schedule(archive, other, GIVEN)
    assert [each.code for each in preview.problems] == ["T023"]
    assert import_schedule(archive, preview, BY, NOW) is None
    assert len(list((archive.root / "schedules").glob("*.csv"))) == 1


def test_the_ledger_tells_who_took_which_table_into_use(stored: Stored, tmp_path: Path) -> None:
    archive = stored.archive
    preview = preview_schedule(archive, sheet(tmp_path), GIVEN)
    table = import_schedule(archive, preview, BY, NOW)
    assert table is not None
    entry = entries(archive.engine)[-1]
    assert (entry.action, entry.actor) == ("schedule", BY)
    assert entry.object_id == f"urn:luutru:schedule:{table.stem}"
    ((known, note),) = imported_tables(archive).items()
    assert (known, unwitnessed({known: note})) == (table, ())
    assert note is not None
    assert (note.instrument, note.version, note.by) == ("10/2022/TT-BNV", "2027-01", BY)
    assert (note.items, note.added, note.removed) == (2, 2, 10)
    assert verify(archive.engine) == ()


@pytest.mark.parametrize("spoilt", ["note", "table", "no note"])
def test_a_table_that_the_ledger_does_not_know_is_told_until_it_is_imported_again(
    stored: Stored, tmp_path: Path, spoilt: str
) -> None:
    archive = stored.archive
    preview = preview_schedule(archive, sheet(tmp_path), GIVEN)
    table = import_schedule(archive, preview, BY, NOW)
    assert table is not None
    note, content = table.with_suffix(".json"), table.read_bytes()
    if spoilt == "note":
        note.write_text(note.read_text().replace(BY, "Ai đó"))
    elif spoilt == "table":
        table.write_bytes(content + b"\n")
    else:
        note.unlink()
    told = unwitnessed(imported_tables(archive))
    assert [(each.code, each.subject) for each in told] == [("T066", table.name)]
    table.write_bytes(content)
    again = preview_schedule(archive, sheet(tmp_path), GIVEN)
    import_schedule(archive, again, "Trần Văn Hải", NOW)
    assert unwitnessed(imported_tables(archive)) == ()


def test_a_schedule_with_an_error_is_not_kept(stored: Stored, tmp_path: Path) -> None:
    preview = preview_schedule(stored.archive, sheet(tmp_path, TABLE), GIVEN)
    assert preview.is_refused
    assert [(each.code, each.subject) for each in preview.problems][:1] == [("T021", "bang.csv:3")]
    assert import_schedule(stored.archive, preview, BY, NOW) is None
    assert list((stored.archive.root / "schedules").iterdir()) == []


def test_a_file_that_was_changed_since_is_told(stored: Stored, tmp_path: Path) -> None:
    archive = stored.archive
    kept = import_schedule(archive, preview_schedule(archive, sheet(tmp_path), GIVEN), BY, NOW)
    assert kept is not None
    copy = shutil.copytree(archive.root / "schedules", tmp_path / "other" / "schedules")
    changed = copy / kept.name
    changed.write_bytes(changed.read_bytes().replace("Vĩnh viễn".encode(), "5 năm".encode()))
    with pytest.raises(SetupError) as caught:
        archive_schedules(copy.parent)
    assert caught.value.problem.code == "T024"


def test_a_workbook_is_read_and_rubbish_is_refused(stored: Stored, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in TABLE.replace("=1+1", "Kế hoạch tuần").splitlines():
        book.active.append(row.split(","))
    book.save(tmp_path / "bang.xlsx")
    preview = preview_schedule(stored.archive, tmp_path / "bang.xlsx", GIVEN)
    assert preview.problems == ()
    assert preview.schedule is not None
    assert [each.code for each in preview.schedule.items] == ["A1", "A2"]
    (tmp_path / "rac.xlsx").write_bytes(b"PK\x03\x04\xff" + b"\0" * 100)
    with pytest.raises(InputError):
        preview_schedule(stored.archive, tmp_path / "rac.xlsx", GIVEN)


def test_dossiers_under_the_version_before_are_counted_and_stay(
    stored: Stored, tmp_path: Path
) -> None:
    rule = read_record(next(iter(read_rows(stored.archive.engine))).record).retention
    assert rule is not None
    given = GIVEN | {"instrument": rule.instrument, "replaces": ""}
    preview = preview_schedule(stored.archive, sheet(tmp_path), given)
    assert preview.stay == {rule.version: 1}


def test_second_copies_take_schedules_along() -> None:
    assert {"schedules/*.csv", "schedules/*.json", "assignment_rules.csv"} <= set(KEPT)
