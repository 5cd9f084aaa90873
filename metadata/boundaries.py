"""Proposes where a further document begins in one file: enclosures, annexes, drafts, blank forms.

A proposal is for a person to confirm. A page that goes on is worse to propose than a beginning is
to miss, so a page without letterhead needs the end of a document before it.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from metadata.document_types import find_type
from metadata.endings import Ending, ending_of, page_number
from metadata.layout import Letterhead, bare, read_letterhead
from metadata.letters import capital_share
from records.page import Line, RecognizedPage
from records.part import Boundary, PartKind, PartReason

HEAD_LINES = 9
HEAD_DEPTH = 0.35
"""What stands further down on a page does not begin a document."""
TITLE_DEPTH = 0.25
CENTRE = (0.35, 0.65)
CAPITALS = 0.75
ANNEX = re.compile(r"^\W*(phu luc|mau so)\b[\s\W]*([ivxlc]{1,5}|\d{1,3}[a-z]?|so \w{1,4})?\b\W*$")
ISSUED_WITH = re.compile(r"^\W*\(\s*(duoc )?(ban hanh )?(dinh )?kem theo\b")
DRAFT = re.compile(r"^\W*(ban )?du thao\b[\W\d]*(lan\W*\w{1,3}\W*)?$")
UNFILLED_NUMBER = re.compile(r"^\W*s[o0]\s*[^\w]*(?=[a-z]{2,})")
UNFILLED_DATE = re.compile(r"ngay\W*th[a-z]ng\W*(nam|\d*\W*$)")
OTHER_SIZE = 0.12
"""Scanners and straightening change a size by less."""
Told = tuple[PartKind, PartReason, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Top:
    """What a page begins with; ``lines`` are the few that bear words, from the top."""

    page: RecognizedPage
    head: Letterhead
    lines: tuple[Line, ...]


def find_boundaries(pages: tuple[RecognizedPage, ...]) -> tuple[Boundary, ...]:
    """The proposed beginnings after the first page with text; blank pages are none."""
    spoken = [place for place, page in enumerate(pages) if page.lines and not page.is_blank]
    found = []
    for before, place in pairwise(spoken):
        top = _top_of(pages[place])
        told = _by_head(top) or _by_end(top, pages[before], pages[place + 1 : place + 2])
        if told is not None:
            kind, reason, confidence = told
            found.append(Boundary(page=place + 1, kind=kind, reason=reason, confidence=confidence))
    return tuple(found)


def own_pages(pages: tuple[RecognizedPage, ...]) -> tuple[RecognizedPage, ...]:
    """The pages of the first document only."""
    found = find_boundaries(pages)
    return pages[: found[0].page - 1] if found else pages


def _by_head(top: _Top) -> Told | None:
    annex = _says_annex(top)
    if top.head.has_national_title:
        kind = PartKind.ANNEX if annex else _kind_with_letterhead(top)
        return kind, PartReason.LETTERHEAD, 0.95
    return (PartKind.ANNEX, PartReason.ANNEX_TITLE, 0.9) if annex else None


def _by_end(top: _Top, last: RecognizedPage, following: tuple[RecognizedPage, ...]) -> Told | None:
    """What a page without letterhead is, where ``last``, the page before it, may be an end."""
    before = ending_of(last)
    if before.is_signed and _has_title(top):
        return PartKind.DOCUMENT, PartReason.TITLE, 0.85
    if before.is_complete:
        return PartKind.ANNEX, PartReason.END, 0.7
    reason: PartReason | None = None
    if _restarts(top.page, before, following):
        reason = PartReason.NUMBERING
    elif before.is_signed and _is_other_paper(top.page, last):
        reason = PartReason.PAPER
    return None if reason is None else (PartKind.DOCUMENT, reason, 0.6)


def _top_of(page: RecognizedPage) -> _Top:
    rows = sorted(page.lines, key=lambda line: line.box.top)
    spoken = [
        line
        for line in rows
        if line.box.top < page.height * HEAD_DEPTH and sum(c.isalpha() for c in line.text) > 3  # noqa: PLR2004 - specks read as a letter or two
    ]
    above = replace(page, lines=tuple(spoken))
    return _Top(page=page, head=read_letterhead(above, 1), lines=tuple(spoken[:HEAD_LINES]))


def _says_annex(top: _Top) -> bool:
    """Phụ lục as a line of its own that opens the page, or the bracket that tells what with."""
    spoken = [bare(line.text) for line in top.lines]
    opens = any(ANNEX.match(said) for said in spoken[:2])
    return opens or any(ISSUED_WITH.match(said) for said in spoken)


def _kind_with_letterhead(top: _Top) -> PartKind:
    head = top.head
    if any(DRAFT.match(bare(line.text)) for line in top.lines):
        return PartKind.DRAFT
    number = bare(head.number_line.text) if head.number_line is not None else ""
    date = bare(head.date_line.text) if head.date_line is not None else ""
    is_filed = bool(top.page.seals)
    if not is_filed and UNFILLED_NUMBER.match(number) and (not date or UNFILLED_DATE.search(date)):
        return PartKind.FORM
    return PartKind.DOCUMENT


def _has_title(top: _Top) -> bool:
    """A known type in capitals, in the middle, first on the page."""
    for line in top.lines[:2]:
        middle = (line.box.left + line.box.right) / 2 / top.page.width
        is_title = (
            line.box.top < top.page.height * TITLE_DEPTH
            and CENTRE[0] < middle < CENTRE[1]
            and capital_share(line.words) >= CAPITALS
        )
        if is_title and find_type(line.text) is not None:
            return True
    return False


def _is_other_paper(page: RecognizedPage, other: RecognizedPage) -> bool:
    ratios = (
        (page.width / page.dpi) / (other.width / other.dpi),
        (page.height / page.dpi) / (other.height / other.dpi),
    )
    return any(abs(ratio - 1) > OTHER_SIZE for ratio in ratios)


def _restarts(page: RecognizedPage, before: Ending, following: tuple[RecognizedPage, ...]) -> bool:
    """Page 1 after a later one; figures are misread, so a page 2 or a signature bears it out."""
    if page_number(page) != 1 or (page_number(before.page) or 0) <= 1:
        return False
    return before.is_signed or any(page_number(each) == 2 for each in following)  # noqa: PLR2004 - the page after 1
