"""Type (tên loại) and subject (trích yếu), from the title under the letterhead.

An official letter has no title: its subject stands under the number and begins with "V/v".
"""

import re
from dataclasses import dataclass

from metadata.document_types import find_type, type_of_notation
from metadata.evidence import field_of
from metadata.layout import Letterhead, bare, columns
from metadata.marks import restore_marks
from records.document import Field
from records.page import Line, RecognizedPage, Word
from records.place import around

TITLE_DEPTH = 0.6
TITLE_CAPITALS = 0.75
SUBJECT_LINES = 7
SLASHED_ABOUT = re.compile(r"^(\W*)[VvYy]\s?/\s?[Vv]\b")
ABOUT = re.compile(r"^\W*(v\s*/\s*v|ve viec|y/v)\b")
BODY_BEGINS = re.compile(
    r"^\W*(kinh (gui|goi)|can cu|thuc hien|xet|theo|chuong|dieu \d|phan|muc|hom nay|chung toi|"
    r"(stt|tt)\b|[ivx]{1,4}\s*[./)]|\d{1,2}\s*[./)]|[a-d]\s*[./)]|(tm|kt|q|tl)\.)"
)
OFFICE = re.compile(r"\b(truong|giam doc|chu tich|pho chu tich|bo truong|uy ban nhan dan)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The title line: the type's words, and what stands behind them on the same line."""

    place: int
    name: str
    likeness: float
    words: tuple[Word, ...]
    rest: tuple[Word, ...]


def read_heading(head: Letterhead, notation: Field | None) -> tuple[Field | None, Field | None]:
    """Type and subject; ``notation`` confirms or contradicts the type."""
    title = _title(head)
    if title is None:
        return _type_without_title(head, notation), _letter_subject(head)
    page = head.document_page
    rule, strength = _judged(title, notation)
    kind = field_of(title.words, page, rule, strength, title.name)
    words = restore_marks(_subject_words(head, title))
    return kind, (_about(words, page, "subject.under-title") if words else None)


def _title(head: Letterhead) -> Title | None:
    limit = head.page.height * TITLE_DEPTH
    for place, line in enumerate(head.below):
        if line.box.top > limit or re.match(r"^\W*(kinh (gui|goi)|can cu)", bare(line.text)):
            return None
        words = tuple(word for word in line.words if re.search(r"[^\W\d_]{2}", word.text))
        if not words or not _is_capital(words) or not _is_central(line, head.page):
            continue
        found = find_type(" ".join(word.text for word in words))
        if found is not None:
            cut = line.words.index(words[min(found.words, len(words)) - 1]) + 1
            return Title(
                place=place,
                name=found.type.name,
                likeness=found.likeness,
                words=words[: found.words],
                rest=line.words[cut:],
            )
    return None


def _is_capital(words: tuple[Word, ...]) -> bool:
    letters = [c for word in words for c in word.text if c.isalpha()]
    return sum(c.isupper() for c in letters) >= TITLE_CAPITALS * len(letters)


def _is_central(line: Line, page: RecognizedPage) -> bool:
    return 0.3 < (line.box.left + line.box.right) / 2 / page.width < 0.75  # noqa: PLR2004 - box 5a of Annex I, widened


def _judged(title: Title, notation: Field | None) -> tuple[str, float]:
    told = type_of_notation(notation.value) if notation is not None else None
    if told is not None and told.name == title.name:
        return "type.title-and-notation", 1.1 * title.likeness
    if told is not None and told.certainty == "verified":
        return "type.title-against-notation", 0.6
    return "type.title", 0.97 * title.likeness


def _type_without_title(head: Letterhead, notation: Field | None) -> Field | None:
    if notation is None:
        return None
    told = type_of_notation(notation.value)
    value = told.name if told is not None else "Công văn"
    about = _letter_subject(head) is not None
    strength = 0.95 if about and told is None else 0.7
    return Field(
        value=value,
        confidence=round(min(1.0, notation.confidence * strength), 3),
        page=notation.page,
        box=notation.box,
        rule="type.notation" if told is not None else "type.official-letter",
    )


def _letter_subject(head: Letterhead) -> Field | None:
    """The "V/v" block in the left column, down to the first gap or to the addressee."""
    pieces = [
        *head.left,
        *(piece for line in head.below[:12] for piece in columns(line, head.page)),
    ]
    at_left = [piece for piece in pieces if piece.box.right < head.page.width * 0.58]
    start = next((n for n, piece in enumerate(at_left) if ABOUT.match(bare(piece.text))), None)
    if start is None:
        return None
    block = [at_left[start]]
    for piece in at_left[start + 1 : start + SUBJECT_LINES]:
        if _parted(block[-1], piece) or BODY_BEGINS.match(bare(piece.text)):
            break
        block.append(piece)
    words = restore_marks(tuple(word for piece in block for word in piece.words))
    return _about(words, head.document_page, "subject.official-letter")


def _about(words: tuple[Word, ...], page: int, rule: str) -> Field:
    written = " ".join(word.text for word in words)
    return field_of(words, page, rule, 0.96, SLASHED_ABOUT.sub(r"\1V/v", written))


def _parted(above: Line, below: Line) -> bool:
    return below.box.top - above.box.bottom > 1.3 * above.box.height


def _subject_words(head: Letterhead, title: Title) -> tuple[Word, ...]:
    whole = (*title.words, *title.rest)
    above = Line(words=whole, box=around(tuple(word.box for word in whole)))
    middle = (above.box.left + above.box.right) / 2
    gathered: list[Word] = []
    for line in head.below[title.place + 1 : title.place + 1 + SUBJECT_LINES]:
        words = _spoken(line)
        if not words:
            continue
        heard = Line(words=words, box=around(tuple(word.box for word in words)))
        if _ends_subject(heard, above, head.page.width, middle) or (
            gathered and _is_authority(heard)
        ):
            break
        gathered.extend(words)
        above = heard
    starts_anew = ABOUT.match(bare(" ".join(word.text for word in gathered))) is not None
    return tuple(gathered) if starts_anew else (*title.rest, *gathered)


def _spoken(line: Line) -> tuple[Word, ...]:
    """The line's words, or none where it is only a rule, a smudge or leaders."""
    letters = [word for word in line.words if re.search(r"[^\W\d_]{2}", word.text)]
    sure = [word for word in letters if word.confidence > 0.3]  # noqa: PLR2004 - garbage reads below 0.3
    return line.words if sure and len(sure) * 2 >= len(line.words) - 2 else ()


def _ends_subject(line: Line, above: Line, width: int, middle: float) -> bool:
    centre = (line.box.left + line.box.right) / 2
    share = line.box.width / width
    strays = abs(centre - middle) > width * (0.035 if share > 0.55 else 0.07)  # noqa: PLR2004 - a full line is a paragraph sooner than a title
    gap = line.box.top - above.box.bottom > 1.9 * max(line.box.height, above.box.height)
    return strays or gap or BODY_BEGINS.match(bare(line.text)) is not None


def _is_authority(line: Line) -> bool:
    return _is_capital(line.words) and OFFICE.search(bare(line.text)) is not None
