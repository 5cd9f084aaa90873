import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from records.form import Form, Table
from retention.disposal.case import (
    Action,
    Case,
    CaseDossier,
    CaseState,
    Ground,
    Outcome,
    Paper,
    Step,
)
from retention.disposal.cells import columns_of, rows_of
from retention.disposal.forms import Office, explanation, list_form, sheet
from retention.disposal.minutes import (
    Transfer,
    certificate,
    destruction_minutes,
    hand_over_minutes,
    transfer_minutes,
)
from retention.disposal.stubs import allowed, disposal_data, stub_digest
from retention.forms import write_docx, write_pdf, write_xlsx

NOW = datetime(2026, 11, 12, 3, tzinfo=UTC)
OFFICE = Office(
    parent_body="UBND tỉnh Quảng Trị", body="Sở Nội vụ", place="Quảng Trị",
    bases=("Căn cứ Luật Lưu trữ số 33/2024/QH15",),
)  # fmt: skip
MARKS = {"law", "secondary", "ours"}


def dossier(number: int, ground: Ground = Ground.EXPIRED) -> CaseDossier:
    return CaseDossier(
        dossier_code=f"H46.21.2010.01.01.{number:02d}", package_id=f"urn:uuid:{number}", version=1,
        inventory_sha512="ab" * 64, title="Hồ sơ tổ chức lớp tập huấn nghiệp vụ văn thư năm 2010",
        fonds="Sở Nội vụ tỉnh Quảng Bình", start="2010-02-05", end="2010-12-20", period="10 năm",
        documents=4, pages=9, sheets=8, size_bytes=1_234_567, ground=ground,
        reason="Hết thời hạn “10 năm” từ ngày 01/01/2021", outcome=Outcome.DESTROY,
    )  # fmt: skip


def case() -> Case:
    def step(action: Action, by: str, day: int, *people: str) -> Step:
        paper = Paper(number=f"{day:02d}/QĐ-SNV", day=date(2026, 11, day))
        return Step(action=action, by=by, at=NOW, paper=paper, people=people)

    kept = replace(
        dossier(3), outcome=Outcome.EXTEND, new_period="5 năm", outcome_reason="còn dùng"
    )
    return Case(
        case_id="HUY-2026-0001", state=CaseState.MINUTES_SIGNED, needs_appraisal=False,
        keep_years=None, days=15, dossiers=(dossier(1), dossier(2, Ground.DUPLICATE), kept),
        steps=(
            step(Action.PROPOSE, "Trần Thị Hòa", 2), step(Action.DECIDE, "Lê Văn Nam", 5),
            step(Action.HAND_OVER, "Trần Thị Hòa", 6, "Phạm Quốc Tú"),
            step(Action.ORDER, "Lê Văn Nam", 7), step(Action.CONFIRM, "Ngô Thị Nga", 7),
            step(Action.EXECUTE, "Ngô Thị Nga", 7),
            step(Action.CLOSE, "Lê Văn Nam", 8, "Trần Thị Hòa", "Phạm Quốc Tú"),
        ),
        list_digest="cd" * 32,
    )  # fmt: skip


PAPERS: dict[str, Form] = {
    "danh-muc": list_form("expired_list", case(), OFFICE, case().destroyed),
    "muc-luc": list_form("dossier_list", case(), OFFICE, case().dossiers),
    "thuyet-minh": explanation(case(), OFFICE),
    "giao-nhan": hand_over_minutes(case(), OFFICE),
    "bien-ban-huy": destruction_minutes(case(), OFFICE, "băng từ"),
    "xac-nhan": certificate(case(), OFFICE, "12 abc", ""),
}


