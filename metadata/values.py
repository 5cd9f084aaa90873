"""What is known of a dossier and its documents, by the tags of Circular 05/2025/TT-BNV.

All tags of all sets stand here; which of them a set takes, and how long, is ``metadata.fields``'.
"""

from metadata.codes import DIGITISED
from records.document import Document
from records.dossier import Dossier


def dossier_values(dossier: Dossier) -> dict[str, str | None]:
    """Every value of a dossier by its tag, whole, codes and dates as the circular writes them."""
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


def document_values(dossier: Dossier, document: Document) -> dict[str, str | None]:
    """Every value of a document by its tag, whole; a date as far as it is known."""
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
