"""A changed dossier is the next version of its package, made from what is stored."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import audit, check_package, find
from archive_store.package.layout import PREMIS, root_name
from archive_store.package.premis_reading import read_events
from archive_store.vault.catalogue.rows import clear
from flows.archive import Archive, open_archive
from flows.keeping.cataloguing import RECORD
from flows.keeping.rebuild import rebuild_archive
from flows.revising.versions import Note, revise
from metadata.record import read_record
from records.document import Correction
from records.dossier import Dossier
from records.errors import RefusedError
from records.event import EventType

pytestmark = pytest.mark.journey

CODE = "H46.21.2012.01.01.02"
# Later than what the archive has stored: an earlier time is refused (A141).
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
NOTE = Note(by="Lan", why="Đối chiếu với bản giấy")


class Killed(BaseException):
    """Stands for kill -9 at a step."""


@pytest.fixture
def archive(good: SimpleNamespace, copy_of: Callable[[Path], Path]) -> Iterator[Archive]:
    opened = open_archive(copy_of(good.archive))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def package_id(archive: Archive) -> str:
    row = find(archive.engine, CODE)
    assert row is not None
    return row.package_id


def numbered(number: str) -> Callable[[Dossier], Dossier]:
    def change(dossier: Dossier) -> Dossier:
        first, *rest = dossier.documents
        told = Correction(
            field="number", old=first.number, new=number, by=NOTE.by, at=NOW, why=NOTE.why
        )
        corrected = replace(first, number=number, corrected=(*first.corrected, told))
        return replace(dossier, documents=(corrected, *rest))

    return change


def unpacked(archive: Archive, package_id: str, folder: Path) -> Path:
    root = folder / root_name(package_id)
    for path in archive.vault.list_files(package_id):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(archive.vault.read_file(package_id, path), root / path)
    return root


def test_a_revision_adds_metadata_only_and_its_package_is_sound(
    archive: Archive, package_id: str, tmp_path: Path
) -> None:
    revised = revise(archive, package_id, numbered("999"), NOTE, NOW)
    assert revised.stored.version == 2
    second = revised.stored.object_path / "v2" / "content"
    assert sorted(path.name for path in second.rglob("*") if path.is_file()) == [
        "EAD_doc_001.xml", "METS.xml", "METS.xml", "METS.xml", "METS.xml", "PREMIS.xml",
        "record.json",
    ]  # fmt: skip
    assert check_package(unpacked(archive, package_id, tmp_path / "out")) == ()
    assert audit(archive.vault, NOW).ok
    assert not list(archive.vault.staging.glob("revision-*"))


def test_earlier_events_stay_and_the_change_tells_who_what_and_why(
    archive: Archive, package_id: str
) -> None:
    vault = archive.vault
    first = read_events(vault.read_file(package_id, PREMIS).read_bytes())
    revise(archive, package_id, numbered("999"), NOTE, NOW)
    revise(archive, package_id, numbered("1000"), NOTE, NOW)
    events = read_events(vault.read_file(package_id, PREMIS).read_bytes())
    assert events[: len(first)] == first
    one, two = events[len(first) :]
    assert {one.type, two.type} == {EventType.MODIFICATION}
    assert (two.time, two.agent.name, two.agent.kind) == (NOW, "Lan", "person")
    assert two.objects == (f"{CODE}.0000001",)
    assert "number" in two.detail
    assert "“999” thành “1000”" in two.detail
    assert two.detail.endswith(NOTE.why)
    assert one.event_id != two.event_id
    assert [told.actor for told in vault.history(package_id)] == ["luutru", "Lan", "Lan"]


def test_what_changes_nothing_makes_no_version(archive: Archive, package_id: str) -> None:
    assert revise(archive, package_id, lambda dossier: dossier, NOTE, NOW).stored.version == 1


def test_of_changes_to_one_version_one_is_stored(archive: Archive, package_id: str) -> None:
    def refusal(number: int) -> str:
        try:
            revise(archive, package_id, numbered(str(number)), NOTE, NOW, expected_version=1)
        except RefusedError as error:
            return error.problem.code
        return ""

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(refusal, range(900, 904))) == ["", "A031", "A031", "A031"]
    assert [told.version for told in archive.vault.history(package_id)] == [1, 2]


@pytest.mark.parametrize("step", ["publish inventory.json", "published", "verify", "ledger"])
def test_a_revision_that_was_killed_is_finished_or_undone(
    archive: Archive, package_id: str, step: str
) -> None:
    def killed(name: str) -> None:
        if name == step:
            raise Killed

    watched = replace(archive, vault=archive.vault.watched(killed))
    with pytest.raises(Killed):
        revise(watched, package_id, numbered("999"), NOTE, NOW)
    assert rebuild_archive(archive, "catalogue", lambda _: None)["dossiers"] == 3
    row = find(archive.engine, CODE)
    assert row is not None
    told = read_record(archive.vault.read_file(package_id, RECORD).read_bytes())
    assert read_record(row.record) == told
    assert (told.documents[0].number == "999") == (row.version == 2)
    assert revise(archive, package_id, numbered("1000"), NOTE, NOW).after.documents[0].number
    assert audit(archive.vault, NOW).ok


def test_catalogue_and_index_that_missed_a_revision_are_put_right_by_running_it_again(
    archive: Archive, package_id: str
) -> None:
    pages = archive.index.page_ids()
    revise(archive, package_id, lambda one: replace(one, title="Hồ sơ khác"), NOTE, NOW)
    clear(archive.engine)
    archive.index.remove_dossier(CODE)
    revise(archive, package_id, lambda one: one, NOTE, NOW)
    row = find(archive.engine, CODE)
    assert row is not None
    assert (row.version, row.title) == (2, "Hồ sơ khác")
    assert archive.index.page_ids() == pages
