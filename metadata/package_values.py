"""What a foreign package's descriptions say, in the words of the list that comes with records.

It takes tags and values that were read already: the circular's sets (AIP and SIP, dossier and
document) and simple Dublin Core. What a package says is taken like an operator's row: the page is
read beside it, and nothing is invented.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metadata.code_grammar import CodeError, read_document_code, read_file_code
from metadata.list_rows import ACCESS, CONFIDENCE, PHYSICAL
from metadata.told_values import told_date, told_languages, told_number, told_type
from records.batch import ListedDocument, ListedDossier
from records.vietnamese import normal, single_spaced

RETENTION = {
    "01": "Vĩnh viễn", "02": "70 năm", "03": "50 năm", "04": "30 năm", "05": "20 năm",
    "06": "10 năm",
}  # fmt: skip
"""``maintenance``; 07 (Khác) names no period."""
Told = Mapping[str, str]
Values = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDossier:
    """A dossier as its package tells it; ``code`` is its fileCode, with the agency's part apart."""

    code: str | None
    agency: str | None
    listed: ListedDossier


def is_of_document(values: Values) -> bool:
    """Whether a description is that of one document, by the tags that only those have."""
    return bool({tag for tag, _ in values} & {"docCode", "docId", "docOrdinal"})


def read_dossier_values(values: Values, documents: Iterable[Values] = ()) -> ToldDossier:
    """A dossier's description; ``documents`` are those of its documents, for their codes."""
    told = _told(values)
    code = told.get("fileCode") or _code_of(documents) or told.get("arcFileCode")
    agency, notation = _parted(code)
    return ToldDossier(
        code=code,
        agency=agency,
        listed=ListedDossier(
            number=notation,
            title=told.get("title"),
            retention=RETENTION.get(told.get("maintenance", "")),
            access=ACCESS.get(told.get("mode", "")),
            language=told_languages(told.get("language")),
            start=told_date(told.get("startDate")),
            end=told_date(told.get("endDate")),
            declared_documents=told_number(told.get("totalDoc")),
            declared_sheets=told_number(told.get("numberOfPaper")),
            information_sign=told.get("inforSign"),
            keywords=told.get("keyword"),
            physical_state=PHYSICAL.get(told.get("format", "")),
            confidence_level=CONFIDENCE.get(told.get("confidenceLevel", "")),
            paper_file_code=told.get("paperFileCode"),
            note=told.get("description"),
        ),
    )


def read_document_values(values: Values, row: int, path: str) -> ListedDocument:
    """A document's description; ``row`` counts the documents of the package from 1."""
    told = _told(values)
    return ListedDocument(
        row=row,
        path=path,
        ordinal=told_number(told.get("docOrdinal")) or _ordinal(told),
        document_type=told_type(told.get("typeName")),
        number=told.get("codeNumber"),
        notation=told.get("codeNotation"),
        issued=told_date(told.get("issuedDate") or told.get("date")),
        issuing_body=told.get("organName") or told.get("creator"),
        subject=told.get("subject") or told.get("title"),
        language=told_languages(told.get("language")),
        declared_pages=told_number(told.get("numberOfPage")),
        note=told.get("description"),
        information_sign=told.get("inforSign"),
        keywords=told.get("keyword"),
        access=ACCESS.get(told.get("mode", "")),
        confidence_level=CONFIDENCE.get(told.get("confidenceLevel", "")),
        autograph=told.get("autograph"),
        physical_state=PHYSICAL.get(told.get("format", "")),
        process=told.get("process"),
    )


def _told(values: Values) -> dict[str, str]:
    """The first value of each tag, NFC; a tag without one is left out."""
    told: dict[str, str] = {}
    for tag, value in values:
        if written := single_spaced(normal(value)):
            told.setdefault(tag, written)
    return told


def _code_of(documents: Iterable[Values]) -> str | None:
    """The file code that all documents' codes begin with, if they agree."""
    codes = set()
    for values in documents:
        told = _told(values)
        try:
            codes.add(read_document_code(told.get("docCode", "")).file.written)
        except CodeError:
            continue
    return codes.pop() if len(codes) == 1 else None


def _parted(code: str | None) -> tuple[str | None, str | None]:
    try:
        read = read_file_code(code or "")
    except CodeError:
        return None, code
    return read.before or None, read.notation or None


def _ordinal(told: Told) -> int | None:
    last = (told.get("docCode") or told.get("docId") or "").rpartition(".")[2]
    return told_number(last)
