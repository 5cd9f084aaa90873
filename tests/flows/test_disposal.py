"""Destroying for good: every place, and every reason to refuse."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from sqlalchemy import text, update

from archive_store.vault.database.engine import writing
from archive_store.vault.ledger.entries import entries
from flows.archive import Archive, open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.copying.copies import list_copies, sync_copies, verify_copies
from flows.copying.repairing import repair_package
from flows.copying.restore_report import Wanted, restore_archive
from flows.disposing.cases import find_case, propose, take_step
from flows.disposing.executing import rehearse
from flows.disposing.holds import place, release
from flows.keeping.rebuild import rebuild_archive
from flows.keeping.storing import store_dossier
from flows.looking.show import find_row
from flows.revising.correcting import Request, correct_record, make_note
from flows.taking_in.batches import load_batch, receive, save_batch
from retention.disposal.case import Action, CaseState
from retention.disposal.stubs import find_stub
from retention.holds import HoldOrder
from retention.tables import CASES
from tests.flows.conftest import Stored
from tests.flows.disposing import (
    Kept,
    code_of,
    decided,
    holding,
    make_kept,
    ordered,
    put_in_quarantine,
    run,
    secrets,
    step,
    watch,
)


@pytest.fixture
def kept(
    home: Stored, make_archive: Callable[..., Archive], store_read: Callable[..., object],
    tmp_path: Path,
) -> Iterator[Kept]:  # fmt: skip
    """An archive with two copies that holds the delivery, indexed and copied."""
    kept = make_kept(tmp_path, home, make_archive, store_read)
    yield kept
    kept.archive.engine.dispose()
    open_archive.cache_clear()


def test_nothing_is_left_anywhere(kept: Kept) -> None:
    archive, tops = kept.archive, (kept.archive.root, *kept.copies)
    put_in_quarantine(archive, kept.code)
    needles = secrets(kept)
    assert len(holding(tops, needles)) > 20
    case_id = ordered(kept)
    listed = {each.place for each in rehearse(archive, case_id)}
    assert listed == {"store", "work", "quarantine", "index", "database", "copy mot", "copy hai"}
    assert len(holding(tops, needles)) > 20
    run(kept, case_id, "Hai")
    left = holding(tops, needles)
    assert left == {}
    assert find_case(archive, case_id).state is CaseState.DESTROYED
    outcome = audit_archive(archive, AuditAsked(everything=True), watch)
    assert not outcome.needs_a_person
    assert verify_copies(archive, (), (), watch)[0].findings == ()
    assert code_of(lambda: rehearse(archive, case_id)) == "T046"


def test_a_stub_the_ledger_and_papers_remain(kept: Kept) -> None:
    archive, package_id = kept.archive, find_row(kept.archive, kept.code).package_id
    case_id = ordered(kept)
    run(kept, case_id, "Hai")
    stub = find_stub(archive.engine, kept.code)
    assert stub is not None
    assert stub.target is None
    assert stub.facts["decision"].startswith("decide/QĐ")
    told = [each.action for each in entries(archive.engine) if each.object_id == package_id]
    assert told == ["store", "destroy"]
    papers = {each.name for each in (archive.root / "disposals" / case_id).iterdir()}
    assert papers == {"giay-xac-nhan.docx", "giay-xac-nhan.pdf", f"premis-{kept.code}.xml"}
    assert code_of(lambda: find_row(archive, kept.code)) == "T057"
    closed = take_step(archive, case_id, step(Action.CLOSE, "Ba"))
    assert closed.state is CaseState.MINUTES_SIGNED
    steps = [each.action for each in entries(archive.engine, f"urn:luutru:disposal:{case_id}")]
    assert steps == [f"disposal-{each.action}" for each in closed.steps]


def refused(kept: Kept, case_id: str) -> str:
    """The reason why the second person's word is refused; all is there as it was."""
    tops = (kept.archive.root / "store", *kept.copies)
    before = {path for top in tops for path in top.rglob("*") if "state" not in path.parts}
    code = code_of(lambda: run(kept, case_id, "Hai"))
    after = {path for top in tops for path in top.rglob("*") if "state" not in path.parts}
    assert after == before
    assert find_case(kept.archive, case_id).state is CaseState.ORDERED
    assert find_stub(kept.archive.engine, kept.code) is None
    return code


