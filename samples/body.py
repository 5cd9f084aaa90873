"""The body of a document: paragraphs, headings, tables and page breaks, one to a row.

A row of the body is one paragraph. ``# `` is a bold heading, ``^ `` a centred bold line, ``~ `` an
italic paragraph, ``|`` a table row (the first one, ``|=``, gives relative widths), ``===`` a page
break, ``=== landscape`` turns the pages after it, ``=== blank`` is an empty back side.
"""

from samples.paper import MARGIN_LEFT, Flow, OpenSheet, broken, set_centred
from samples.sheet import Face, Line
from samples.table import set_table_row

INDENT = 30.0
PARAGRAPH_GAP = 5.0
HEADING_LINES = 3
"""A heading keeps room for two lines below it."""


def set_body(flow: Flow, body: str) -> None:
    """Set every row of the body, turning pages where they are full."""
    widths: tuple[float, ...] = ()
    for row in body.strip().splitlines():
        if row.startswith("==="):
            _break(flow, row.removeprefix("===").strip())
        elif row.startswith("|="):
            widths = tuple(float(share) for share in row.removeprefix("|=").split())
            flow.page.y += 6
        elif row.startswith("|"):
            set_table_row(flow, [cell.strip() for cell in row.strip("|").split("|")], widths)
        else:
            _paragraph(flow, row)


def paragraph_height(flow: Flow, words: str) -> float:
    """Room in points that a plain paragraph takes."""
    frame = flow.page.right - MARGIN_LEFT
    lines = list(broken(words, Face.REGULAR, flow.size, frame, INDENT))
    return PARAGRAPH_GAP + len(lines) * flow.size * flow.leading


def _break(flow: Flow, kind: str) -> None:
    if kind == "blank":
        flow.pages.append(OpenSheet())
    else:
        flow.turn_page(landscape=kind == "landscape")


FORMS = {
    "# ": (Face.BOLD, INDENT),
    "~ ": (Face.ITALIC, INDENT),
    "^ ": (Face.BOLD, 0.0),
}


def _paragraph(flow: Flow, row: str) -> None:
    face, indent = FORMS.get(row[:2], (Face.REGULAR, INDENT))
    words = row[2:] if row[:2] in FORMS else row
    leading = flow.size * flow.leading
    flow.page.y += PARAGRAPH_GAP
    frame = flow.page.right - MARGIN_LEFT
    lines = list(broken(words, face, flow.size, frame, indent))
    if row.startswith("# "):
        flow.needs(HEADING_LINES * leading)
    for index, line in enumerate(lines):
        flow.needs(leading)
        page = flow.page
        page.y += leading
        page.text.append(line)
        if row.startswith("^ "):
            set_centred(page, (MARGIN_LEFT + page.right) / 2, page.y, line, face, flow.size)
            continue
        left = MARGIN_LEFT + (indent if index == 0 else 0.0)
        width = None if index == len(lines) - 1 else page.right - left
        page.lines.append(Line(text=line, x=left, y=page.y, size=flow.size, face=face, width=width))
