"""Stored dossiers as rows of the list that goes with records: what intake would read of each.

The values are those that are archived now, in the list's words. Of what nobody declared, such as
an estimated number of sheets, the row says nothing.
"""

from pathlib import PurePosixPath, PureWindowsPath

from metadata.fields import NOT_XML
from records.batch import ListedDocument, ListedDossier
from records.document import Document
from records.dossier import Dossier
from records.vietnamese import single_spaced

ACCESS = {"01": "Công khai", "02": "Sử dụng có điều kiện", "03": "Mật"}
CONFIDENCE = {"01": "Gốc điện tử", "02": "Số hóa", "03": "Hỗn hợp"}
PHYSICAL = {"01": "Tốt", "02": "Bình thường", "03": "Hỏng"}
LANGUAGES = {
    "01": "Tiếng Việt", "02": "Tiếng Anh", "03": "Tiếng Pháp", "04": "Tiếng Nga",
    "05": "Tiếng Trung", "06": "Tiếng Việt - Anh", "07": "Tiếng Việt - Nga",
    "08": "Tiếng Việt - Pháp", "09": "Hán Nôm", "10": "Tiếng Việt - Trung", "11": "Khác",
}  # fmt: skip
FIRST_ROW = 2
"""The row under the headers."""
Row = tuple[ListedDossier, ListedDocument]


def rows_of(dossier: Dossier, first_row: int = FIRST_ROW) -> tuple[Row, ...]:
    """A row for each document; the dossier's part is the same in all of them."""
    whole = dossier_row(dossier)
    return tuple(
        (whole, document_row(each, row))
        for row, each in enumerate(dossier.documents, start=first_row)
    )


def dossier_row(dossier: Dossier) -> ListedDossier:
    """The dossier's columns."""
    listed = dossier.listed or ListedDossier()
    rule = dossier.retention
    decided = rule.period.wording if rule and not rule.is_proposed else listed.retention
    return ListedDossier(
        fonds=_text(dossier.fonds.name),
        inventory=_text(dossier.inventory),
        box=_text(listed.box),
        number=_text(listed.number),
        title=_text(dossier.title) if dossier.title != dossier.code else None,
        retention=_text(decided),
        access=ACCESS.get(dossier.access),
        language=_languages(dossier.language),
        start=dossier.start,
        end=dossier.end,
        declared_documents=len(dossier.documents) or None,
        declared_sheets=None if dossier.sheets_estimated else dossier.sheets,
        information_sign=_text(dossier.information_sign),
        keywords=_text(dossier.keywords),
        physical_state=PHYSICAL.get(dossier.physical_state or ""),
        confidence_level=CONFIDENCE.get(dossier.confidence_level),
        paper_file_code=_text(dossier.paper_file_code),
        note=_text(dossier.description),
    )


def document_row(document: Document, row: int) -> ListedDocument:
    """The document's columns in the row ``row``; process, first sheet and kind are as listed."""
    listed = document.listed or ListedDocument(row=row)
    return ListedDocument(
        row=row,
        path=windows_path(document.file.name),
        ordinal=document.ordinal,
        document_type=_text(document.document_type),
        number=_text(document.number),
        notation=_text(document.notation),
        issued=document.issued,
        issuing_body=_text(document.issuing_body),
        subject=_text(document.subject),
        language=_languages(document.language),
        declared_pages=document.page_count,
        note=_text(document.note),
        information_sign=_text(document.information_sign),
        keywords=_text(document.keywords),
        access=ACCESS.get(document.access),
        confidence_level=CONFIDENCE.get(document.confidence_level),
        autograph=_text(document.autograph),
        physical_state=PHYSICAL.get(document.physical_state or ""),
        process=_text(listed.process),
        first_sheet=_text(listed.first_sheet),
        kind=_text(listed.kind),
    )


def windows_path(name: PurePosixPath) -> str:
    r"""A delivered file's name as scanning stations write it: ``\folder\file.pdf``."""
    return "\\" + str(PureWindowsPath(_text(str(name)) or ""))


def _text(written: str | None) -> str | None:
    return single_spaced(NOT_XML.sub("", written or "")) or None


def _languages(codes: tuple[str, ...]) -> str | None:
    return "; ".join(LANGUAGES[code] for code in codes if code in LANGUAGES) or None
