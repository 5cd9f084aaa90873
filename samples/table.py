"""A ruled table in the body of a document, one row at a time."""

from samples.paper import MARGIN_LEFT, Flow, OpenSheet, broken, set_centred
from samples.sheet import Face, Line, Rule

CELL_PADDING = 4.0
TABLE_SIZE = 12.0
TABLE_LEADING = 15.0


def set_table_row(flow: Flow, cells: list[str], shares: tuple[float, ...]) -> None:
    """Set one row; ``shares`` are the relative widths, a first cell with ``*`` marks the head."""
    is_head = cells[0].startswith("*")
    face = Face.BOLD if is_head else Face.REGULAR
    cells = [cell.removeprefix("*") for cell in cells]
    frame = flow.page.right - MARGIN_LEFT
    widths = [share / sum(shares) * frame for share in shares]
    wrapped = [
        list(broken(cell, face, TABLE_SIZE, width - 2 * CELL_PADDING))
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(lines) for lines in wrapped) * TABLE_LEADING + 2 * CELL_PADDING
    flow.needs(height + TABLE_LEADING)
    page = flow.page
    page.text.append(" | ".join(cells))
    left = MARGIN_LEFT
    for index, (lines, width) in enumerate(zip(wrapped, widths, strict=True)):
        _box(page, left, left + width, height)
        is_centred = is_head or index == 0 or lines[0].replace(".", "").isdigit()
        _fill(page, lines, (left, width), face, is_centred=is_centred)
        left += width
    page.y += height


def _box(page: OpenSheet, left: float, right: float, height: float) -> None:
    top, bottom = page.y + CELL_PADDING, page.y + CELL_PADDING + height
    page.rules += [
        Rule(left=left, top=top, right=right, bottom=top),
        Rule(left=left, top=bottom, right=right, bottom=bottom),
        Rule(left=left, top=top, right=left, bottom=bottom),
        Rule(left=right, top=top, right=right, bottom=bottom),
    ]


def _fill(
    page: OpenSheet, lines: list[str], cell: tuple[float, float], face: Face, *, is_centred: bool
) -> None:
    left, width = cell
    for index, line in enumerate(lines):
        y = page.y + 2 * CELL_PADDING + TABLE_LEADING * (index + 0.75)
        if is_centred:
            set_centred(page, left + width / 2, y, line, face, TABLE_SIZE)
        else:
            place = {"x": left + CELL_PADDING, "y": y, "size": TABLE_SIZE}
            page.lines.append(Line(text=line, face=face, **place))
