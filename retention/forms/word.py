"""Forms as .docx by python-docx, to be edited and signed. Knows no form by name."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from records.form import Align, Form, Heading, Style, Table, printable
from retention.forms import layout

PLACES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
SIGNING_LINES = 4
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write_docx(form: Form, target: Path, now: datetime) -> None:
    """Write ``form`` to ``target``."""
    paper = _paper(form, now)
    _head(paper, form.heading)
    for text in (form.kind.upper(), form.subject):
        _text(paper.add_paragraph(), text, layout.TITLE, "B", CENTRE)
    line = min(len(form.subject) * layout.TITLE_LETTER / layout.WIDTH, 1.0)
    _rule(paper.add_paragraph(), layout.WIDTH, line * layout.BODY_RULE_SHARE)
    for basis in layout.with_ends(form.bases):
        _body(paper, basis, "I", WD_ALIGN_PARAGRAPH.JUSTIFY)
    for block in form.blocks:
        if isinstance(block, Table):
            _table(paper, block)
            continue
        is_body = block.style is Style.BODY
        align = WD_ALIGN_PARAGRAPH.JUSTIFY if is_body else WD_ALIGN_PARAGRAPH.LEFT
        _body(paper, block.text, "B" if block.style is Style.HEADING else "", align)
    # No page has signatures alone.
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    _foot(paper, form)
    paper.save(str(target))


def _paper(form: Form, now: datetime) -> Any:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = Mm(layout.TOP / 2)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = layout.FONT, Pt(layout.TEXT)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), layout.FONT)
    normal.paragraph_format.space_after = Pt(0)
    told = paper.core_properties
    told.author = told.comments = told.last_modified_by = ""
    told.title, told.language = printable(f"{form.kind} {form.subject}"), "vi-VN"
    told.created = told.modified = now.astimezone(UTC).replace(tzinfo=None)
    return paper


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size = Pt(layout.PAGE_NUMBER)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)


def _head(paper: Any, heading: Heading) -> None:
    share = layout.LEFT_SHARE
    left, right = _side_by_side(paper, (share, 1 - share))
    widths = (layout.WIDTH * share, layout.WIDTH * (1 - share))
    if heading.parent_body:
        _text(left.paragraphs[-1], heading.parent_body.upper(), layout.BODY_NAME, "", CENTRE)
        left.add_paragraph()
    _text(left.paragraphs[-1], heading.body.upper(), layout.BODY_NAME, "B", CENTRE)
    _rule(left.add_paragraph(), widths[0], layout.BODY_RULE_SHARE)
    _text(right.paragraphs[-1], layout.STATE_NAME, layout.STATE, "B", CENTRE)
    _text(right.add_paragraph(), layout.MOTTO_TEXT, layout.MOTTO, "B", CENTRE)
    _rule(right.add_paragraph(), widths[1], layout.MOTTO_SHARE)
    left, right = _side_by_side(paper, (share, 1 - share))
    _text(left.paragraphs[-1], heading.number, layout.NUMBER, "", CENTRE)
    _text(right.paragraphs[-1], heading.place_and_date, layout.DATE, "I", CENTRE)
    paper.add_paragraph()


def _side_by_side(paper: Any, shares: tuple[float, ...]) -> tuple[Any, ...]:
    """The cells of a row without borders."""
    table = paper.add_table(rows=1, cols=len(shares))
    table.autofit = False
    for number, share in enumerate(shares):
        table.columns[number].width = Mm(layout.WIDTH * share)
    return tuple(table.rows[0].cells)


def _text(paragraph: Any, text: str, size: int, style: str, align: Any) -> None:
    paragraph.alignment = align
    run = paragraph.add_run(printable(text))
    run.font.size, run.bold, run.italic = Pt(size), "B" in style, "I" in style


def _body(paper: Any, text: str, style: str, align: Any) -> None:
    paragraph = paper.add_paragraph()
    _text(paragraph, text, layout.TEXT, style, align)
    shape = paragraph.paragraph_format
    shape.first_line_indent, shape.line_spacing = Mm(layout.INDENT), layout.LINE_FACTOR
    shape.space_after = Pt(layout.PARAGRAPH_POINTS)


def _rule(paragraph: Any, width: float, share: float) -> None:
    """A line in the middle of ``width`` mm, as the upper border of an empty paragraph."""
    side = Mm(width * (1 - share) / 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    paragraph.add_run().font.size = Pt(4)
    shape.line_spacing = Pt(6)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _table(paper: Any, told: Table) -> None:
    table = paper.add_table(rows=1, cols=len(told.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.share for column in told.columns)
    for number, column in enumerate(told.columns):
        table.columns[number].width = Mm(layout.WIDTH * column.share / whole)
    marked = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(marked)
    titles = tuple(column.title for column in told.columns)
    for number, cells in enumerate((titles, *told.rows)):
        row = table.rows[0] if number == 0 else table.add_row()
        for cell, text, column in zip(row.cells, cells, told.columns, strict=True):
            align = CENTRE if number == 0 else PLACES[column.align]
            _text(cell.paragraphs[0], text, layout.TABLE, "" if number else "B", align)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(layout.PARAGRAPH_POINTS)


def _foot(paper: Any, form: Form) -> None:
    # A single signature stands on the right, beside the recipients.
    is_alone = len(form.signatures) == 1
    places = max(len(form.signatures), 2)
    cells = _side_by_side(paper, (1 / places,) * places)
    for cell, signature in zip(cells[-len(form.signatures) :], form.signatures, strict=True):
        _text(cell.paragraphs[-1], signature.office.upper(), layout.TEXT, "B", CENTRE)
        _text(cell.add_paragraph(), signature.note, layout.TEXT, "I", CENTRE)
        for _ in range(SIGNING_LINES):
            cell.add_paragraph()
        _text(cell.add_paragraph(), signature.name, layout.TEXT, "B", CENTRE)
    if not form.recipients:
        return
    left = WD_ALIGN_PARAGRAPH.LEFT
    first = cells[0].paragraphs[0] if is_alone else paper.add_paragraph()
    _text(first, layout.RECIPIENTS_WORD, layout.RECIPIENTS_TITLE, "BI", left)
    for told in layout.with_ends(form.recipients):
        _text(
            (cells[0] if is_alone else paper).add_paragraph(),
            f"- {told}",
            layout.RECIPIENTS,
            "",
            left,
        )
