"""What a case decides besides destroying is carried out: new periods and transfers."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from archive_store import find
from flows.archive import Archive, open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.disposing.cases import find_case, propose, take_step
from flows.disposing.outcomes import transfer
from flows.looking.show import find_row
from flows.sweep import sweep_archive
from metadata.record import read_record
from records.dossier import Dossier
from records.errors import InputError, RefusedError
from retention.disposal.case import Action, CaseState, Outcome, Paper
from retention.disposal.minutes import Transfer
from retention.disposal.steps import Verdict
from tests.flows.conftest import Stored
from tests.flows.disposing import ROAD, Kept, code_of, make_kept, run, step, store_another, watch

LATER = datetime.now(UTC) + timedelta(minutes=35)
EXTENDED = Verdict(outcome=Outcome.EXTEND, reason="còn dùng", new_period="50 năm")
GOING = Verdict(outcome=Outcome.TRANSFER, reason="có giá trị lịch sử")
HANDED = Transfer(by="Nga", receivers=("Tú",), paper=Paper(number="8/BB", day=date(2026, 1, 6)))


@pytest.fixture
def kept(
    home: Stored, make_archive: Callable[..., Archive], store_read: Callable[..., object],
    tmp_path: Path,
) -> Iterator[Kept]:  # fmt: skip
    made = make_kept(tmp_path, home, make_archive, store_read)
    yield made
    made.archive.engine.dispose()
    open_archive.cache_clear()


def decided(kept: Kept, verdicts: dict[str, Verdict], *codes: str) -> str:
    case = propose(kept.archive, codes, step(Action.PROPOSE, "P"), "bản trùng")
    for number, action in enumerate(ROAD):
        told = verdicts if action is Action.DECIDE else {}
        after = take_step(kept.archive, case.case_id, step(action, f"người {number}"), told)
        if not after.destroyed:
            break
    return case.case_id


def dossier(kept: Kept, code: str) -> Dossier:
    row = find(kept.archive.engine, code)
    assert row is not None
    return read_record(row.record)


def written(file: Path, *asked: str) -> set[str]:
    """Which of the words stand in a paper."""
    paper = Document(str(file))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    told = "\n".join([*cells, *(each.text for each in paper.paragraphs)])
    return {words for words in asked if words in told}


def test_a_case_that_only_extends_does_so_when_it_is_closed(kept: Kept) -> None:
    case_id = decided(kept, {kept.code: EXTENDED}, kept.code)
    assert dossier(kept, kept.code).own_rule is None
    closed = take_step(kept.archive, case_id, step(Action.CLOSE, "Ba"))
    assert closed.state is CaseState.MINUTES_SIGNED
    rule = dossier(kept, kept.code).retention
    assert rule is not None
    assert rule.period.wording == "50 năm"


def test_a_dossier_that_cannot_be_extended_keeps_its_period_and_is_told(
    kept: Kept, home: Stored, store_read: Callable[..., object], tmp_path: Path
) -> None:
    other = store_another(kept, home, store_read, tmp_path / "Lo 08")
    case = propose(kept.archive, (kept.code, other), step(Action.PROPOSE, "P"), "bản trùng")
    for number, action in enumerate(ROAD):
        verdicts = {other: EXTENDED} if action is Action.DECIDE else {}
        take_step(kept.archive, case.case_id, step(action, f"người {number}"), verdicts)
    assert run(kept, case.case_id, "Một").awaits_confirmation
    package = find_row(kept.archive, other).package_id
    for path in kept.archive.vault.list_files(package):
        if path.endswith("METS.xml"):
            kept.archive.vault.read_file(package, path).unlink()
    done = run(kept, case.case_id, "Hai")
    assert done.case.state is CaseState.DESTROYED
    (told,) = (each for each in done.problems if each.code == "T070")
    assert other in told.subject
    assert dossier(kept, other).own_rule is None
    assert find(kept.archive.engine, kept.code) is None


def test_a_new_period_that_is_over_already_is_no_extension(kept: Kept) -> None:
    over = replace(EXTENDED, new_period="10 năm")
    assert code_of(lambda: decided(kept, {kept.code: over}, kept.code)) == "T073"


def test_a_transfer_leaves_packages_papers_and_a_mark_and_destroys_nothing(
    kept: Kept, tmp_path: Path
) -> None:
    archive, folder = kept.archive, tmp_path / "giao"
    case = propose(archive, (kept.code,), step(Action.PROPOSE, "P"), "bản trùng")
    with pytest.raises(RefusedError) as early:
        transfer(archive, case, HANDED, folder, LATER)
    assert early.value.problem.code == "T072"
    take_step(archive, case.case_id, step(Action.CONVENE, "A"), {kept.code: GOING})
    take_step(archive, case.case_id, step(Action.APPRAISE, "B"))
    case = take_step(archive, case.case_id, step(Action.DECIDE, "C"))
    done = transfer(archive, case, HANDED, folder, LATER)
    (export,) = done.exports
    assert zipfile.ZipFile(export.path).testzip() is None
    assert {each.name for each in done.papers} == {
        f"{name}{ending}"
        for name in ("bien-ban-giao-nhan-chuyen-giao", "muc-luc-chuyen-giao")
        for ending in (".docx", ".pdf")
    }
    assert written(folder / "muc-luc-chuyen-giao.docx", "8/BB", case.case_id) == {"8/BB"}
    marked = dossier(kept, kept.code)
    assert marked.transferred_on is not None
    assert marked.transferred_on.iso == "2026-01-06"
    again = transfer(archive, case, HANDED, folder, LATER)
    assert (again.exports, again.known) == ((), (kept.code,))
    (due,) = sweep_archive(archive, date(2040, 1, 1)).due()
    assert "06/01/2026" in due.reason
    closed = take_step(archive, case.case_id, step(Action.CLOSE, "Ba"))
    assert closed.state is CaseState.MINUTES_SIGNED
    assert not audit_archive(archive, AuditAsked(everything=True), watch).needs_a_person


def test_a_case_without_a_transfer_hands_nothing_over(kept: Kept, tmp_path: Path) -> None:
    case_id = decided(kept, {}, kept.code)
    with pytest.raises(InputError) as refused:
        transfer(kept.archive, find_case(kept.archive, case_id), HANDED, tmp_path, LATER)
    assert refused.value.problem.code == "T071"
