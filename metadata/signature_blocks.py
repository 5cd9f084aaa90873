"""The office lines on a page, in blocks: what stands above each signature, and where.

A page may bear several blocks side by side; which of them is the issuing authority's is not decided
here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from metadata.columns import bare
from metadata.office_words import OFFICE_END, legible_words
from metadata.offices import begins_an_office, listed_office
from records.page import Line, RecognizedPage, Seal
from records.place import Box, around

GAP_IN_HEIGHTS = 1.8
"""Between the columns of a row of signatures; words of an office stand closer."""
FOLLOWING_LINES, LINE_REACH = 3, 1.6
CAPITALS = 0.7
CENTRAL = 0.06
"""Share of the page's width: a line in its middle is the authority in a decision's head."""
OWN_LINE = 0.45
"""Share of the page's width: an office in small letters stands on a line of its own."""
SEAL_REACH = 1.2
"""In widths of the seal: it is struck over the left third of the signature (Annex I, box 8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeBlock:
    """The office lines above one signature; ``is_sealed`` where a seal stands at them."""

    lines: tuple[Line, ...]
    is_sealed: bool
    is_capital: bool

    @property
    def box(self) -> Box:
        """What all lines take, in pixels."""
        return around(tuple(line.box for line in self.lines))


def signature_pieces(page: RecognizedPage) -> tuple[Line, ...]:
    """Every line of the page, from above, cut at each wide blank."""
    rows = sorted(page.lines, key=lambda line: line.box.top)
    return tuple(piece for row in rows for piece in _cut(row))


def office_blocks(
    pieces: tuple[Line, ...], page: RecognizedPage, body: str | None
) -> tuple[OfficeBlock, ...]:
    """The blocks of office lines among ``pieces``, in their order; ``body`` is the issuing one."""
    used: set[int] = set()
    found = []
    for place, piece in enumerate(pieces):
        if place in used or not _is_office(piece, page, body) or _is_central(piece, page, pieces):
            continue
        block = _with_followers(pieces, place, page, body)
        used.update(block)
        lines = tuple(pieces[n] for n in sorted(block))
        sealed = any(_is_at(seal, lines) for seal in page.seals)
        found.append(OfficeBlock(lines=lines, is_sealed=sealed, is_capital=is_capital(piece)))
    return tuple(found)


def is_capital(line: Line) -> bool:
    """Whether what can be read of the line is capitals."""
    letters = [c for word in legible_words(line) for c in word.text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > CAPITALS * len(letters)


def _cut(line: Line) -> Iterator[Line]:
    height = median(word.box.height for word in line.words)
    start = 0
    for place in range(1, len(line.words)):
        gap = line.words[place].box.left - line.words[place - 1].box.right
        if gap > GAP_IN_HEIGHTS * height:
            yield line.with_words(line.words[start:place])
            start = place
    yield line.with_words(line.words[start:])


def _with_followers(
    pieces: tuple[Line, ...], place: int, page: RecognizedPage, body: str | None
) -> set[int]:
    block, last, first = {place}, pieces[place], pieces[place]
    under = [n for n in range(place + 1, len(pieces)) if _stands_under(pieces[n], last)]
    for n in under[:FOLLOWING_LINES]:
        follower = pieces[n]
        near = follower.box.top - last.box.bottom < LINE_REACH * first.box.height
        if not near or is_capital(follower) != is_capital(first):
            continue
        if _is_office(follower, page, body) or (is_capital(first) and _is_well_read(follower)):
            block.add(n)
            last = follower
    return block


def _stands_under(piece: Line, above: Line) -> bool:
    overlap = min(piece.box.right, above.box.right) - max(piece.box.left, above.box.left)
    return overlap > 0 and piece.box.top > above.box.top + above.box.height / 2


def _is_well_read(line: Line) -> bool:
    """Capitals that the engine read with ease go on with an office: no seal, no flourish."""
    words = legible_words(line)
    spelt = bool(words) and OFFICE_END.search(words[-1].text) is not None
    return spelt and min(word.confidence for word in words) > 0.8  # noqa: PLR2004 - seal legends read below


def _is_office(line: Line, page: RecognizedPage, body: str | None) -> bool:
    written = " ".join(word.text for word in legible_words(line) or line.words)
    whole = " ".join(word.text for word in line.words)
    if is_capital(line):
        return begins_an_office(written) or listed_office(whole, body) is not None
    own = line.box.width < page.width * OWN_LINE and re.match(r"^\W*[A-ZĐ]", whole) is not None
    return own and listed_office(whole, body) is not None and bool(bare(whole))


def _is_central(piece: Line, page: RecognizedPage, pieces: tuple[Line, ...]) -> bool:
    """Whether it stands in the page's middle and nothing beside it: no column of a row."""
    middle = (piece.box.left + piece.box.right) / 2
    height = (piece.box.top + piece.box.bottom) / 2
    beside = any(other.box.top < height < other.box.bottom for other in pieces if other != piece)
    return not beside and abs(middle - page.width / 2) < page.width * CENTRAL


def _is_at(seal: Seal, lines: tuple[Line, ...]) -> bool:
    """Whether the seal is struck at these lines: beside or under them, and close."""
    block = around(tuple(line.box for line in lines))
    reach = SEAL_REACH * seal.box.width
    beside = block.left - seal.box.width < (seal.box.left + seal.box.right) / 2 < block.right
    return beside and block.top - reach < seal.box.top < block.bottom + reach
