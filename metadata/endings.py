"""Whether a page ends a document: signed, and the recipients listed to the last."""

import re
from dataclasses import dataclass, replace

from metadata.layout import bare
from metadata.recipients import LAST_ITEM, RECEIVED_BY
from metadata.signature import read_signer
from records.page import Line, RecognizedPage

LEFT = 0.45
"""Share of the page's width in which the list of recipients begins."""
NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.IGNORECASE)
EDGES = (0.08, 0.88)
MIDDLE = (0.35, 0.95)
"""Shares of the page; pencilled sheet numbers stand further out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the foot of ``page`` tells; ``is_complete`` is signed and told to the last recipient."""

    page: RecognizedPage
    is_signed: bool
    is_complete: bool


def ending_of(page: RecognizedPage) -> Ending:
    """Judge the foot of one page."""
    capitals = tuple(line for line in page.lines if _may_sign(line))
    office, _ = read_signer((replace(page, lines=capitals),), 0, 0.0)
    is_signed = office is not None or bool(page.seals)
    return Ending(page=page, is_signed=is_signed, is_complete=office is not None and _listed(page))


def _may_sign(line: Line) -> bool:
    """Whether a word of some length is in capitals, as an office is; for speed only."""
    return any(len(word.text) > 2 and word.text.isupper() for word in line.words)  # noqa: PLR2004 - CHI, KT.


def _listed(page: RecognizedPage) -> bool:
    """Whether "Nơi nhận" and its last item, what is filed (lưu), both stand on the page."""
    left = [
        bare(line.text)
        for line in sorted(page.lines, key=lambda line: line.box.top)
        if line.box.left < page.width * LEFT
    ]
    begins = next((at for at, said in enumerate(left) if RECEIVED_BY.match(said)), None)
    return begins is not None and any(
        LAST_ITEM.match(said.lstrip(" -–*+.")) for said in left[begins:]
    )


def page_number(page: RecognizedPage) -> int | None:
    """The number printed at the page's head or foot, if it was read."""
    for line in page.lines:
        middle = (line.box.left + line.box.right) / 2 / page.width
        depth = line.box.top / page.height
        at_edge = not EDGES[0] < depth < EDGES[1] and MIDDLE[0] < middle < MIDDLE[1]
        found = NUMBER.fullmatch(line.text) if at_edge else None
        if found is not None:
            return int(found[1])
    return None
