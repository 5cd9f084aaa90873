"""Signer: the office lines and the name under them, at the end of the document's own text.

Enclosures follow the signature, so the first page that carries one is taken, not the last page.
"""

import re

from metadata.evidence import field_of
from metadata.layout import bare, columns
from metadata.marks import restore_marks
from metadata.office_words import OFFICE_END, has_lost_words, legible_words, office_words
from metadata.surnames import is_surname
from records.document import Field
from records.page import Line, RecognizedPage, Word

SIGNATURE_ZONE = 0.42
"""Share of the page's width left of which no single signature begins (Annex I, box 7)."""
NAME_REACH = 0.28
"""How far under the office lines a name may stand, as a share of the page's height."""
PREFIX = re.compile(r"^\W*(tm|kt|tl|tuq|q)\s*[.,]")
OFFICE = re.compile(
    r"^\W*((tm|kt|tl|tuq|q)\s*[.,]\s*)?(pho |quyen |q\. ?)?"
    r"(chu tich|ch\S{0,2} ?cuc truong|cuc truong|tong cuc truong|truong|giam doc|tong giam doc|"
    r"hieu truong|vien truong|bo truong|thu truong|thu tuong|chanh|bi thu|chu nhiem|tham phan|"
    r"uy ban nhan dan|hoi dong|ban thuong vu|thuong truc|dai dien|doi truong|tram truong|thu ky|"
    r"ke toan truong|thu truong|tong thu ky|vu truong|thanh tra|nguoi dung dau|hat truong|uy vien)"
)
TITLE_PREFIX = re.compile(r"^((gs|pgs|ts|ths|bs|bsck|ks|kts|cn|ds|luat su|dr)[a-z0-9]*[.,]\W*)+")
NAME_WORDS = range(2, 6)
COMPLETE, INCOMPLETE = 0.97, 0.6
"""What the rule is worth where every word of the office was read, and where one was not."""


def read_signer(
    pages: tuple[RecognizedPage, ...], first: int, foot: float
) -> tuple[Field | None, Field | None]:
    """Office and name of who signed.

    ``first`` is the index of the page that bears the letterhead, ``foot`` the letterhead's foot
    there in pixels: nothing above it is a signature.
    """
    for place, page in enumerate(pages[first:], start=first):
        number = place + 1
        top = foot if place == first else 0.0
        lines = sorted(page.lines, key=lambda line: line.box.top)
        pieces = [piece for line in lines for piece in columns(line, page)]
        offices = _offices([piece for piece in pieces if piece.box.top > top], page)
        if offices:
            words = tuple(word for line in offices for word in office_words(line))
            lost = any(map(has_lost_words, offices))
            strength = INCOMPLETE if lost else COMPLETE
            title = field_of(restore_marks(words), number, "signer.office-lines", strength)
            return title, _name(pieces, offices[-1], page, number)
    return None, None


def _offices(pieces: list[Line], page: RecognizedPage) -> list[Line]:
    at_right = [piece for piece in pieces if piece.box.left > page.width * SIGNATURE_ZONE]
    for place, piece in enumerate(at_right):
        if not _is_office(piece) or _is_central(piece, page):
            continue
        block = [piece]
        for follower in at_right[place + 1 : place + 4]:
            near = follower.box.top - block[-1].box.bottom < 1.6 * piece.box.height
            if near and _is_capital(follower) and _continues(follower):
                block.append(follower)
        return block
    return []


def _continues(line: Line) -> bool:
    """An office line, or capitals that the engine read with ease: no seal, no flourish."""
    words = legible_words(line)
    spelt = bool(words) and OFFICE_END.search(words[-1].text) is not None
    return _is_office(line) or (spelt and min(w.confidence for w in words) > 0.8)  # noqa: PLR2004 - seal legends read below


def _is_central(piece: Line, page: RecognizedPage) -> bool:
    """A caps line in the middle of the page is the authority of a decision's head."""
    return abs((piece.box.left + piece.box.right) / 2 - page.width / 2) < page.width * 0.06


def _is_capital(line: Line) -> bool:
    letters = [c for word in legible_words(line) for c in word.text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def _is_office(line: Line) -> bool:
    spoken = bare(" ".join(word.text for word in legible_words(line) or line.words))
    return _is_capital(line) and OFFICE.match(spoken) is not None


def _name(pieces: list[Line], office: Line, page: RecognizedPage, number: int) -> Field | None:
    foot = office.box.bottom + NAME_REACH * page.height
    under = [
        piece
        for piece in pieces
        if office.box.bottom < piece.box.top < foot
        and piece.box.right > office.box.left
        and piece.box.left > page.width * SIGNATURE_ZONE * 0.9
    ]
    for piece in under:
        words = _name_words(piece)
        if words:
            return field_of(words, number, "signer.name-under-office", 0.93)
    return None


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
