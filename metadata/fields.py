"""The field sets AIP_hoso (18) and AIP EAD_doc (19) of Circular 05/2025/TT-BNV, in its order.

A value that the circular requires and nobody knows is ``None`` and stays in its place; an optional
one that is unknown is left out. A value over the circular's length is cut, and ``check`` says so.
"""

import re

from metadata.codes import DIGITISED
from records.dates import PartialDate
from records.document import Document
from records.dossier import Dossier

Values = tuple[tuple[str, str | None], ...]

LIMITS = {
    "arcFileCode": 100, "title": 1000, "keyword": 100, "inforSign": 30, "paperFileCode": 100,
    "description": 2000, "docCode": 100, "codeNumber": 11, "codeNotation": 30, "organName": 200,
    "subject": 500, "autograph": 2000,
}  # fmt: skip
DOCUMENT_LIMITS = {**LIMITS, "description": 500}
"""Characters; ``description`` is shorter in the document set."""
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CUT_MARK = "…"


def dossier_fields(dossier: Dossier) -> Values:
    """The values of AIP_hoso, 18 at most, codes and dates as the circular writes them."""
    has_copy = dossier.has_backup_copy
    return _kept(
        LIMITS,
        required={"arcFileCode", "title", "startDate", "endDate"},
        values=(
            ("arcFileCode", dossier.archive_file_code),
            ("title", dossier.title),
            ("maintenance", dossier.maintenance),
            ("mode", dossier.access),
            ("language", ";".join(dossier.language)),
            ("startDate", _date(dossier.start)),
            ("endDate", _date(dossier.end)),
            ("keyword", dossier.keywords),
            ("totalDoc", str(len(dossier.documents))),
            ("numberOfPaper", str(dossier.sheets)),
            ("numberOfPage", str(dossier.pages)),
            ("format", dossier.physical_state),
            ("inforSign", dossier.information_sign),
            ("confidenceLevel", dossier.confidence_level),
            ("paperFileCode", dossier.paper_file_code),
            ("description", dossier.description),
            ("riskRecovery", "1" if has_copy else "0"),
            ("riskRecoveryStatus", "01" if has_copy else None),
        ),
    )


def document_fields(dossier: Dossier, document: Document) -> Values:
    """The values of AIP EAD_doc, 19 at most; a date without its day is unknown here."""
    return _kept(
        DOCUMENT_LIMITS,
        required={"typeName", "issuedDate", "organName", "subject"},
        values=(
            ("arcFileCode", dossier.archive_file_code),
            ("mode", document.access),
            ("language", ";".join(document.language)),
            ("keyword", document.keywords),
            ("numberOfPage", str(document.page_count)),
            ("format", document.physical_state),
            ("inforSign", document.information_sign),
            ("confidenceLevel", document.confidence_level),
            ("description", document.note),
            ("docCode", document.code),
            ("docOrdinal", str(document.ordinal)),
            ("typeName", document.type_code),
            ("codeNumber", document.number),
            ("codeNotation", document.notation),
            ("issuedDate", _full_date(document.issued)),
            ("organName", document.issuing_body),
            ("subject", document.subject),
            ("autograph", document.autograph),
            ("process", _process(document)),
        ),
    )


def overlong(document: Document) -> tuple[tuple[str, int], ...]:
    """The tags whose value is longer than the circular allows, with the length allowed."""
    written = {
        "keyword": document.keywords,
        "inforSign": document.information_sign,
        "description": document.note,
        "codeNumber": document.number,
        "codeNotation": document.notation,
        "organName": document.issuing_body,
        "subject": document.subject,
        "autograph": document.autograph,
    }
    return tuple(
        (tag, DOCUMENT_LIMITS[tag])
        for tag, value in written.items()
        if value is not None and len(value) > DOCUMENT_LIMITS[tag]
    )


def _kept(limits: dict[str, int], *, required: set[str], values: Values) -> Values:
    fitted = ((tag, _fitted(value, limits.get(tag))) for tag, value in values)
    return tuple((tag, value) for tag, value in fitted if value is not None or tag in required)


def _fitted(value: str | None, limit: int | None) -> str | None:
    written = NOT_XML.sub("", value or "").strip()
    if limit is not None and len(written) > limit:
        return written[: limit - 1] + CUT_MARK
    return written or None


def _date(told: PartialDate | None) -> str | None:
    return told.vietnamese if told is not None else None


def _full_date(told: PartialDate | None) -> str | None:
    return told.vietnamese if told is not None and told.day is not None else None


def _process(document: Document) -> str | None:
    """Required for documents born digital or mixed, meaningless for digitised ones."""
    if document.confidence_level == DIGITISED:
        return None
    listed = document.listed.process if document.listed is not None else None
    return "1" if (listed or "").strip().lower() in {"1", "có", "x"} else "0"
