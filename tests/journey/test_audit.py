"""What an auditor sees: the right witness for each harm, papers to sign, and when all is read."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import text

from archive_store import audit
from archive_store.vault.audit.fixity import Scope
from archive_store.vault.catalogue.check import unfounded_rows, unlisted_packages
from archive_store.vault.ledger.captures import captured
from flows.archive import Archive, open_archive
from flows.auditing.history import read_history
from flows.auditing.judges import judges_of
from flows.auditing.packages import AuditAsked, audit_archive
from flows.auditing.report import write_reports
from flows.keeping.packaging import package_id_of
from flows.keeping.storing import store_dossier
from flows.settings import AuditSection
from flows.taking_in.batches import receive
from metadata.record import read_record, write_record
from records.digest import Sha256, Sha512
from records.errors import RefusedError
from records.package import Damage, FileEntry, Package, Witness

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
CODES = ("H46.21.2010.01.01.01", "H46.21.2019.01.02.03")
ALL = AuditAsked(everything=True, jobs=1)


@pytest.fixture
def archive(good: SimpleNamespace, tmp_path: Path) -> Iterator[Archive]:
    """A copy of the good archive, opened, to do harm to."""
    ignored = shutil.ignore_patterns("work", "prefect", "index")
    opened = open_archive(shutil.copytree(good.archive, tmp_path / "archive", ignore=ignored))
    yield opened
    opened.engine.dispose()


def found(archive: Archive) -> set[tuple[str, str, Damage, Witness]]:
    # An hour later, when nothing can still be on its way into the catalogue.
    later = datetime.now(UTC) + timedelta(hours=1)
    engine = archive.engine
    scope = Scope(first=unlisted_packages(engine), unfounded=unfounded_rows(engine))
    report = audit(archive.vault, later, scope, None, judges_of(archive, later))
    names = {package_id_of(archive.identity, code): code for code in CODES}
    return {
        (names.get(each.package_id, each.package_id), Path(each.path).name, each.kind, each.against)
        for each in report.damaged
    }


def change(archive: Archive, statement: str, **values: object) -> None:
    with archive.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_a_row_of_the_catalogue_that_was_changed_is_named_with_its_columns(
    archive: Archive,
) -> None:
    change(archive, "UPDATE catalogue SET access = '99', title = 'x' WHERE dossier_code = :c",
           c=CODES[0])  # fmt: skip
    row = (CODES[0], f"{CODES[0]}#access,title", Damage.CHANGED, Witness.CATALOGUE)
    assert found(archive) == {row}


def test_a_lost_row_and_a_row_without_a_package_are_told_apart(archive: Archive) -> None:
    change(archive, "UPDATE catalogue SET package_id = 'urn:x' WHERE dossier_code = :c", c=CODES[0])
    assert found(archive) == {
        (CODES[0], CODES[0], Damage.MISSING, Witness.CATALOGUE),
        ("urn:x", CODES[0], Damage.UNTRACKED, Witness.CATALOGUE),
    }
    package_id = package_id_of(archive.identity, CODES[0])
    change(archive, "UPDATE catalogue SET package_id = :p WHERE dossier_code = :c",
           p=package_id, c=CODES[0])  # fmt: skip
    assert found(archive) == set()


def test_a_row_that_is_on_its_way_is_no_damage(archive: Archive) -> None:
    package_id = package_id_of(archive.identity, CODES[0])
    with archive.engine.begin() as connection:
        connection.execute(text("DELETE FROM catalogue WHERE dossier_code = :c"), {"c": CODES[0]})
    created = archive.vault.history(package_id)[-1].created
    scope = Scope(first=unlisted_packages(archive.engine), budget_bytes=1)
    for minutes, alarms in ((9, 0), (11, 1)):
        now = created + timedelta(minutes=minutes)
        report = audit(archive.vault, now, scope, None, judges_of(archive, now))
        assert (report.objects, len(report.damaged)) == (1, alarms)


def rebuilt(archive: Archive, code: str, changes: dict[str, bytes]) -> None:
    """Store the package anew with some of its files changed, in the way of the product itself."""
    vault, package_id = archive.vault, package_id_of(archive.identity, code)
    root = vault.staging / package_id.replace(":", "_")
    files = []
    for path in vault.list_files(package_id):
        content = changes.get(path, vault.read_file(package_id, path).read_bytes())
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        files.append(
            FileEntry(
                path=path,
                size_bytes=len(content),
                sha256=Sha256(hashlib.sha256(content).hexdigest()),
                sha512=Sha512(hashlib.sha512(content).hexdigest()),
                media_type="x/x",
            )
        )
    package = Package(package_id=package_id, dossier_code=code, root=root, files=tuple(files))
    vault.store_revision(package, vault.history(package_id)[-1], "Kẻ gian", datetime.now(UTC))


def masters(archive: Archive, code: str) -> dict[str, bytes]:
    package_id = package_id_of(archive.identity, code)
    paths = (path for path in archive.vault.list_files(package_id) if "/master/data/" in path)
    return {path: archive.vault.read_file(package_id, path).read_bytes() for path in paths}


def test_masters_swapped_in_packages_that_were_rebuilt_and_witnessed_are_found(
    archive: Archive,
) -> None:
    """The ledger has the new versions; intake had other scans."""
    (ours, _), (theirs, foreign) = (next(iter(masters(archive, code).items())) for code in CODES)
    rebuilt(archive, CODES[0], {ours: foreign})
    ledger = {hit for hit in found(archive) if hit[3] is not Witness.CATALOGUE}
    name = Path(ours).name
    assert (CODES[0], name, Damage.MISSING, Witness.INTAKE) in ledger
    assert {each[2] for each in ledger} <= {Damage.MISSING, Damage.CHANGED}
    assert theirs not in {each[1] for each in ledger}


def test_a_record_rewritten_to_fit_the_swapped_master_does_not_fit_the_ledger(
    archive: Archive,
) -> None:
    ours = next(iter(masters(archive, CODES[0])))
    foreign = next(iter(masters(archive, CODES[1]).values()))
    package_id = package_id_of(archive.identity, CODES[0])
    record = archive.vault.read_file(package_id, "metadata/other/record.json").read_bytes()
    dossier = read_record(record)
    first = dossier.documents[0]
    forged = replace(first.file, sha256=Sha256(hashlib.sha256(foreign).hexdigest()))
    documents = (replace(first, file=forged), *dossier.documents[1:])
    changes = {
        ours: foreign,
        "metadata/other/record.json": write_record(replace(dossier, documents=documents)),
    }
    rebuilt(archive, CODES[0], changes)
    against_intake = {hit for hit in found(archive) if hit[3] is Witness.INTAKE}
    assert {(hit[0], hit[2]) for hit in against_intake} == {
        (CODES[0], Damage.CHANGED),
        (CODES[0], Damage.MISSING),
    }


def test_scans_swapped_between_reception_and_storing_are_refused(
    new_archive: Path, samples: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(new_archive, tmp_path / "archive")
    archive = open_archive(root)
    batch = receive(archive, (samples / "batches" / "good",))
    mine, other = batch.dossiers[0], batch.dossiers[1]
    received = captured(archive.engine, package_id_of(archive.identity, mine.code))
    assert len(received) == len(mine.documents)
    swapped = replace(
        mine,
        documents=tuple(
            replace(document, file=other.documents[0].file) for document in mine.documents[:1]
        ),
    )
    outcome = store_dossier(archive, batch, swapped, datetime.now(UTC))
    assert [each.code for each in outcome.problems] == ["F115", "F010"]
    assert outcome.report.package_id is None
    archive.engine.dispose()


def test_a_report_is_written_for_people_to_sign(archive: Archive, ask: Ask, tmp_path: Path) -> None:
    (scan,) = archive.root.glob("store/**/master/data/H46.21.2019.01.02.03.002.png")
    scan.unlink()
    told = ask(archive.root, "audit", "--report", tmp_path / "papers", ends=1)
    assert [Path(file).suffix for file in told["report"]] == [".xlsx", ".docx", ".pdf"]
    later = write_reports(archive, tmp_path / "later", datetime.now(UTC))
    for workbook, minutes, page in (map(Path, told["report"]), later):
        book = load_workbook(workbook)
        assert [row[0].value for row in book["Hư hại"].iter_rows(min_row=2)] == [CODES[1]]
        assert book["Gói tin"].max_row == 1 + 3
        (damage,) = (
            table for table in Document(str(minutes)).tables if table.cell(0, 0).text == "TT"
        )
        assert damage.cell(1, 2).text.endswith("H46.21.2019.01.02.03.002.png")
        assert page.read_bytes().startswith(b"%PDF-")
    history = read_history(archive)
    assert [Path(known.finding.path).name for known in history.open] == [scan.name]
    newest = history.runs[0]
    assert (newest.asked, newest.objects, newest.findings) == ("round", 3, 1)


def test_a_report_never_overwrites_another(archive: Archive, tmp_path: Path) -> None:
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    first = write_reports(archive, tmp_path, moment)
    before = [file.read_bytes() for file in first]
    with pytest.raises(RefusedError, match="giữ nguyên"):
        write_reports(archive, tmp_path, moment)
    assert [file.read_bytes() for file in first] == before
    assert sorted(tmp_path.glob(".*")) == []


def test_people_see_what_to_do_about_each_damage(
    archive: Archive, luutru: Callable[..., Any]
) -> None:
    (scan,) = archive.root.glob("store/**/master/data/H46.21.2019.01.02.03.002.png")
    scan.write_bytes(b"x")
    (archive.root / "store" / "la.txt").write_text("x")
    done = luutru("--archive", archive.root, "audit")
    flat = " ".join(done.stdout.replace("│", " ").split())
    assert done.returncode == 1
    for words in ("bị thay đổi", "ngoài bản kê", "repair", "la.txt", "chưa khắc phục: 2"):
        assert words in flat


def test_the_days_budget_ends_the_days_reading(archive: Archive) -> None:
    change(archive, "DELETE FROM audit_run")
    poor = AuditSection(day_bytes=1)
    archive = replace(archive, settings=archive.settings.model_copy(update={"audit": poor}))
    asked = (AuditAsked(), AuditAsked(), ALL, AuditAsked(codes=(CODES[0],)))
    outcomes = [audit_archive(archive, each, lambda _: None) for each in asked]
    assert [each.store.objects for each in outcomes] == [1, 0, 3, 1]
    codes = [[problem.code for problem in each.problems] for each in outcomes]
    assert codes == [["F110"], ["F112", "F110"], ["F110"], ["F110"]]
    told = outcomes[-1].forecast
    assert told.round_days == told.size_bytes > 90
    assert (told.is_met, told.overdue) == (False, 0)
