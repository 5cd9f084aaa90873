"""Packages in and out of real archives: what left comes in elsewhere as it was."""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from archive_store.package.exports.bag import BagTold, make_bag
from archive_store.package.exports.part import below, part_of_bytes
from archive_store.package.exports.zip_file import write_zip
from archive_store.package.premis_reading import read_events
from archive_store.vault.ledger.entries import entries
from flows.archive import Archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.keeping.storing import DossierOutcome
from flows.looking.exporting import Exported, ExportForm, ExportRequest, export_record
from flows.revising.correcting import Request, correct_record, make_note
from flows.taking_in.importing import receive_package
from flows.taking_in.quarantine import list_quarantine
from metadata.archival_xml import read_fields
from records.access import ARCHIVIST, PUBLIC_READER, Reader
from records.batch import Batch
from records.digest import sha256_of
from records.errors import RefusedError
from records.package import StorageState

# Reception notes the machine's time, and nothing may be stored at an earlier one.
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
CODE = "H46.21.2010.01.01.07"
StoreRead = Callable[[Archive, Batch], DossierOutcome]
Make = Callable[..., Archive]


def leave(archive: Archive, form: ExportForm, folder: Path, reader: Reader = ARCHIVIST,
          code: str = CODE) -> Exported:  # fmt: skip
    request = ExportRequest(form=form, folder=folder, reader=reader, by="Người xuất", now=NOW)
    return export_record(archive, code, request)


def package_of(archive: Archive) -> str:
    (package_id,) = archive.vault.list_packages()
    return package_id


def masters(archive: Archive) -> dict[str, str]:
    package_id = package_of(archive)
    return {
        path: sha256_of(archive.vault.read_file(package_id, path))
        for path in archive.vault.list_files(package_id)
        if path.startswith("representations/master/data/")
    }


def described(archive: Archive) -> dict[str, Any]:
    """Every value of the archival XML but the code that begins with the archive's own."""
    package_id = package_of(archive)
    told = {}
    for path in archive.vault.list_files(package_id):
        if "EAD" in path and path.endswith(".xml") and not path.startswith("documentation/"):
            values = dict(read_fields(archive.vault.read_file(package_id, path).read_bytes()))
            values.pop("arcFileCode", None)
            told[path] = values
    return told


def codes(batch: Batch) -> list[str]:
    return [each.code for each in batch.problems]


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Another archive that took in what left home."""

    archive: Archive
    left: Exported
    batch: Batch
    state: StorageState


@pytest.fixture(scope="module")
def arrive(
    home: Any, make_archive: Make, store_read: StoreRead, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[ExportForm], Away]:
    """What became of an export elsewhere, once for each form; the circular's goes further away."""

    @cache
    def arrived(form: ExportForm) -> Away:
        folder = tmp_path_factory.mktemp(form)
        archive = make_archive(folder / "away", "H50" if form is ExportForm.CIRCULAR else "H46")
        left = leave(home.archive, form, folder)
        batch = receive_package(archive, left.path)
        state = store_read(archive, batch).report.state
        return Away(archive=archive, left=left, batch=batch, state=state)

    return arrived


@pytest.mark.parametrize("form", [ExportForm.EARK, ExportForm.CIRCULAR, ExportForm.BAG])
def test_what_left_comes_in_elsewhere_as_it_was(
    form: ExportForm, home: Any, arrive: Callable[[ExportForm], Away]
) -> None:
    away = arrive(form)
    assert (away.state, codes(away.batch)) == (StorageState.STORED, ["F133", "F133"])
    assert masters(away.archive) == masters(home.archive)
    assert described(away.archive) == described(home.archive)
    is_same_keeper = form is not ExportForm.CIRCULAR
    assert (package_of(away.archive) == package_of(home.archive)) is is_same_keeper
    assert not (away.archive.work / "receiving").exists()
    # The record that came with it is kept inside, and must not be taken for the own one.
    told = audit_archive(away.archive, AuditAsked(everything=True), lambda _: None)
    assert told.damaged == ()


