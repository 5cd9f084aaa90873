"""Where things stand on the first page: rows, columns and the letterhead.

Zones follow the form of Decree 30/2020/NĐ-CP, Annex I, as priors: they order the candidates and
never exclude a page that was laid out otherwise. It reads no field.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from metadata.columns import MOTTO, NATIONAL_TITLE, NUMBER_LINE, bare, columns
from metadata.incoming_stamp import without_incoming_stamp
from records.page import Line, RecognizedPage

__all__ = ["Letterhead", "bare", "columns", "read_letterhead"]

LETTERHEAD_DEPTH = 0.45
NATIONAL_TITLE_DEPTH = 0.25
MISREAD_LABEL = re.compile(
    r"\W*S[oôốồổ]\S{1,2}\s.*/\s*[A-ZĐ][\w.&]+\s*-\s*[A-ZĐ][\w.&]*\W*", re.DOTALL
)
"""A number line whose colon was read as something else: the notation at its end tells it."""
DATE_LINE = re.compile(r"^\W*((?:[^\W\d_]+\W+){1,5}?)nga[yi]")
SLASHED_DAY = re.compile(r"nga[yi]\W*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
NOT_A_PLACE = re.compile(r"\b(hom nay|can cu|so|cua|tu|den|vao|theo)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The first page of a document, parted at the foot of its letterhead.

    ``left`` and ``right`` are the columns above that foot, ``below`` the uncut lines under it.
    ``document_page`` counts from 1 inside the document. ``number_line`` and ``date_line`` are
    pieces of the columns, where they were found.
    """

    page: RecognizedPage
    document_page: int
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    below: tuple[Line, ...]
    number_line: Line | None
    date_line: Line | None
    has_national_title: bool


def read_letterhead(page: RecognizedPage, document_page: int) -> Letterhead:
    """Find the letterhead of ``page``; a page without one has empty columns."""
    depth = page.height * LETTERHEAD_DEPTH
    rows = sorted(page.lines, key=lambda line: line.box.top)
    parted = [columns(line, page) for line in rows if line.box.top < depth]
    pieces = without_incoming_stamp(tuple(piece for row in parted for piece in row))
    dropped = {piece for row in parted for piece in row} - set(pieces)
    rights = {piece for row in parted for piece in row[1:]}
    rights |= {
        piece for (piece,) in (row for row in parted if len(row) == 1) if _is_right(piece, page)
    }
    number = _number_line(pieces, page)
    date = next((piece for piece in pieces if _is_date_line(piece, page)), None)
    titles = tuple(
        found
        for spoken in (NATIONAL_TITLE, MOTTO)
        if (found := next((p for p in pieces if _says(p, spoken, page)), None)) is not None
    )
    foot = max(
        (found.box.bottom for found in (number, date, *titles) if found is not None), default=0
    )
    head = tuple(piece for piece in pieces if _centre(piece) < foot)
    return Letterhead(
        page=page,
        document_page=document_page,
        left=tuple(piece for piece in head if piece not in rights),
        right=tuple(piece for piece in head if piece in rights),
        below=tuple(line for line in rows if _centre(line) >= foot and line not in dropped),
        number_line=number,
        date_line=date,
        has_national_title=bool(titles),
    )


def _is_right(piece: Line, page: RecognizedPage) -> bool:
    return (piece.box.left + piece.box.right) / 2 >= page.width / 2


def _centre(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _number_line(pieces: tuple[Line, ...], page: RecognizedPage) -> Line | None:
    """The first number line with a notation in it, else the first with the label alone."""
    labelled = [piece for piece in pieces if _is_number_line(piece, page)]
    return next((piece for piece in labelled if "/" in piece.text), next(iter(labelled), None))


def _is_number_line(piece: Line, page: RecognizedPage) -> bool:
    at_left = piece.box.left < page.width * 0.45
    is_labelled = NUMBER_LINE.match(bare(piece.text)) is not None
    return at_left and (is_labelled or MISREAD_LABEL.fullmatch(piece.text) is not None)


def _is_date_line(piece: Line, page: RecognizedPage) -> bool:
    spoken = bare(piece.text)
    found = DATE_LINE.match(spoken)
    if found is None or NOT_A_PLACE.search(found.group(1)):
        return False
    at_right = (piece.box.left + piece.box.right) / 2 > page.width * 0.4
    told = "thang" in spoken or "nam" in spoken or SLASHED_DAY.search(spoken) is not None
    return at_right and told


def _says(piece: Line, fixed: str, page: RecognizedPage) -> bool:
    spoken = " ".join(re.findall(r"[a-z]+", bare(piece.text)))
    at_head = piece.box.top < page.height * NATIONAL_TITLE_DEPTH
    return at_head and fuzz.ratio(spoken, fixed) > 72  # noqa: PLR2004 - likeness in percent
