"""Forms as PDF by fpdf2, in Liberation Serif, which has the widths of Times New Roman.

The font is embedded; nothing is fetched. Knows no form by name.
"""

from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align as Place
from fpdf.enums import TableCellFillMode, XPos, YPos
from fpdf.fonts import FontFace

from records.errors import SetupError
from records.form import Align, Form, Heading, Paragraph, Signature, Style, Table, printable
from retention.forms import layout
from retention.forms.layout import POINT, high

FAMILY = "Serif"
FACES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}
FOLDERS = tuple(Path("/usr/share/fonts/truetype") / name for name in ("liberation2", "liberation"))
PLACES = {Align.LEFT: "LEFT", Align.CENTRE: "CENTER", Align.RIGHT: "RIGHT"}
SIGNING_ROOM = 25.0
HEADED_LINES = 6
"""A heading goes with at least so much of what it heads."""
LAST_LINES = 8
"""The last paragraph, offices, notes and names."""

Box = tuple[float, float]
"""Left edge and width."""
WHOLE: Box = (layout.LEFT, layout.WIDTH)


class _Paper(FPDF):
    """A4 with the number of each page but the first in the middle of the upper margin."""

    def header(self) -> None:
        """Called by the library at the start of each page."""
        if self.page_no() == 1:
            return
        self.set_font(FAMILY, size=layout.PAGE_NUMBER)
        self.set_y(layout.TOP / 2)
        self.cell(0, layout.TOP / 2 - 2, str(self.page_no()), align=Place.C)
        self.set_y(layout.TOP)

    def lines(self, box: Box, text: str, style: str, size: int) -> None:
        """Centred lines in ``box``, from where we are downwards."""
        self.set_font(FAMILY, style, size)
        self.set_x(box[0])
        self.multi_cell(
            box[1], high(size), printable(text), align=Place.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def rule(self, box: Box, length: float) -> None:
        """A horizontal line in the middle of ``box``."""
        start, y = box[0] + (box[1] - length) / 2, self.get_y() + 0.7
        self.line(start, y, start + length, y)
        self.set_y(y + 1)

    def paragraph(self, text: str, style: str, align: Place) -> None:
        """A paragraph over the whole width, its first line indented."""
        self.set_font(FAMILY, style, layout.TEXT)
        with (
            self.text_columns(text_align=align, line_height=layout.LINE_FACTOR) as column,
            column.paragraph(first_line_indent=layout.INDENT) as told,
        ):
            told.write(printable(text))
        self.ln(layout.PARAGRAPH_POINTS * POINT)

    def keep_together(self, recipients: int) -> None:
        """No page has signatures alone: what stands last above them goes with them."""
        lines = LAST_LINES * high(layout.TEXT) + recipients * high(layout.RECIPIENTS)
        if self.will_page_break(SIGNING_ROOM + lines):
            self.add_page()


def write_pdf(form: Form, target: Path, now: datetime) -> None:
    """Write ``form`` to ``target``.

    Raises:
        SetupError: T010, the font is not installed.
    """
    paper = _paper(form, now)
    _head(paper, form.heading)
    _title(paper, form)
    for basis in layout.with_ends(form.bases):
        paper.paragraph(basis, "I", Place.J)
    for number, block in enumerate(form.blocks, start=1):
        if number == len(form.blocks):
            paper.keep_together(len(form.recipients))
        if isinstance(block, Table):
            _table(paper, block)
        else:
            _paragraph(paper, block)
    _foot(paper, form)
    paper.output(str(target))


def _paper(form: Form, now: datetime) -> _Paper:
    paper = _Paper(orientation="portrait", unit="mm", format="A4")
    for style, face in FACES.items():
        paper.add_font(FAMILY, style, str(_font(face)))
    paper.set_margins(layout.LEFT, layout.TOP, layout.RIGHT)
    paper.set_auto_page_break(auto=True, margin=layout.BOTTOM)
    paper.set_creation_date(now)
    paper.set_lang("vi")
    paper.set_title(printable(f"{form.kind} {form.subject}"))
    paper.add_page()
    return paper


def _font(face: str) -> Path:
    name = f"LiberationSerif-{face}.ttf"
    found = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if found is None:
        raise SetupError("T010", FOLDERS[0] / name)
    return found


def _head(paper: _Paper, heading: Heading) -> None:
    width = layout.WIDTH * layout.LEFT_SHARE
    left, right = (layout.LEFT, width), (layout.LEFT + width, layout.WIDTH - width)
    start = paper.get_y()
    if heading.parent_body:
        paper.lines(left, heading.parent_body.upper(), "", layout.BODY_NAME)
    paper.lines(left, heading.body.upper(), "B", layout.BODY_NAME)
    paper.rule(left, width * layout.BODY_RULE_SHARE)
    left_end = paper.get_y()
    paper.set_y(start)
    paper.lines(right, layout.STATE_NAME, "B", layout.STATE)
    paper.lines(right, layout.MOTTO_TEXT, "B", layout.MOTTO)
    paper.rule(right, paper.get_string_width(layout.MOTTO_TEXT))
    below = max(left_end, paper.get_y()) + 1
    paper.set_y(below)
    paper.lines(left, heading.number, "", layout.NUMBER)
    paper.set_y(below)
    paper.lines(right, heading.place_and_date, "I", layout.DATE)
    paper.ln(high(layout.TEXT))


def _title(paper: _Paper, form: Form) -> None:
    paper.lines(WHOLE, form.kind.upper(), "B", layout.TITLE)
    paper.lines(WHOLE, form.subject, "B", layout.TITLE)
    width = min(paper.get_string_width(printable(form.subject)), layout.WIDTH)
    paper.rule(WHOLE, width * layout.BODY_RULE_SHARE)
    paper.ln(high(layout.TEXT) / 2)


def _paragraph(paper: _Paper, block: Paragraph) -> None:
    is_heading = block.style is Style.HEADING
    if is_heading and paper.will_page_break(HEADED_LINES * high(layout.TEXT)):
        paper.add_page()
    style = "B" if is_heading else ""
    paper.paragraph(block.text, style, Place.J if block.style is Style.BODY else Place.L)


def _table(paper: _Paper, table: Table) -> None:
    paper.set_font(FAMILY, "", layout.TABLE)
    with paper.table(
        width=layout.WIDTH,
        align="LEFT",
        col_widths=tuple(column.share for column in table.columns),
        text_align=tuple(PLACES[column.align] for column in table.columns),
        line_height=high(layout.TABLE),
        cell_fill_mode=TableCellFillMode.NONE,
        headings_style=FontFace(emphasis="BOLD"),
        padding=1,
    ) as rows:
        titles = rows.row()
        for column in table.columns:
            titles.cell(printable(column.title), align="CENTER")
        for cells in table.rows:
            rows.row(tuple(map(printable, cells)))
    paper.ln(layout.PARAGRAPH_POINTS * POINT)


def _foot(paper: _Paper, form: Form) -> None:
    # A single signature stands on the right, beside the recipients.
    places = max(len(form.signatures), 2)
    width = layout.WIDTH / places
    start = paper.get_y() + 2
    lowest = start
    for number, signature in enumerate(reversed(form.signatures)):
        paper.set_y(start)
        _sign(paper, (layout.LEFT + (places - 1 - number) * width, width), signature)
        lowest = max(lowest, paper.get_y())
    paper.set_y(lowest if len(form.signatures) > 1 else start)
    _recipients(paper, form.recipients)


def _sign(paper: _Paper, box: Box, signature: Signature) -> None:
    paper.lines(box, signature.office.upper(), "B", layout.TEXT)
    paper.lines(box, signature.note, "I", layout.TEXT)
    paper.ln(SIGNING_ROOM)
    paper.lines(box, signature.name or " ", "B", layout.TEXT)


def _recipients(paper: _Paper, recipients: tuple[str, ...]) -> None:
    if not recipients:
        return
    paper.set_font(FAMILY, "BI", layout.RECIPIENTS_TITLE)
    paper.cell(
        0,
        high(layout.RECIPIENTS_TITLE),
        layout.RECIPIENTS_WORD,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    paper.set_font(FAMILY, "", layout.RECIPIENTS)
    for told in layout.with_ends(recipients):
        line = printable(f"- {told}")
        paper.cell(0, high(layout.RECIPIENTS), line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
