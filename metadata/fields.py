"""The values of a dossier and of its documents, by the tags of Circular 05/2025/TT-BNV.

A value that a set requires and nobody knows is ``None`` and stays in its place; an optional one
that is unknown is left out. A text over the set's length is cut, and ``check`` says so; codes are
never cut.
"""

import re

from metadata.codes import DIGITISED
from metadata.field_sets import FieldRule, FieldSet, field_set
from records.document import Document
from records.dossier import Dossier

Values = tuple[tuple[str, str | None], ...]

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CUT_MARK = "…"


def dossier_fields(dossier: Dossier, into: FieldSet = FieldSet.AIP_FILE) -> Values:
    """The values of a file set in its order, codes and dates as the circular writes them."""
    return _arranged(_of_dossier(dossier), into)


def document_fields(
    dossier: Dossier, document: Document, into: FieldSet = FieldSet.AIP_DOCUMENT
) -> Values:
    """The values of a document set in its order; a date without its day is unknown here."""
    return _arranged(_of_document(dossier, document), into)


def overlong_in_dossier(dossier: Dossier) -> tuple[tuple[str, int], ...]:
    """The tags of AIP_hoso whose value is longer than the circular allows, with that length."""
    return _overlong(_of_dossier(dossier), FieldSet.AIP_FILE, {"text", "code"})


def overlong(dossier: Dossier, document: Document) -> tuple[tuple[str, int], ...]:
    """The texts of AIP_doc that are longer than the circular allows, with the length allowed."""
    return _overlong(_of_document(dossier, document), FieldSet.AIP_DOCUMENT, {"text"})


def _of_dossier(dossier: Dossier) -> dict[str, str | None]:
    return {
        "fileCode": dossier.code,
        "arcFileCode": dossier.archive_file_code,
        "title": dossier.title,
        "maintenance": dossier.maintenance,
        "mode": dossier.access,
        "language": ";".join(dossier.language),
        "startDate": dossier.start.vietnamese if dossier.start else None,
        "endDate": dossier.end.vietnamese if dossier.end else None,
        "keyword": dossier.keywords,
        "totalDoc": str(len(dossier.documents)),
        "numberOfPaper": str(dossier.sheets),
        "numberOfPage": str(dossier.pages),
        "format": dossier.physical_state,
        "inforSign": dossier.information_sign,
        "confidenceLevel": dossier.confidence_level,
        "paperFileCode": dossier.paper_file_code,
        "description": dossier.description,
        **_backup(dossier),
    }


def _of_document(dossier: Dossier, document: Document) -> dict[str, str | None]:
    return {
        "docId": f"{dossier.code}.{document.ordinal}" if dossier.code else None,
        "arcFileCode": dossier.archive_file_code,
        "docCode": document.code,
        "maintenance": dossier.maintenance,
        "mode": document.access,
        "language": ";".join(document.language),
        "keyword": document.keywords,
        "numberOfPage": str(document.page_count),
        "format": document.physical_state,
        "inforSign": document.information_sign,
        "confidenceLevel": document.confidence_level,
        "description": document.note,
        "docOrdinal": str(document.ordinal),
        "typeName": document.type_code,
        "codeNumber": document.number,
        "codeNotation": document.notation,
        "issuedDate": document.issued.vietnamese if document.issued else None,
        "organName": document.issuing_body,
        "subject": document.subject,
        "autograph": document.autograph,
        "process": _process(document),
        **_backup(dossier),
    }


def _backup(dossier: Dossier) -> dict[str, str | None]:
    has_copy = dossier.has_backup_copy
    return {
        "riskRecovery": "1" if has_copy else "0",
        "riskRecoveryStatus": "01" if has_copy else None,
    }


def _process(document: Document) -> str | None:
    """Required for documents born digital or mixed, meaningless for digitised ones."""
    if document.confidence_level == DIGITISED:
        return None
    listed = document.listed.process if document.listed is not None else None
    return "1" if (listed or "").strip().lower() in {"1", "có", "x"} else "0"


def _arranged(values: dict[str, str | None], into: FieldSet) -> Values:
    fitted = ((rule, _fitted(values.get(rule.tag), rule)) for rule in field_set(into))
    return tuple((rule.tag, value) for rule, value in fitted if value or rule.is_required)


def _fitted(value: str | None, rule: FieldRule) -> str | None:
    written = NOT_XML.sub("", value or "").strip()
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
