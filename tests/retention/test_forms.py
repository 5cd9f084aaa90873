"""A form written down three ways says the same, in the layout of Decree 30/2020."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook

from records.form import (
    Column,
    Form,
    Heading,
    Paragraph,
    Sheet,
    Signature,
    Style,
    Table,
    printable,
    written_day,
)
from retention.forms import write_docx, write_pdf, write_xlsx

NOW = datetime(2026, 11, 28, 1, 45, tzinfo=UTC)
HOSTILE = '=HYPERLINK("x")<w:p>&\x07\u202e'
COLUMNS = (Column(title="Tệp", share=3), Column(title="Hư hại"))


def form(rows: int) -> Form:
    return Form(
        heading=Heading(
            parent_body="Sở Nội vụ tỉnh",
            body="Lưu trữ lịch sử tỉnh",
            number="Số: ……/BB-LTLS",
            place_and_date=f"Đồng Hới, {written_day(NOW.date())}",
        ),
        kind="Biên bản",
        subject="Kiểm tra tính toàn vẹn",
        bases=("Căn cứ thứ nhất", "Căn cứ thứ hai"),
        blocks=(
            Paragraph(text="1. Kết quả", style=Style.HEADING),
            Paragraph(text=f"Đường dẫn lạ: {HOSTILE}"),
            Table(columns=COLUMNS, rows=tuple((f"tệp {n}.tif", "bị mất") for n in range(rows))),
            Paragraph(text="Biên bản kết thúc./."),
        ),
        signatures=(Signature(office="Thư ký", note="(Ký)"), Signature(office="Chủ trì", note="")),
        recipients=("Như trên", "Lưu: VT"),
    )


def pages_of(pdf: Path) -> list[str]:
    command = ["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.split("\f")[:-1]


def test_a_printed_form_has_its_parts_in_their_places(tmp_path: Path) -> None:
    write_pdf(form(2), tmp_path / "a.pdf", NOW)
    (page,) = pages_of(tmp_path / "a.pdf")
    lines = [" ".join(line.split()) for line in page.splitlines() if line.strip()]
    assert lines[:2] == [
        "SỞ NỘI VỤ TỈNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "LƯU TRỮ LỊCH SỬ TỈNH Độc lập - Tự do - Hạnh phúc",
    ]
    assert "Số: ……/BB-LTLS Đồng Hới, ngày 28 tháng 11 năm 2026" in lines
    assert (
        lines.index("BIÊN BẢN") < lines.index("Căn cứ thứ nhất;") < lines.index("Căn cứ thứ hai.")
    )
    assert '=HYPERLINK("x")<w:p>&' in page
    assert lines[-5:] == ["THƯ KÝ CHỦ TRÌ", "(Ký)", "Nơi nhận:", "- Như trên;", "- Lưu: VT."]


def test_pages_are_a4_with_embedded_fonts_and_numbers_from_the_second(tmp_path: Path) -> None:
    write_pdf(form(60), tmp_path / "a.pdf", NOW)
    pages = pages_of(tmp_path / "a.pdf")
    assert len(pages) > 2
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    assert not pages[0].strip().startswith("1")
    assert "Biên bản kết thúc./." in pages[-1]
    assert "THƯ KÝ" in pages[-1]
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        for page in pdf.pages:
            assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
            for font in page.resources.Font.values():
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_a_document_to_edit_says_the_same(tmp_path: Path) -> None:
    write_docx(form(2), tmp_path / "a.docx", NOW)
    paper = Document(str(tmp_path / "a.docx"))
    section = paper.sections[0]
    assert [section.page_width, section.left_margin, section.right_margin] == [
        pytest.approx(Mm(length), abs=700) for length in (210, 30, 15)
    ]
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert section.different_first_page_header_footer
    told = [paragraph.text for paragraph in paper.paragraphs if paragraph.text]
    assert told == [
        "BIÊN BẢN", "Kiểm tra tính toàn vẹn", "Căn cứ thứ nhất;", "Căn cứ thứ hai.", "1. Kết quả",
        f"Đường dẫn lạ: {printable(HOSTILE)}", "Biên bản kết thúc./.", "Nơi nhận:", "- Như trên;",
        "- Lưu: VT.",
    ]  # fmt: skip
    tables = [[[c.text for c in row.cells] for row in table.rows] for table in paper.tables]
    assert tables[2] == [["Tệp", "Hư hại"], ["tệp 0.tif", "bị mất"], ["tệp 1.tif", "bị mất"]]
    assert {run.font.name for p in paper.paragraphs for run in p.runs} <= {None, "Times New Roman"}


def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    dangers = ("=1+1", "+1", "-1", "@SUM(A1)", HOSTILE)
    rows = (*((danger, number) for number, danger in enumerate(dangers)), ("x" * 40_000, None))
    sheet = Sheet(title="Hư hại " * 9, columns=COLUMNS, rows=(*rows, (date(2026, 1, 2), 1.5)))
    write_xlsx((sheet,), tmp_path / "a.xlsx", NOW)
    page = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:5]] == [*dangers[:4], printable(HOSTILE)]
    assert {cell.data_type for cell in cells[:6]} == {"s"}
    assert all(cell.quotePrefix for cell in cells[:6])
    assert len(str(cells[5].value)) == 32_767
    assert len(page.title) == 31
    assert [cell.value for cell in page[1]] == ["Tệp", "Hư hại"]


def test_days_are_written_as_the_decree_writes_them() -> None:
    days = (date(2020, 1, 5), date(2019, 6, 29), date(2020, 3, 5), date(2026, 12, 1))
    assert [written_day(day) for day in days] == [
        "ngày 05 tháng 01 năm 2020", "ngày 29 tháng 6 năm 2019", "ngày 05 tháng 3 năm 2020",
        "ngày 01 tháng 12 năm 2026",
    ]  # fmt: skip


def test_a_table_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="without 2 cells"):
        Table(columns=COLUMNS, rows=(("một",),))