def text_of(pdf: Path) -> str:
    asked = ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"]
    told = subprocess.run(asked, capture_output=True, check=True, text=True)
    return " ".join(told.stdout.split())


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_is_written_to_edit_and_to_print(name: str, tmp_path: Path) -> None:
    form = PAPERS[name]
    write_pdf(form, tmp_path / "a.pdf", NOW)
    write_docx(form, tmp_path / "a.docx", NOW)
    printed, edited = text_of(tmp_path / "a.pdf"), Document(str(tmp_path / "a.docx"))
    whole = "\n".join(paragraph.text for paragraph in edited.paragraphs)
    assert form.kind in whole
    for said in (form.kind, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ NỘI VỤ"):
        assert said in printed
    told = next(block for block in form.blocks if isinstance(block, Table))
    assert [cell.text for table in edited.tables for cell in table.rows[0].cells].count(
        told.columns[0].title
    ) == 1


def test_minutes_name_paper_people_and_what_is_still_to_do() -> None:
    form = PAPERS["bien-ban-huy"]
    said = " ".join(block.text for block in form.blocks if not isinstance(block, Table))
    assert "Trần Thị Hòa; Phạm Quốc Tú" in said
    assert "băng từ" in said
    assert "2 hồ sơ gồm 8 văn bản, 16 tờ" in said
    assert any("05/QĐ-SNV" in base for base in form.bases)
    assert [each.name for each in form.signatures] == ["Trần Thị Hòa", "Phạm Quốc Tú"]


def test_totals_are_in_figures_and_in_words() -> None:
    said = [block.text for block in PAPERS["danh-muc"].blocks if not isinstance(block, Table)]
    assert said[-1] == "Tổng cộng: 2 hồ sơ, 16 tờ (bằng chữ: hai hồ sơ, mười sáu tờ)."


def test_what_goes_to_another_archive_has_minutes_of_its_own() -> None:
    paper = Paper(number="9/BB", day=date(2026, 11, 20))
    handed = Transfer(by="Ngô Thị Nga", receivers=("Phạm Quốc Tú",), paper=paper)
    form = transfer_minutes(case(), OFFICE, handed, case().dossiers[:1])
    said = " ".join(block.text for block in form.blocks if not isinstance(block, Table))
    assert "1 hồ sơ gồm 4 văn bản, 8 tờ" in said
    assert "hủy" not in said
    assert form.heading.number == "Số: 9/BB"
    assert form.heading.place_and_date.endswith("ngày 20 tháng 11 năm 2026")
    assert [each.name for each in form.signatures] == ["Ngô Thị Nga", "Phạm Quốc Tú"]


def test_only_what_is_destroyed_is_on_the_list_and_the_rest_says_why() -> None:
    assert [row[2].split("(")[1] for row in rows_of("expired_list", case().destroyed)] == [
        "H46.21.2010.01.01.01)", "H46.21.2010.01.01.02)",
    ]  # fmt: skip
    assert rows_of("dossier_list", case().dossiers)[2][-1] == "Kéo dài thời hạn: 5 năm: còn dùng"


def test_a_workbook_has_the_columns_of_the_circular(tmp_path: Path) -> None:
    write_xlsx((sheet("expired_list", case().destroyed),), tmp_path / "a.xlsx", NOW)
    rows = list(load_workbook(tmp_path / "a.xlsx").active.values)
    assert rows[0] == ("Bó số", "Tập số", "Tiêu đề, số hồ sơ", "Lý do hủy", "Ghi chú")
    assert len(rows) == 3


@pytest.mark.parametrize("form", disposal_data()["forms"])
def test_each_form_says_how_sure_it_is(form: str) -> None:
    told = disposal_data()["forms"][form]
    assert told["certainty"] in MARKS
    assert told["source"]
    if form not in {"explanation", "document_list"}:
        assert len(rows_of(form, case().dossiers)[0]) == len(columns_of(form))


def test_a_stub_keeps_only_what_data_allows() -> None:
    facts = allowed({"title": "Hồ sơ", "text": "bí mật", "files": {"a": "b"}})
    assert facts == {"title": "Hồ sơ", "files": {"a": "b"}}
    assert stub_digest(facts) != stub_digest({"title": "Hồ sơ"})