def test_the_same_package_again_changes_nothing(
    arrive: Callable[[ExportForm], Away], store_read: StoreRead
) -> None:
    away = arrive(ExportForm.EARK)
    assert receive_package(away.archive, away.left.path) == away.batch
    again = store_read(away.archive, away.batch).report
    assert (again.version, again.state) == (1, StorageState.STORED)


def test_the_stored_package_tells_where_it_came_from_also_after_a_correction(
    arrive: Callable[[ExportForm], Away],
) -> None:
    away = arrive(ExportForm.BAG)
    archive, package_id = away.archive, package_of(away.archive)
    kept = {path for path in archive.vault.list_files(package_id) if "submission" in path}
    whole = {"METS.xml", "metadata/descriptive/EAD.xml", "bag/manifest-sha256.txt",
             "bag/bag-info.txt", "metadata/preservation/PREMIS.xml"}  # fmt: skip
    assert {f"documentation/submission/{path}" for path in whole} <= kept
    assert not [path for path in kept if path.endswith((".tif", ".png", ".pdf", ".xsd"))]
    request = Request(note=make_note("Người sửa", "thử"), now=NOW, is_trial=False)
    outcome = correct_record(archive, CODE, (("title", "Hồ sơ đã sửa"),), request)
    assert outcome.version == 2
    files = archive.vault.list_files(package_id)
    assert {path for path in files if "submission" in path} == kept
    premis = archive.vault.read_file(package_id, "metadata/preservation/PREMIS.xml")
    told = read_events(premis.read_bytes())
    assert away.left.sha256 in told[0].detail
    assert [event.type for event in told][:4] == [
        "transfer", "unpacking", "fixity check", "validation",
    ]  # fmt: skip


def test_an_own_export_that_comes_back_changes_nothing(
    home: Any, store_read: StoreRead, tmp_path: Path
) -> None:
    left = leave(home.archive, ExportForm.EARK, tmp_path)
    outcome = store_read(home.archive, receive_package(home.archive, left.path))
    assert outcome.report.state is StorageState.HELD
    assert "F132" in [each.code for each in outcome.problems]
    assert len(home.archive.vault.history(package_of(home.archive))) == 1


