"""Rules between the codes of one archival XML file: form, same dossier, same year, same ordinal."""

from collections.abc import Iterator
from dataclasses import replace

from metadata.code_grammar import (
    GRAMMAR,
    CodeError,
    DocumentCode,
    FileCode,
    is_agency,
)
from records.problem import Problem, problem

SHOWN_LETTERS = 60


def judge_codes(values: dict[str, str], subject: str) -> tuple[Problem, ...]:
    """What is wrong with the codes among ``values`` and between them."""
    found: list[Problem] = []
    read: dict[str, object] = {}
    for tag, (reader, form) in GRAMMAR.items():
        if not values.get(tag):
            continue
        try:
            read[tag] = reader(values[tag])
        except CodeError as error:
            shown, part = values[tag][:SHOWN_LETTERS], error.part[:SHOWN_LETTERS]
            found.append(_told("M062", subject, tag, value=shown, part=part, form=form))
    found += _forms(read, subject)
    found += _relations(read, values, subject)
    return tuple(found)


def judge_belonging(
    dossier: FileCode, document: FileCode, subject: str, tag: str, *, is_archive_code: bool
) -> Iterator[Problem]:
    """Whether ``document``, what a document's code says of its dossier, is ``dossier``.

    An arcFileCode has the archive's code before and perhaps the inventory behind, and a closed
    fonds has its code in the agency's place: year and notation are what must come back.
    """
    if None not in (dossier.year, document.year) and dossier.year != document.year:
        facts = {"year": document.year, "other": dossier.year, "dossier": dossier.written}
        yield _told("M065", subject, tag, **facts)
        return
    same = dossier.written == document.written
    if is_archive_code and document.year is None:
        same = document.written.rpartition(".")[2] in dossier.written.split(".")
    elif is_archive_code:
        same = f"{dossier.notation}.".startswith(f"{document.notation}.")
    if not same:
        yield _told("M004", subject, tag, dossier=dossier.written)


def _forms(read: dict[str, object], subject: str) -> Iterator[Problem]:
    for tag, code in read.items():
        file = code.file if isinstance(code, DocumentCode) else code
        if not isinstance(file, FileCode):
            continue
        if file.year is None:
            yield _told("M063", subject, tag, value=file.written[:SHOWN_LETTERS])
        elif tag != "arcFileCode" and not is_agency(file.before):
            yield _told("M064", subject, tag, agency=file.before)


def _relations(read: dict[str, object], values: dict[str, str], subject: str) -> Iterator[Problem]:
    code, other = read.get("docCode"), read.get("docId")
    if not isinstance(code, DocumentCode):
        return
    archive = read.get("arcFileCode")
    if isinstance(archive, FileCode):
        yield from judge_belonging(archive, code.file, subject, "docCode", is_archive_code=True)
    ordinals = {"docOrdinal": values.get("docOrdinal", "")}
    if isinstance(other, DocumentCode):
        yield from judge_belonging(other.file, code.file, subject, "docCode", is_archive_code=False)
        ordinals["docId"] = str(other.ordinal)
    for tag, written in ordinals.items():
        if written.isdecimal() and int(written) != code.ordinal:
            facts = {"ordinal": written, "other": code.ordinal, "document": values["docCode"]}
            yield _told("M066", subject, tag, **facts)


def _told(code: str, subject: str, tag: str, **facts: object) -> Problem:
    return replace(problem(code, subject, field=tag, **facts), field=tag)
