"""Rules are confirmed by a person or by what the archive approved; the package keeps it."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from archive_store import find, list_rows
from flows.archive import Archive, open_archive
from flows.keeping.rebuild import rebuild_archive
from flows.periods.approved import approved_rules, assigned_at_intake
from flows.periods.assigning import assign_approved, assign_rules, rank
from flows.revising.correcting import Request, correct_record
from flows.revising.versions import Note
from metadata.record import read_record
from records.batch import Fonds
from records.dossier import Dossier
from records.errors import InputError, RefusedError, SetupError
from tests.flows.conftest import NOW, Stored

NOTE = Note(by="Nguyễn Thị Lan", why="Đối chiếu Thông tư")
RULES = (
    "title_words,document_types,fonds,instrument,item,approved_by,approved_on\n"
    "kho lưu trữ,Tờ trình,Sở Nội vụ tỉnh,09/2011/TT-BNV,TT09-006b,Ông Hải,2026-01-05\n"
    "lưu trữ,,,09/2011/TT-BNV,TT09-007b,Ông Hải,2026-01-05\n"
)


@pytest.fixture
def archive(home: Stored, tmp_path: Path) -> Archive:
    return open_archive(shutil.copytree(home.archive.root, tmp_path / "kho"))


def dossier_of(archive: Archive) -> Dossier:
    row = find(archive.engine, code_of(archive))
    assert row is not None
    return read_record(row.record)


def code_of(archive: Archive) -> str:
    (row,) = list_rows(archive.engine)
    return row.dossier_code


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_person_s_assignment_is_a_version_with_its_reason_and_survives_a_rebuild(
    archive: Archive,
) -> None:
    code = code_of(archive)
    done = assign_rules(archive, code, ("TT09-006b", "TT09-006c"), NOTE, later(1))
    assert (done.version, done.is_new, done.rule.item) == (2, True, "TT09-006b")
    assert (done.rule.instrument, done.rule.version) == ("09/2011/TT-BNV", "2026-11")
    assert "Nguyễn Thị Lan" in done.rule.reason
    after = dossier_of(archive)
    assert (after.retention, after.maintenance) == (done.rule, "05")
    noted = after.corrected[-1]
    assert (noted.field, noted.by, noted.why) == ("retention", NOTE.by, NOTE.why)
    assert noted.new == "20 năm (09/2011/TT-BNV, 2026-11, TT09-006b)"
    before = find(archive.engine, code)
    rebuild_archive(archive, "catalogue", lambda _: None)
    assert find(archive.engine, code) == before


def test_the_same_assignment_again_makes_no_version(archive: Archive) -> None:
    code = code_of(archive)
    assign_rules(archive, code, ("TT09-006b",), NOTE, later(1))
    again = assign_rules(archive, code, ("09/2011/TT-BNV:TT09-006b",), NOTE, later(2))
    assert (again.version, again.is_new) == (2, False)


def test_periods_that_do_not_compare_are_refused_and_nothing_is_stored(archive: Archive) -> None:
    code = code_of(archive)
    with pytest.raises(RefusedError) as caught:
        assign_rules(archive, code, ("TT09-006b", "TT09-001a"), NOTE, later(1))
    assert caught.value.problem.code == "T027"
    with pytest.raises(InputError):
        assign_rules(archive, code, ("TT09-999",), NOTE, later(1))
    row = find(archive.engine, code)
    assert row is not None
    assert row.version == 1


def test_the_longest_period_of_its_documents_decides_and_names_the_document(
    archive: Archive,
) -> None:
    code = code_of(archive)
    first, second = (each.code for each in dossier_of(archive).documents)
    assign_rules(archive, code, ("TT09-006c",), NOTE, later(1))
    done = assign_rules(archive, second, ("TT09-006b",), NOTE, later(2))
    assert (done.document, done.is_new, done.rule.item) == (second, True, "TT09-006b")
    assert second in done.rule.reason
    assert "2026-11" in done.rule.reason
    after = dossier_of(archive)
    assert (after.retention, after.maintenance) == (done.rule, "05")
    assert [each.retention and each.retention.item for each in after.documents] == [
        None, "TT09-006b",
    ]  # fmt: skip
    row = find(archive.engine, code)
    rebuild_archive(archive, "catalogue", lambda _: None)
    assert find(archive.engine, code) == row
    shorter = assign_rules(archive, first, ("TT09-006c",), NOTE, later(3))
    assert shorter.rule == done.rule
    back = assign_rules(archive, second, ("TT09-006c",), NOTE, later(4))
    assert (back.rule.item, dossier_of(archive).own_rule) == ("TT09-006c", None)


def test_no_word_of_a_person_goes_under_the_period_of_a_document(archive: Archive) -> None:
    code = code_of(archive)
    second = dossier_of(archive).documents[1].code
    assign_rules(archive, second, ("TT09-002",), NOTE, later(1))
    assert dossier_of(archive).maintenance == "01"
    short = correct_record(
        archive, code, (("retention", "5 năm"),), Request(note=NOTE, now=later(2))
    )
    assert [each.code for each in short.problems] == ["T068"]
    assert short.is_refused
    assert assign_rules(archive, code, ("TT09-006c",), NOTE, later(3)).rule.item == "TT09-002"
    assign_rules(archive, second, ("TT09-006b",), NOTE, later(4))
    with pytest.raises(RefusedError) as caught:
        assign_rules(archive, code, ("TT09-001a",), NOTE, later(5))
    assert caught.value.problem.code == "T067"
    with pytest.raises(InputError):
        assign_rules(archive, f"{code}.9999", ("TT09-006c",), NOTE, later(5))


def test_a_document_is_proposed_items_that_name_its_type(archive: Archive) -> None:
    (ranked,) = rank(archive, code_of(archive), date(2015, 1, 1), 3)
    (told,) = ranked.documents
    assert told.title.startswith("Quyết định")
    assert all("quyết định" in each.item.text.lower() for each in told.proposals)


def test_an_event_and_a_submission_are_recorded_with_who_and_why(archive: Archive) -> None:
    code = code_of(archive)
    assign_rules(archive, code, ("TT09-001a",), NOTE, later(1))
    for minutes, value in ((2, ("event_on", "10/05/2020")), (3, ("submitted_on", "2012"))):
        outcome = correct_record(archive, code, (value,), Request(note=NOTE, now=later(minutes)))
        assert not outcome.is_refused
    after = dossier_of(archive)
    assert after.event_on is not None
    assert after.submitted_on is not None
    assert (after.event_on.iso, after.submitted_on.iso) == ("2020-05-10", "2012")
    assert [each.field for each in after.corrected] == ["retention", "event_on", "submitted_on"]


def test_a_dossier_without_a_rule_is_ranked_with_reasons(archive: Archive) -> None:
    assert list(rank(archive, None, date(2015, 1, 1), 3)) == []
    (ranked,) = rank(archive, code_of(archive), date(2015, 1, 1), 3)
    assert ranked.held is not None
    assert len(ranked.proposals) == 3
    assert all("Giống" in each.reason for each in ranked.proposals)


def test_approved_rules_decide_what_the_list_leaves_open_and_the_longest_wins(
    archive: Archive,
) -> None:
    (archive.root / "assignment_rules.csv").write_text(RULES, encoding="utf-8")
    stored = dossier_of(archive)
    fonds = Fonds(name="Sở Nội vụ tỉnh", agency_code="H46.21", fonds_code="SNV")

    def decided(title: str, declared: str | None) -> str | None:
        rule, _ = assigned_at_intake(
            archive, title, declared, fonds, stored.documents, date(2026, 1, 6)
        )
        return rule and rule.item

    assert decided("Hồ sơ về kho lưu trữ", None) == "TT09-006b"
    assert decided("Hồ sơ về công tác lưu trữ", None) == "TT09-007b"
    assert decided("Hồ sơ về kho lưu trữ", "50 năm") == "50 năm"
    assert decided("Việc khác hẳn", None) is None


def test_approved_rules_are_applied_to_what_nobody_confirmed(archive: Archive) -> None:
    (archive.root / "assignment_rules.csv").write_text(RULES, encoding="utf-8")
    assert list(assign_approved(archive, NOTE, later(1), is_trial=False)) == []
    code = code_of(archive)
    cleared = correct_record(archive, code, (("retention", ""),), Request(note=NOTE, now=later(2)))
    assert cleared.version == 2
    (tried,) = assign_approved(archive, NOTE, later(3), is_trial=True)
    assert (tried.rule.item, dossier_of(archive).retention) == ("TT09-006b", None)
    (done,) = assign_approved(archive, NOTE, later(3), is_trial=False)
    assert (done.version, done.rule) == (3, dossier_of(archive).retention)
    assert "Ông Hải" in done.rule.reason


def test_a_wrong_file_of_approved_rules_stops_with_its_line(archive: Archive) -> None:
    file = archive.root / "assignment_rules.csv"
    assert approved_rules(archive.root) == ()
    file.write_text(RULES.replace("Ông Hải", ""), encoding="utf-8")
    with pytest.raises(SetupError) as caught:
        approved_rules(archive.root)
    assert caught.value.problem.code == "T028"
    assert "approved_by" in caught.value.problem.message