def test_a_hold_after_the_decision_stops_the_destruction(kept: Kept) -> None:
    case_id, now = ordered(kept), datetime.now(UTC) + timedelta(minutes=32)
    order = HoldOrder(by="Lan", reason="khiếu nại", authority="9/CV", codes=(kept.code,))
    hold = place(kept.archive, order, now)
    assert refused(kept, case_id) == "T060"
    release(kept.archive, hold.hold_id, "Minh", "xong", now)
    run(kept, case_id, "Hai")
    assert find_stub(kept.archive.engine, kept.code) is not None
    assert code_of(lambda: place(kept.archive, order, now)) == "F009"


def test_the_person_who_ordered_does_not_confirm(kept: Kept) -> None:
    case_id = ordered(kept)
    assert code_of(lambda: run(kept, case_id, "một")) == "T047"
    assert find_case(kept.archive, case_id).state is CaseState.ORDERED


def test_a_list_that_was_changed_is_refused(kept: Kept) -> None:
    case_id = ordered(kept)
    with writing(kept.archive.engine) as connection:
        record = connection.scalar(text("SELECT record FROM disposal_case"))
        forged = str(record).replace("bản trùng", "lý do khác")
        connection.execute(update(CASES).values(record=forged))
    assert refused(kept, case_id) == "T062"


def test_a_decision_that_was_forged_is_refused(kept: Kept) -> None:
    case_id = ordered(kept)
    with writing(kept.archive.engine) as connection:
        record = connection.scalar(text("SELECT record FROM disposal_case"))
        connection.execute(update(CASES).values(record=str(record).replace("decide/QĐ", "7/QĐ")))
    assert refused(kept, case_id) == "T062"


def test_a_dossier_that_was_corrected_since_is_refused(kept: Kept) -> None:
    case_id = ordered(kept)
    now = datetime.now(UTC) + timedelta(minutes=32)
    request = Request(note=make_note("Lan", "sửa"), now=now, is_trial=False, expected_version=None)
    correct_record(kept.archive, kept.code, (("title", "Tiêu đề khác"),), request)
    sync_copies(kept.archive, (), watch)
    assert refused(kept, case_id) == "T062"


def test_a_package_that_is_gone_is_refused(kept: Kept) -> None:
    case_id = ordered(kept)
    package_id = find_row(kept.archive, kept.code).package_id
    shutil.rmtree(kept.archive.vault.place.object(package_id))
    assert refused(kept, case_id) == "T061"


def test_a_dossier_is_in_one_open_case(kept: Kept) -> None:
    case_id = decided(kept)
    proposal = step(Action.PROPOSE, "P")
    again = lambda: propose(kept.archive, (kept.code,), proposal, "bản trùng")  # noqa: E731
    assert code_of(again) == "T056"
    take_step(kept.archive, case_id, step(Action.WITHDRAW, "Q"))
    assert again().case_id != case_id


def test_a_dossier_that_is_not_due_is_not_proposed(kept: Kept) -> None:
    assert code_of(lambda: propose(kept.archive, (kept.code,), step(Action.PROPOSE, "P"))) == "T059"
    assert code_of(lambda: propose(kept.archive, (), step(Action.PROPOSE, "P"))) == "T058"


