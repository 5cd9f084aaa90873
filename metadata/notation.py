"""Number and notation (số và ký hiệu): their grammar, and where they stand on a page.

A notation is case- and mark-sensitive (ĐA and DA, HĐ and HD are different types): it is cleaned of
blanks and never folded. A number that may be hand-written is never reported as sure.
"""

import re
from dataclasses import dataclass

from metadata.document_types import type_of_notation
from metadata.evidence import HANDWRITING_CEILING, engine_confidence, field_of, looks_printed
from metadata.layout import Letterhead
from records.document import Field
from records.page import Line, Word
from records.vietnamese import normal

UPPER = "A-ZĂÂĐÊÔƠƯÀ-ỴẠ-Ỹ"
GROUP = f"[{UPPER}][\\w&.]*"
NUMBER = r"[0-9]{1,5}[a-zđ]?"
NOTATION_GRAMMAR = re.compile(f"(?:(?:19|20)\\d\\d/)?{GROUP}(?:[-/]{GROUP})*")
REGULAR_START = re.compile(f"(?:(?:19|20)\\d\\d/)?[{UPPER}]{{2}}[\\w&.]*(?:[-/]{GROUP})*$")
TYPE_AND_BODY = re.compile(f"[{UPPER}][\\w.]*(?:-{GROUP})+")
WRITTEN = re.compile(f"(?P<number>{NUMBER})?(?P<separator>[/-])(?P<notation>.+)")
NUMBER_WORD = re.compile(r"^\W*s[ốoôồóỐÔ0]\s*[:;.,]*", re.IGNORECASE)
PADDED = re.compile(r"[0-9]{2,5}[a-zđ]?")
"""Printed numbers below 10 have a zero before them (Decree 30/2020/NĐ-CP, Annex I)."""
LEGIBLE = 0.3
"""Below this the engine saw strokes, not figures."""
KNOWN_LENGTH = (2, 30)
"""Circular 05/2025/TT-BNV: codeNotation has at most 30 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """Number and notation as two parts; the Party form (``42-NQ/TW``) has ``-`` between them."""

    number: str | None
    notation: str
    separator: str = "/"

    @property
    def written(self) -> str:
        """Both parts as they stand on paper, without blanks."""
        return f"{self.number or ''}{self.separator}{self.notation}"


def clean_notation(written: str) -> str:
    """Without blanks, leading slash, leaders and closing stops; letters and marks untouched.

    Lists write ``/BC - CC`` and ``/T.Tr- CC``; a dot inside a group belongs to the notation.
    """
    joined = re.sub(r"\s+", "", normal(written)).replace("–", "-").replace("—", "-")
    return re.sub(r"[.,;:]+$", "", re.sub(r"^[/.,_-]+", "", joined))


def parse_notation(written: str) -> Notation | None:
    """Both parts of ``15/QĐ-BNV``, ``30/2020/NĐ-CP``, ``42-NQ/TW`` or ``/QĐ-UBND``.

    ``None`` where the text does not follow the grammar of vietnamese official documents.
    """
    joined = re.sub(r"\s+", "", normal(written)).replace("–", "-").replace("—", "-")
    found = WRITTEN.fullmatch(joined)
    if found is None:
        return None
    notation = clean_notation(found["notation"])
    if NOTATION_GRAMMAR.fullmatch(notation) is None:
        return None
    return Notation(number=found["number"], notation=notation, separator=found["separator"])


def read_notation(head: Letterhead) -> tuple[Field | None, Field | None]:
    """Number and notation of the letterhead's number line, as two fields."""
    if head.number_line is None:
        return None, None
    label, words = _after_label(head.number_line)
    cut, at = _slash(words)
    if cut is None:
        return None, _without_slash(words, head)
    front, behind = words[cut].text[:at], words[cut].text[at + 1 :]
    notation = _notation(behind, words[cut:], head)
    number = _number(front, words[:cut], words[cut], (label, head))
    return number, notation


def _after_label(line: Line) -> tuple[Word, tuple[Word, ...]]:
    first = line.words[0]
    rest = NUMBER_WORD.sub("", first.text)
    if rest == first.text or not rest:
        skip = 2 if len(line.words) > 1 and not re.search(r"\w", line.words[1].text) else 1
        return first, line.words[skip:] or line.words
    return first, (Word(text=rest, box=first.box, confidence=first.confidence), *line.words[1:])


def _slash(words: tuple[Word, ...]) -> tuple[int | None, int]:
    """The word and the place in it of the slash that a regular notation follows, else the first."""
    slashes = [
        (place, at)
        for place, word in enumerate(words)
        for at, c in enumerate(word.text)
        if c == "/"
    ]
    for place, at in slashes:
        if REGULAR_START.match(_cleaned(words[place].text[at:], words[place + 1 :])):
            return place, at
    return slashes[0] if slashes else (None, 0)


def _notation(behind: str, words: tuple[Word, ...], head: Letterhead) -> Field | None:
    value = _cleaned(behind, words[1:])
    if not KNOWN_LENGTH[0] <= len(value) <= KNOWN_LENGTH[1] or not re.search(r"[^\W\d_]", value):
        return None
    regular = NOTATION_GRAMMAR.fullmatch(value) is not None
    rule, strength = ("notation.grammar", 1.0) if regular else ("notation.irregular", 0.5)
    return field_of(words, head.document_page, rule, strength, value)


def _cleaned(start: str, words: tuple[Word, ...]) -> str:
    """The notation that is written there, without the signs that the pen left before it."""
    return re.sub(r"^[\W_]+", "", clean_notation(start + "".join(word.text for word in words)))


def _without_slash(words: tuple[Word, ...], head: Letterhead) -> Field | None:
    """A notation whose slash is lost under the pen: a known type and more, to the line's end."""
    for place in range(len(words)):
        value = _cleaned("", words[place:])
        if TYPE_AND_BODY.fullmatch(value) and type_of_notation(value) is not None:
            return field_of(words[place:], head.document_page, "notation.slash-lost", 0.5, value)
    return None


def _number(
    front: str, before: tuple[Word, ...], slashed: Word, where: tuple[Word, Letterhead]
) -> Field | None:
    label, head = where
    written = "".join(word.text for word in before) + front
    found = re.fullmatch(rf"[\W_]*({NUMBER})[\W_]*", written)
    if found is None:
        return None
    words = (*before, slashed) if front else before
    if engine_confidence(words) < LEGIBLE:
        return None
    joined = front == written == found[1] and PADDED.fullmatch(front) is not None
    sure = joined and looks_printed(words, (label,))
    rule = "number.printed" if sure else "number.perhaps-by-hand"
    strength = 0.95 if sure else HANDWRITING_CEILING
    return field_of(words, head.document_page, rule, strength, found[1])
