"""The stamp of arrival (dấu đến): its number and date are the receiver's, never the document's.

It is a frame with "ĐẾN" or "CÔNG VĂN ĐẾN" over "Số: ...", "Ngày: ..." and "Chuyển: ..." (Decree
30/2020/NĐ-CP, Annex IV), struck where there was room: over the letterhead or under the number.
"""

import re

from metadata.columns import bare
from records.page import Line

HEADING = re.compile(r"\W*((cong van|van ban|cv|vb)\W*)?den\W*")
WITHIN = re.compile(r"^\W*(so|ngay|gio|chuyen|luu ho so|den|ky hieu)\b")
DEPTH_IN_HEIGHTS = 9.0
"""From the stamp's heading to its last line."""
SIDE_IN_HEIGHTS = 3.0
NUMBERED_ARRIVAL = re.compile(r"so\W.*/\s*den\W*$")


def without_incoming_stamp(pieces: tuple[Line, ...]) -> tuple[Line, ...]:
    """``pieces`` (from above) without the lines of stamps of arrival."""
    headings = [piece for piece in pieces if HEADING.fullmatch(bare(piece.text))]
    return tuple(
        piece
        for piece in pieces
        if piece not in headings
        and not NUMBERED_ARRIVAL.search(bare(piece.text))
        and not any(_is_within(piece, heading) for heading in headings)
    )


def _is_within(piece: Line, heading: Line) -> bool:
    height = heading.box.height
    below = 0 < piece.box.top - heading.box.top < DEPTH_IN_HEIGHTS * height
    left, right = (heading.box.left, heading.box.right)
    side = SIDE_IN_HEIGHTS * height
    beside = piece.box.left < right + side and piece.box.right > left - side
    return below and beside and WITHIN.match(bare(piece.text)) is not None
