"""Signer: the office lines and the name under them, at the end of the document's own text.

Enclosures follow the signature, so the first page that carries one is taken, not the last page.
Where several sign, the office at the seal is the authority's; without one the reading stays unsure.
"""

import re
from dataclasses import replace

from metadata.columns import bare
from metadata.evidence import HANDWRITING_CEILING, UNCONFIRMED_CEILING, field_of
from metadata.marks import restore_marks
from metadata.office_words import has_lost_words, office_words
from metadata.offices import (
    in_small_letters,
    is_party,
    is_subordinate,
    listed_office,
    wants_an_office,
)
from metadata.signature_blocks import OfficeBlock, office_blocks, signature_pieces
from metadata.surnames import is_surname
from records.document import Field
from records.page import Line, RecognizedPage, Word

SIGNATURE_ZONE = 0.42
"""Share of the page's width left of which no single signature begins (Annex I, box 7)."""
NAME_REACH = 0.28
"""How far under the office lines a name may stand, as a share of the page's height."""
SAME_ROW = 1.5
"""Heights of a line between two offices that stand side by side."""
TITLE_PREFIX = re.compile(r"^((gs|pgs|ts|ths|bs|bsck|ks|kts|cn|ds|luat su|dr)[a-z0-9]*[.,]\W*)+")
NAME_WORDS = range(2, 6)
COMPLETE, SMALL_LETTERS, INCOMPLETE = 0.97, 0.93, 0.6
"""What the rule is worth where every word of the office was read, and where one was not."""
NAMED = 0.93


def read_signer(
    pages: tuple[RecognizedPage, ...], first: int, foot: float, issuing: Field | None = None
) -> tuple[Field | None, Field | None]:
    """Office and name of who signed.

    ``first`` is the index of the page that bears the letterhead, ``foot`` the letterhead's foot
    there in pixels: nothing above it is a signature. ``issuing`` is the issuing body.
    """
    body = issuing.value if issuing is not None else None
    for place, page in enumerate(pages[first:], start=first):
        top = foot if place == first else 0.0
        pieces = tuple(piece for piece in signature_pieces(page) if piece.box.top > top)
        blocks = office_blocks(pieces, page, body)
        signed = _authority(blocks, page)
        if signed is not None:
            title, name = _title(signed, blocks, place + 1, body), _name(pieces, signed, page)
            return title, _name_field(name, title, place + 1)
    return None, None


def _authority(blocks: tuple[OfficeBlock, ...], page: RecognizedPage) -> OfficeBlock | None:
    """The block at a seal, else the authority's at the right; clerks sign beside them."""
    zone = page.width * SIGNATURE_ZONE
    chiefs = [block for block in blocks if not is_subordinate(_spoken(block.lines[0]))]
    sealed = [block for block in chiefs if block.is_sealed]
    at_right = [block for block in chiefs if block.box.left > zone]
    # Where a seal stands elsewhere on the page, an office could not be read there.
    others = [block for block in blocks if block.box.left > zone and not page.seals]
    for choice in (sealed, at_right, others):
        if choice:
            row = [block for block in choice if _side_by_side(block, choice[0])]
            return max(row, key=lambda block: block.box.left)
    return None


def _side_by_side(block: OfficeBlock, other: OfficeBlock) -> bool:
    line = other.lines[0].box
    return abs(block.lines[0].box.top - line.top) < SAME_ROW * line.height


def _title(
    signed: OfficeBlock, blocks: tuple[OfficeBlock, ...], page: int, body: str | None
) -> Field:
    words = tuple(word for line in signed.lines for word in office_words(line))
    words = words or tuple(word for line in signed.lines for word in line.words)
    whole = COMPLETE if signed.is_capital else SMALL_LETTERS
    is_cut = any(map(has_lost_words, signed.lines)) or wants_an_office(_spoken(signed.lines[-1]))
    strength = INCOMPLETE if is_cut else whole
    read = field_of(restore_marks(words), page, "signer.office-lines", strength)
    field = _mended(read, signed, body)
    beside = [block for block in blocks if block != signed and _side_by_side(block, signed)]
    if is_cut:
        return replace(field, rule=f"{field.rule}.incomplete")
    if is_party(field.value):
        return _held(field, HANDWRITING_CEILING, "of-two-parties")
    if beside and not signed.is_sealed:
        return _held(field, UNCONFIRMED_CEILING, "of-several")
    return field


def _mended(read: Field, signed: OfficeBlock, body: str | None) -> Field:
    """``read`` as the listed offices that its lines are, where it is misread by little."""
    told = [listed_office(_spoken(line), body) for line in signed.lines]
    offices = [office for office in told if office is not None]
    if len(offices) < len(told):
        return read
    value = " ".join(offices if signed.is_capital else map(in_small_letters, offices))
    if value.casefold() == read.value.casefold():
        return read
    mended = _held(read, UNCONFIRMED_CEILING, "mended")
    return replace(mended, value=value, as_read=read.value)


def _held(field: Field, ceiling: float, why: str) -> Field:
    return replace(field, confidence=min(field.confidence, ceiling), rule=f"{field.rule}.{why}")


def _spoken(line: Line) -> str:
    return " ".join(word.text for word in line.words)


def _name(
    pieces: tuple[Line, ...], signed: OfficeBlock, page: RecognizedPage
) -> tuple[Word, ...] | None:
    office = signed.box
    foot = office.bottom + NAME_REACH * page.height
    for piece in sorted(pieces, key=lambda each: each.box.top):
        beneath = office.bottom < piece.box.top < foot
        if beneath and piece.box.right > office.left and piece.box.left < office.right:
            words = _name_words(piece)
            if words:
                return words
    return None


def _name_field(words: tuple[Word, ...] | None, title: Field, page: int) -> Field | None:
    if not words:
        return None
    name = field_of(words, page, "signer.name-under-office", NAMED)
    unsure = title.rule.endswith((".of-two-parties", ".of-several"))
    return _held(name, title.confidence, title.rule.rpartition(".")[2]) if unsure else name


def _name_words(piece: Line) -> tuple[Word, ...]:
    """The words of a person's name on this line without an academic prefix, or none."""
    words = tuple(word for word in piece.words if re.search(r"\w", word.text))
    while words and TITLE_PREFIX.match(bare(words[0].text)):
        words = words[1:]
    is_name = (
        len(words) in NAME_WORDS
        and all(word.text[:1].isupper() and word.text.isalpha() for word in words)
        and is_surname(words[0].text)
    )
    return words if is_name else ()
