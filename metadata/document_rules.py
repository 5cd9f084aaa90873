"""Rules that one document of a dossier must keep; each rule gives the Problems it finds."""

from collections.abc import Iterator
from typing import TypeGuard

from metadata.codes import DIGITISED, LANGUAGES, LEVELS, TYPE_CODES, is_access_understood
from metadata.document_types import OTHER_TYPE, find_type
from metadata.fields import overlong
from records.access import AccessLevel
from records.dates import PartialDate
from records.document import Document
from records.dossier import Dossier
from records.part import PartReason
from records.problem import Problem, problem

REQUIRED = {
    "typeName": ("tên loại", "type_code"),
    "issuedDate": ("ngày, tháng, năm", "issued"),
    "organName": ("cơ quan ban hành", "issuing_body"),
    "subject": ("trích yếu", "subject"),
}
"""Tags that EAD_doc requires, their Vietnamese names and the document's own."""
PARTED_BY = {
    PartReason.LETTERHEAD: "M070",
    PartReason.ANNEX_TITLE: "M071",
    PartReason.TITLE: "M072",
    PartReason.END: "M073",
    PartReason.NUMBERING: "M074",
    PartReason.PAPER: "M075",
}
DIFFERING = {
    "number": "số",
    "issued_date": "ngày, tháng, năm",
    "document_type": "tên loại",
    "notation": "ký hiệu",
    "subject": "trích yếu",
}


def judge_document(dossier: Dossier, document: Document) -> Iterator[Problem]:
    """Every Problem of ``document`` as a part of ``dossier``."""
    yield from _required(dossier, document)
    yield from _code_lists(document)
    yield from _against_the_list(document)
    yield from _against_the_dossier(dossier, document)
    yield from _parts(document)
    if document.read.secrecy is not None:
        yield problem("M009", document.code, stamp=document.read.secrecy.value)


def _parts(document: Document) -> Iterator[Problem]:
    for each in document.parts:
        facts = {"first": each.first, "last": each.last, "code": document.code}
        yield problem(PARTED_BY[each.reason], document.code, **facts)


def _required(dossier: Dossier, document: Document) -> Iterator[Problem]:
    for tag, (name, attribute) in REQUIRED.items():
        if getattr(document, attribute) is None:
            yield problem("M001", document.code, field=f"{name} ({tag})")
    if document.issued is not None and document.issued.day is None:
        yield problem("M013", document.code, date=document.issued.vietnamese)
    for tag, limit in overlong(dossier, document):
        yield problem("M002", document.code, field=tag, limit=limit)


def _code_lists(document: Document) -> Iterator[Problem]:
    judged = (
        ("typeName", document.type_code, (document.type_code or OTHER_TYPE) in TYPE_CODES),
        ("mode", document.access, document.access in set(AccessLevel)),
        ("confidenceLevel", document.confidence_level, document.confidence_level in LEVELS),
        ("format", document.physical_state, (document.physical_state or "01") in LEVELS),
        ("language", document.language, set(document.language) <= set(LANGUAGES.values())),
    )
    for tag, value, is_known in judged:
        if not is_known:
            yield problem("M003", document.code, field=tag, value=value)
    if not document.language:
        yield problem("M003", document.code, field="language", value="")


def _against_the_list(document: Document) -> Iterator[Problem]:
    listed, read = document.listed, document.read
    for name in document.disagreements:
        field = getattr(read, name)
        yield problem("M006", document.code, field=DIFFERING[name], page=field.value)
    if listed is None:
        return
    if listed.document_type and find_type(listed.document_type) is None:
        yield problem("M019", document.code, type=listed.document_type)
    if listed.access and not is_access_understood(listed.access):
        yield problem("M020", document.code, mode=listed.access)


def _against_the_dossier(dossier: Dossier, document: Document) -> Iterator[Problem]:
    if document.code != f"{dossier.code}.{document.ordinal:07d}":
        yield problem("M004", document.code, dossier=dossier.code)
    if _is_outside(document.issued, dossier.start, dossier.end):
        yield problem("M014", document.code, date=document.issued.vietnamese)
    if document.confidence_level != DIGITISED and dossier.confidence_level == DIGITISED:
        yield problem("M022", document.code, level=document.confidence_level)


def _is_outside(
    told: PartialDate | None, start: PartialDate | None, end: PartialDate | None
) -> TypeGuard[PartialDate]:
    """Whether no day ``told`` can mean lies in the dossier's time; unordered limits say nothing."""
    if told is None or (start and end and start.first_day > end.last_day):
        return False
    early = start is not None and told.last_day < start.first_day
    late = end is not None and told.first_day > end.last_day
    return early or late
