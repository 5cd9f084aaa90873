"""Which values of documents and dossiers a person may correct, and how they are told."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from metadata.codes import maintenance_code
from metadata.field_sets import FieldSet, lengths
from metadata.typed_values import (
    Read,
    RuleOf,
    read_access,
    read_code,
    read_date,
    read_language,
    read_notation,
    read_period,
    read_sheets,
    read_text,
    read_type,
)
from records.dates import PartialDate
from records.document import Document
from records.dossier import Dossier
from records.retention import RetentionRule

PAGE_LIMIT = 1000
"""Characters of a value that stands in no XML of the circular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """One field: the attributes it sets, and what makes their values of a typed text.

    ``read`` takes the subject of its Problems and the text, which is not empty. A field without
    attributes lives in the corrections only. A ``required`` one cannot become unknown.
    """

    attributes: tuple[str, ...]
    read: Read
    required: bool = False


def document_fields() -> dict[str, Correctable]:
    """What may be corrected of a document, by the names of the command line's contract."""
    texts = {
        "number": ("number", "codeNumber"),
        "issuing_body": ("issuing_body", "organName"),
        "subject": ("subject", "subject"),
        "keywords": ("keywords", "keyword"),
        "note": ("note", "description"),
        "information_sign": ("information_sign", "inforSign"),
        "autograph": ("autograph", "autograph"),
    }
    on_pages = ("place", "parent_body", "addressee", "signer_title", "signer_name", "recipients",
                "urgency")  # fmt: skip
    return {
        **_texts(texts, FieldSet.AIP_DOCUMENT),
        "notation": Correctable(attributes=("notation",), read=read_notation),
        "document_type": Correctable(attributes=("document_type", "type_code"), read=read_type),
        "issued_date": Correctable(attributes=("issued",), read=read_date),
        **_codes(),
        **{
            name: Correctable(attributes=(), read=partial(read_text, PAGE_LIMIT))
            for name in on_pages
        },
    }


def dossier_fields(rule_of: RuleOf) -> dict[str, Correctable]:
    """What may be corrected of a dossier; ``rule_of`` understands a wording of its period."""
    texts = {
        "keywords": ("keywords", "keyword"),
        "description": ("description", "description"),
        "information_sign": ("information_sign", "inforSign"),
        "paper_file_code": ("paper_file_code", "paperFileCode"),
    }
    return {
        "title": Correctable(
            attributes=("title",),
            read=partial(read_text, lengths(FieldSet.AIP_FILE)["title"]),
            required=True,
        ),
        "start": Correctable(attributes=("start",), read=read_date),
        "end": Correctable(attributes=("end",), read=read_date),
        "event_on": Correctable(attributes=("event_on",), read=read_date),
        "submitted_on": Correctable(attributes=("submitted_on",), read=read_date),
        "transferred_on": Correctable(attributes=("transferred_on",), read=read_date),
        "sheets": Correctable(
            attributes=("sheets", "sheets_estimated"), read=read_sheets, required=True
        ),
        "retention": Correctable(
            attributes=("retention", "maintenance", "own_rule"), read=partial(read_period, rule_of)
        ),
        **_texts(texts, FieldSet.AIP_FILE),
        **_codes(),
    }


def unknown(field: Correctable) -> tuple[Any, ...]:
    """The values of ``field``'s attributes when nobody knows them."""
    if "maintenance" in field.attributes:
        return None, maintenance_code(None, None), None
    return tuple(None for _ in field.attributes) or (None,)


def told(value: object) -> str | None:
    """An attribute's value as a person reads it."""
    if isinstance(value, PartialDate):
        return value.vietnamese
    if isinstance(value, RetentionRule):
        return None if value.is_proposed else value.period.wording
    if isinstance(value, tuple):
        return "; ".join(value) or None
    return None if value is None else str(value)


def told_of(target: Document | Dossier, name: str, field: Correctable) -> str | None:
    """What is held of the field ``name`` now; a page's own word where nothing else stands."""
    if isinstance(target, Dossier) and name == "sheets" and target.sheets_estimated:
        return None
    if field.attributes:
        return told(getattr(target, field.attributes[0]))
    corrected = [each.new for each in target.corrected if each.field == name]
    read = getattr(target.read, name) if isinstance(target, Document) else None
    return corrected[-1] if corrected else read and read.value


def _texts(named: dict[str, tuple[str, str]], within: FieldSet) -> dict[str, Correctable]:
    limits = lengths(within)
    return {
        name: Correctable(attributes=(attribute,), read=partial(read_text, limits[tag]))
        for name, (attribute, tag) in named.items()
    }


def _codes() -> dict[str, Correctable]:
    return {
        "language": Correctable(attributes=("language",), read=read_language, required=True),
        "access": Correctable(attributes=("access",), read=read_access, required=True),
        "confidence_level": Correctable(
            attributes=("confidence_level",), read=partial(read_code, "confidence"), required=True
        ),
        "physical_state": Correctable(
            attributes=("physical_state",), read=partial(read_code, "physical")
        ),
    }