def spoilt(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            after.writestr(entry, change(content) if entry.filename.endswith(name) else content)
    return target


def test_a_package_with_faults_is_set_aside_whole_with_its_report(
    home: Any, make_archive: Make, tmp_path: Path
) -> None:
    away = make_archive(tmp_path / "away")
    left = leave(home.archive, ExportForm.EARK, tmp_path)
    bad = spoilt(left.path, tmp_path / "bad.zip", ".002.tif", lambda content: content[:-1] + b"?")
    batch = receive_package(away, bad)
    assert (batch.dossiers, codes(batch)) == ((), ["F131", "A097", "A097", "A097"])
    (folder,) = away.quarantine.iterdir()
    assert sha256_of(folder / "bad.zip") == sha256_of(bad)
    report = json.loads((folder / "bad.zip.problem.json").read_bytes())
    assert [each["code"] for each in report["problems"]] == ["A097", "A097", "A097"]
    (listed,) = list_quarantine(away, with_reasons=False)
    assert (listed.reference, listed.code) == ("bad.zip", "A097")
    assert away.vault.list_packages() == ()
    assert not (away.work / "receiving").exists()
    assert not (batch.folder / "received").exists()


def test_a_package_that_calls_itself_secret_is_kept_apart_and_told_of_nowhere(
    home: Any, make_archive: Make, tmp_path: Path
) -> None:
    away = make_archive(tmp_path / "away")
    left = leave(home.archive, ExportForm.EARK, tmp_path)
    # Without digests a package is taken with warnings, which spares us writing METS anew.
    bare = spoilt(left.path, tmp_path / "bare.zip", "/METS.xml", lambda content: re.sub(
        rb' (SIZE|CHECKSUM|CHECKSUMTYPE)="[^"]*"', b"", content))  # fmt: skip
    secret = spoilt(bare, tmp_path / "secret.zip", "/EAD.xml", lambda content: content.replace(
        b"<mode>02</mode>", b"<mode>03</mode>"))  # fmt: skip
    batch = receive_package(away, secret)
    assert codes(batch).count("F030") == 2
    assert batch.receipt is not None
    assert (batch.dossiers[0].documents, batch.receipt.submission) == ((), ())
    assert len(list((away.quarantine / "restricted").iterdir())) == 2
    left_behind = [path for path in batch.folder.rglob("*") if path.is_file()]
    assert [path.name for path in left_behind] == ["batch.json"]


def test_a_bag_of_scans_is_a_delivery_with_manifests(
    home: Any, make_archive: Make, tmp_path: Path
) -> None:
    away = make_archive(tmp_path / "away")
    parts = tuple(
        part_of_bytes(path.relative_to(home.delivery).as_posix(), path.read_bytes())
        for path in sorted(home.delivery.rglob("*"))
        if path.is_file() and path.name != "list.csv"
    )
    told = BagTold(organisation="Sở Nội vụ", organisation_code="H46.21", identifier="lô 7",
                   description="Hồ sơ kho", bagged=NOW.date())  # fmt: skip
    write_zip(below("lo-07", make_bag(parts, told)), tmp_path / "lo-07.zip")
    batch = receive_package(away, tmp_path / "lo-07.zip")
    (dossier,) = batch.dossiers
    digests = [each.file.sha256 for each in dossier.documents]
    assert digests == [each.file.sha256 for each in home.batch.dossiers[0].documents]
    assert (dossier.provisional, dossier.listed.title) == (True, "Hồ sơ kho")
    assert batch.receipt is not None
    assert (batch.receipt.form, batch.receipt.identity) == ("BagIt", "lô 7")
    assert {file.path for file in batch.receipt.submission} == {
        f"bag/{name}" for name in (
            "bagit.txt", "bag-info.txt", "bagit-profile.json", "manifest-sha256.txt",
            "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt",
        )
    }  # fmt: skip


def test_who_may_not_see_a_dossier_may_not_export_it(home: Any, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        leave(home.archive, ExportForm.PDF, tmp_path / "out", PUBLIC_READER)
    assert caught.value.problem.code == "F130"
    assert not (tmp_path / "out").exists()


def test_an_export_is_noted_in_the_ledger_and_no_name_is_used_twice(
    home: Any, tmp_path: Path
) -> None:
    left = leave(home.archive, ExportForm.EARK, tmp_path)
    noted = entries(home.archive.engine)[-1]
    assert (noted.action, noted.actor, noted.version) == ("export", "Người xuất", 1)
    assert noted.object_id == f"{package_of(home.archive)}#eark"
    with pytest.raises(RefusedError) as caught:
        leave(home.archive, ExportForm.EARK, tmp_path)
    assert caught.value.problem.code == "A107"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        left.path.name, f"{left.path.name}.sha256",
    ]  # fmt: skip


def test_the_reading_copy_has_a_cover_and_a_bookmark_for_each_document(
    home: Any, tmp_path: Path
) -> None:
    whole = leave(home.archive, ExportForm.PDF, tmp_path)
    assert whole.files == 2
    with pikepdf.open(whole.path) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == 3
        assert [item.title for item in outline.root] == [
            "001 Tờ trình 05/TTr-SNV 04/05/2010", "002 Quyết định 112/QĐ-UBND 01/06/2010",
        ]  # fmt: skip


def test_one_document_leaves_alone_and_the_same_again(home: Any, tmp_path: Path) -> None:
    left = [
        leave(home.archive, ExportForm.PDF, tmp_path / folder, code=f"{CODE}.0000002")
        for folder in ("1", "2")
    ]
    assert {(each.files, each.path.name) for each in left} == {(1, f"{CODE}.0000002.v1.pdf")}
    assert left[0].path.read_bytes() == left[1].path.read_bytes()
