"""Type (tên loại) and, with it, the subject: from the title under the letterhead.

An official letter has no title; then the notation tells the type.
"""

import re
from dataclasses import dataclass

from metadata.document_types import find_type, type_of_notation
from metadata.evidence import field_of
from metadata.layout import Letterhead, bare
from metadata.letters import capital_share
from metadata.subject import letter_subject, titled_subject
from records.document import Field
from records.page import Line, RecognizedPage, Word

LETTER = "Công văn"
TITLE_DEPTH = 0.6
TITLE_CAPITALS = 0.75
LEFT_AXIS = 0.4
"""Share of the page's width; a subject under a title has its middle at 0.45 and more."""
END_OF_HEAD = re.compile(r"^\W*(kinh (gui|goi)|can cu)")


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
        about = letter_subject(head)
        return _type_without_title(notation, about, head.page.width), about
    page = head.document_page
    rule, strength = _judged(title, notation)
    kind = field_of(title.words, page, rule, strength, title.name)
    return kind, titled_subject(head, title.place, title.words, title.rest)


def _title(head: Letterhead) -> Title | None:
    limit = head.page.height * TITLE_DEPTH
    for place, line in enumerate(head.below):
        if line.box.top > limit or END_OF_HEAD.match(bare(line.text)):
            return None
        words = tuple(word for word in line.words if re.search(r"[^\W\d_]{2}", word.text))
        if not words or capital_share(words) < TITLE_CAPITALS or not _is_central(line, head.page):
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


def _is_central(line: Line, page: RecognizedPage) -> bool:
    return 0.3 < (line.box.left + line.box.right) / 2 / page.width < 0.75  # noqa: PLR2004 - box 5a of Annex I, widened


def _judged(title: Title, notation: Field | None) -> tuple[str, float]:
    told = type_of_notation(notation.value) if notation is not None else None
    if told is not None and told.name == title.name:
        return "type.title-and-notation", 1.1 * title.likeness
    if told is not None and told.certainty == "verified":
        return "type.title-against-notation", 0.6
    return "type.title", 0.97 * title.likeness


def _type_without_title(notation: Field | None, about: Field | None, width: int) -> Field | None:
    """An official letter, or the type that the notation tells.

    A body's short name may be a type's too (CT: Chỉ thị, Cục Thuế). A subject in the left column
    weighs more, because only letters have it there.
    """
    is_at_left = about is not None and _is_at_left(about, width)
    source = notation or (about if is_at_left else None)
    if source is None:
        return None
    told = type_of_notation(notation.value) if notation is not None else None
    if told is None:
        value, rule, strength = LETTER, "type.official-letter", 0.7 if about is None else 0.95
    elif is_at_left:
        value, rule, strength = LETTER, "type.official-letter", 0.8
    else:
        value, rule, strength = told.name, "type.notation", 0.7
    return Field(
        value=value,
        confidence=round(min(1.0, source.confidence * strength), 3),
        page=source.page,
        box=source.box,
        rule=rule,
    )


def _is_at_left(about: Field, width: int) -> bool:
    box = about.box
    return box is not None and (box.left + box.right) / 2 < width * LEFT_AXIS
