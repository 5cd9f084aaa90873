"""The values of a dossier and of its documents in the sets of Circular 05/2025/TT-BNV.

A value that a set requires and nobody knows is ``None`` and stays in its place; an optional one
that is unknown is left out. A text over the set's length is cut, and ``check`` says so; codes are
never cut.
"""

import re

from metadata.field_sets import FieldRule, FieldSet, field_set
from metadata.values import document_values, dossier_values
from records.document import Document
from records.dossier import Dossier

Values = tuple[tuple[str, str | None], ...]

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CUT_MARK = "…"


def dossier_fields(dossier: Dossier, into: FieldSet = FieldSet.AIP_FILE) -> Values:
    """The values of a file set in its order, codes and dates as the circular writes them."""
    return _arranged(dossier_values(dossier), into)


def document_fields(
    dossier: Dossier, document: Document, into: FieldSet = FieldSet.AIP_DOCUMENT
) -> Values:
    """The values of a document set in its order; a date without its day is unknown here."""
    return _arranged(document_values(dossier, document), into)


def overlong_in_dossier(dossier: Dossier) -> tuple[tuple[str, int], ...]:
    """The tags of AIP_hoso whose value is longer than the circular allows, with that length."""
    return _overlong(dossier_values(dossier), FieldSet.AIP_FILE, {"text", "code"})


def overlong(dossier: Dossier, document: Document) -> tuple[tuple[str, int], ...]:
    """The texts of AIP_doc that are longer than the circular allows, with the length allowed."""
    return _overlong(document_values(dossier, document), FieldSet.AIP_DOCUMENT, {"text"})


def _arranged(values: dict[str, str | None], into: FieldSet) -> Values:
    fitted = ((rule, _fitted(values.get(rule.tag), rule)) for rule in field_set(into))
    return tuple((rule.tag, value) for rule, value in fitted if value or rule.is_required)


def clean_values(values: dict[str, str | None]) -> dict[str, str | None]:
    """``values`` as XML can hold them, whole; what is empty is unknown."""
    return {tag: without_control_signs(value) for tag, value in values.items()}


def without_control_signs(value: str | None) -> str | None:
    """``value`` without what XML cannot hold and blanks around it; nothing left is ``None``."""
    return NOT_XML.sub("", value or "").strip() or None


def _fitted(value: str | None, rule: FieldRule) -> str | None:
    written = without_control_signs(value) or ""
    if rule.kind == "date" and len(written) != len("dd/mm/yyyy"):
        return None
    if rule.kind == "text" and rule.length is not None and len(written) > rule.length:
        return written[: rule.length - 1] + CUT_MARK
    return written or None


def _overlong(
    values: dict[str, str | None], into: FieldSet, kinds: set[str]
) -> tuple[tuple[str, int], ...]:
    return tuple(
        (rule.tag, rule.length)
        for rule in field_set(into)
        if rule.kind in kinds and rule.length and len(values[rule.tag] or "") > rule.length
    )
