"""Lays a document out as the diagram of Decree 30/2020/NĐ-CP, Annex I, draws it."""

from samples.body import paragraph_height, set_body
from samples.foot import foot_height, set_foot
from samples.heading import set_heading
from samples.paper import MARGIN_LEFT, Flow, OpenSheet
from samples.sheet import Line, Sheet
from samples.written import Written

LEADING = 20.0


def lay_out(written: Written) -> tuple[Sheet, ...]:
    """The clean sheets of a document, blank back sides included."""
    flow = Flow(size=written.size, leading=written.leading, pages=[OpenSheet()])
    set_heading(flow.page, written)
    _addressees(flow.page, written)
    body, _, annex = written.body.partition("=== after signature\n")
    before, _, last_paragraph = body.strip().rpartition("\n")
    set_body(flow, before)
    # A signature must not stand alone on a page: the last paragraph stays with it.
    flow.needs(paragraph_height(flow, last_paragraph) + foot_height(written))
    set_body(flow, last_paragraph)
    set_foot(flow, written)
    set_body(flow, annex)
    return tuple(page.closed() for page in flow.pages)


def _addressees(page: OpenSheet, written: Written) -> None:
    """Box 9a."""
    if not written.addressee:
        return
    page.y += 30 if written.is_letter else 14
    left = MARGIN_LEFT + 90
    rows = [f"- {name}" for name in written.addressee]
    if len(rows) == 1:
        rows = [f"Kính gửi: {written.addressee[0]}"]
    else:
        page.lines.append(Line(text="Kính gửi:", x=left, y=page.y, size=written.size))
        page.text.append("Kính gửi:")
        page.y += LEADING
        left += 40
    for words in rows:
        page.lines.append(Line(text=words, x=left, y=page.y, size=written.size))
        page.text.append(words)
        page.y += LEADING
    page.y -= 8