def test_a_copy_that_was_away_is_rid_of_it_when_it_is_back(kept: Kept) -> None:
    archive, needles, case_id = kept.archive, secrets(kept), ordered(kept)
    away = kept.copies[1].rename(kept.copies[1].with_name("vắng"))
    told = run(kept, case_id, "Hai")
    assert [each.code for each in told.problems] == ["T064"]
    assert find_case(archive, case_id).steps[-1].note == "hai"
    assert holding((away,), needles) != {}
    assert [[p.code for p in each.problems] for each in list_copies(archive)] == [
        [], ["A080", "T064"],
    ]  # fmt: skip
    away.rename(kept.copies[1])
    wanted = Wanted(sources=("hai",), to=archive.root.with_name("lại"))
    assert code_of(lambda: restore_archive(archive.root, wanted, watch)) == "F185"
    (synced,) = sync_copies(archive, ("hai",), watch)
    assert len(synced.erased) == 1
    assert holding((archive.root, *kept.copies), needles) == {}
    restored = restore_archive(archive.root, wanted, watch)
    assert restored.equal
    assert holding((wanted.to,), needles) == {}


def test_nothing_brings_it_back(kept: Kept, home: Stored) -> None:
    archive, package_id = kept.archive, find_row(kept.archive, kept.code).package_id
    shutil.copytree(archive.vault.place.object(package_id), archive.root.with_name("riêng"))
    run(kept, ordered(kept), "Hai")
    now = datetime.now(UTC) + timedelta(minutes=33)
    assert code_of(lambda: repair(archive, kept.code, now)) == "T057"
    assert code_of(lambda: repair(archive, package_id, now)) == "T057"
    rebuild_archive(archive, "all", watch)
    assert code_of(lambda: archive.vault.recover_package(package_id, now)) == "A150"
    batch = receive(archive, (home.delivery,))
    outcome = store_dossier(archive, batch, batch.dossiers[0], now)
    assert not outcome.is_stored
    assert [each.code for each in outcome.problems] == ["T057"]
    folder = archive.vault.place.object(package_id)
    shutil.copytree(archive.root.with_name("riêng"), folder)
    sync_copies(archive, (), watch)
    assert not any(folder.name in path.parts for copy in kept.copies for path in copy.rglob("*"))
    found = audit_archive(archive, AuditAsked(everything=True), watch).damaged
    assert [(each.kind, each.against) for each in found] == [("untracked", "disposal")]


def repair(archive: Archive, code: str, now: datetime) -> object:
    return repair_package(archive, code, None, "Lan", now, is_trial=False)


def test_notes_of_a_moved_archive_lead_nowhere_else(kept: Kept, tmp_path: Path) -> None:
    archive, needles, other = kept.archive, secrets(kept), tmp_path / "khac"
    shutil.copytree(archive.work, other / "work", ignore=shutil.ignore_patterns("staging"))
    for note in archive.work.glob("*/batch.json"):
        note.write_text(note.read_text().replace(str(archive.root), str(other)))
    before = {path for path in other.rglob("*") if path.is_file()}
    run(kept, ordered(kept), "Hai")
    assert {path for path in other.rglob("*") if path.is_file()} == before
    assert holding((archive.root, *kept.copies), needles) == {}


def test_equal_bytes_of_another_dossier_stay(kept: Kept) -> None:
    archive = kept.archive
    (note,) = archive.work.glob("*/batch.json")
    batch = load_batch(archive, note.parent.name)
    (mine,) = batch.dossiers
    file = mine.documents[0].file
    name = PurePosixPath("Hồ sơ 08") / file.name.name
    shared = replace(mine.documents[0], file=replace(file, name=name))
    twin = replace(mine, code="H46.21.2010.01.01.08", documents=(shared,))
    save_batch(replace(batch, dossiers=(mine, twin)))
    places = (note.parent / "received" / name, archive.quarantine / batch.batch_id / name)
    for each in places:
        each.parent.mkdir(parents=True)
        shutil.copyfile(file.copy, each)
    pages = tuple((note.parent / "pages").glob(f"{file.sha256[:16]}-*"))
    assert pages
    run(kept, ordered(kept), "Hai")
    assert all(each.exists() for each in (*places, *pages))
    assert not file.copy.exists()
    assert [each.code for each in load_batch(archive, batch.batch_id).dossiers] == [twin.code]
