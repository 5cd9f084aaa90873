"""Describe a document: what its pages say, and what the list's row says, kept side by side.

The operator's word goes first into the archival values, the page's where the list is silent;
neither overwrites the other, and where they differ the document names it.
"""

from dataclasses import replace
from functools import partial

from metadata.agreement import disagreements
from metadata.authority_lists import AuthorityLists, national_lists
from metadata.codes import DIGITISED, access_code, language_codes, listed_code
from metadata.document_types import type_code, type_name, types_in_force
from metadata.listed_values import authority_of, typed
from metadata.notation import clean_notation
from metadata.parts import read_parts
from metadata.reading import read_description
from records.access import AccessLevel
from records.batch import BatchDocument, BatchDossier, ListedDocument
from records.dates import PartialDate, read_partial_date
from records.document import Description, Document, Field
from records.page import RecognizedPage

USABLE = 0.5
"""A reading below this does not go into the archival values where the list is silent."""
ORDINAL_DIGITS = 7


def describe(
    pages: tuple[RecognizedPage, ...],
    document: BatchDocument,
    dossier: BatchDossier,
    lists: AuthorityLists | None = None,
) -> Document:
    """Merge what ``pages`` say with the row of the list into one described document.

    Names, of the page and of the row, are judged by ``lists``, the national ones unless told.
    """
    known = lists or national_lists()
    with types_in_force(known.types):
        read = read_description(pages, known, is_decided=document.is_decided)
        merged = _merged(read, pages, document, dossier)
        typed_body = document.listed.issuing_body if document.listed else None
        body = read.issuing_body if _usable(read.issuing_body) else None
        proposed = (
            () if document.is_decided else read_parts(pages, partial(read_description, lists=known))
        )
        return replace(
            merged,
            parts=proposed,
            issuing_authority=authority_of(typed_body, body, merged.issued, known),
        )


def _merged(
    read: Description,
    pages: tuple[RecognizedPage, ...],
    document: BatchDocument,
    dossier: BatchDossier,
) -> Document:
    listed = document.listed or ListedDocument(row=0)
    written_type = type_name(listed.document_type or "") or _usable(read.document_type)
    language = language_codes(listed.language) or language_codes(dossier.listed.language)
    return Document(
        code=f"{dossier.code}.{document.ordinal:0{ORDINAL_DIGITS}d}",
        ordinal=document.ordinal,
        file=document.file,
        page_count=len(document.pages),
        read=read,
        listed=document.listed,
        document_type=written_type,
        type_code=type_code(written_type),
        number=listed.number or _usable(read.number),
        notation=_notation(listed.notation) or _usable(read.notation),
        issued=listed.issued or _date(read.issued_date),
        issuing_body=typed(listed.issuing_body) or _usable(read.issuing_body),
        subject=typed(listed.subject) or _usable(read.subject),
        language=language or ("01",),
        access=_access(listed, dossier, read),
        confidence_level=listed_code(listed.confidence_level, "confidence") or DIGITISED,
        keywords=listed.keywords,
        information_sign=listed.information_sign,
        autograph=listed.autograph,
        physical_state=listed_code(listed.physical_state, "physical"),
        note=listed.note,
        text_confidence=_text_confidence(pages),
        blank_pages=tuple(n for n, page in enumerate(pages, start=1) if page.is_blank),
        disagreements=disagreements(read, listed),
        first_page=document.first_page,
        separators=document.separators,
    )


def _notation(written: str | None) -> str | None:
    return clean_notation(written) or None if written else None


def _usable(field: Field | None) -> str | None:
    return field.value if field is not None and field.confidence >= USABLE else None


def _date(field: Field | None) -> PartialDate | None:
    value = _usable(field)
    return read_partial_date(value) if value is not None else None


def _access(listed: ListedDocument, dossier: BatchDossier, read: Description) -> str:
    if read.secrecy is not None:
        return AccessLevel.SECRET.value
    said = access_code(listed.access) or access_code(dossier.listed.access)
    return said or AccessLevel.CONDITIONAL.value


def _text_confidence(pages: tuple[RecognizedPage, ...]) -> float:
    spoken = [page.confidence for page in pages if not page.is_blank]
    return round(sum(spoken) / len(spoken), 4) if spoken else 0.0
