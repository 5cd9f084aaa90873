"""Writes the papers of a disposal case as .docx, .pdf and .xlsx files."""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from itertools import accumulate
from pathlib import Path

from archive_store import find
from flows.archive import Archive
from metadata.record import read_record
from records.document import Document
from records.errors import SetupError
from records.form import Form, Paragraph, Sheet, Table
from retention.disposal.case import Case
from retention.disposal.cells import columns_of, say
from retention.disposal.forms import Office, explanation, list_form, sheet, title
from retention.disposal.minutes import destruction_minutes, hand_over_minutes
from retention.disposal.stubs import disposal_data

FORMS = {
    "expired_list": "danh-muc-het-thoi-han",
    "explanation": "thuyet-minh",
    "dossier_list": "muc-luc-ho-so",
    "document_list": "muc-luc-van-ban",
    "hand_over": "bien-ban-giao-nhan",
    "minutes": "bien-ban-huy",
}
"""The papers by the names of their forms, and the names of their files."""


def office_of(archive: Archive) -> Office:
    """Who issues papers here, by the settings."""
    report = archive.settings.report
    return Office(
        parent_body=report.parent_body,
        body=archive.settings.institution.name,
        place=report.place,
        bases=report.bases,
    )


def write_papers(
    archive: Archive, case: Case, folder: Path, now: datetime, *, with_documents: bool = False
) -> tuple[Path, ...]:
    """Write every paper of the case into ``folder``, those of before anew.

    ``with_documents`` adds the list of single documents, which is no part of what is kept: it
    describes more than may remain.

    Raises:
        SetupError: F114, a file cannot be written; T010, the font is missing.
    """
    written: list[Path] = []
    for name, form in _forms(archive, case, with_documents=with_documents):
        written += write_form(form, folder / name, now)
    for form_name in ("expired_list", "dossier_list"):
        dossiers = case.destroyed if form_name == "expired_list" else case.dossiers
        target = folder / f"{FORMS[form_name]}.xlsx"
        written.append(_write_sheet(sheet(form_name, dossiers), target, now))
    return tuple(written)


def write_form(form: Form, stem: Path, now: datetime) -> tuple[Path, ...]:
    """Write one paper to edit and to print; whole or not at all.

    Raises:
        SetupError: as ``write_papers``.
    """
    # Its libraries load for a second; whoever only looks at a case does not wait for them.
    forms = import_module("retention.forms")
    targets = []
    for ending, write in ((".docx", forms.write_docx), (".pdf", forms.write_pdf)):
        target = stem.with_name(f"{stem.name}{ending}")
        part = target.with_name(f".{target.name}.partial")
        try:
            stem.parent.mkdir(parents=True, exist_ok=True)
            write(form, part, now)
            part.replace(target)
        except OSError as error:
            raise SetupError("F114", target, reason=error.strerror) from error
        finally:
            part.unlink(missing_ok=True)
        targets.append(target)
    return tuple(targets)


def _write_sheet(told: Sheet, target: Path, now: datetime) -> Path:
    forms = import_module("retention.forms")
    try:
        forms.write_xlsx((told,), target, now)
    except OSError as error:
        raise SetupError("F114", target, reason=error.strerror) from error
    return target


def _forms(archive: Archive, case: Case, *, with_documents: bool) -> Iterator[tuple[str, Form]]:
    office = office_of(archive)
    execution = next((each for each in case.steps if each.action == "execute"), None)
    yield FORMS["expired_list"], list_form("expired_list", case, office, case.destroyed)
    yield FORMS["explanation"], explanation(case, office)
    yield FORMS["dossier_list"], list_form("dossier_list", case, office, case.dossiers)
    documents = _document_list(archive, case, office) if with_documents else None
    if documents is not None:
        yield FORMS["document_list"], documents
    yield FORMS["hand_over"], hand_over_minutes(case, office)
    away = execution.note if execution else ""
    yield FORMS["minutes"], destruction_minutes(case, office, away)


def _document_list(archive: Archive, case: Case, office: Office) -> Form | None:
    """Mục lục văn bản of every dossier that is still there; ``None`` where none is."""
    whole = list_form("dossier_list", case, office, case.dossiers)
    blocks: list[Paragraph | Table] = []
    for each in case.dossiers:
        row = find(archive.engine, each.dossier_code)
        if row is None:
            continue
        documents = read_record(row.record).documents
        ends = accumulate(document.page_count for document in documents)
        rows = tuple(
            _document_row(n, document, last)
            for n, (document, last) in enumerate(zip(documents, ends, strict=True), 1)
        )
        blocks.append(title(f"{each.dossier_code}. {each.title}"))
        blocks.append(Table(columns=columns_of("document_list"), rows=rows))
    if not blocks:
        return None
    told = say("case", case=case.case_id)
    return Form(
        heading=whole.heading,
        kind=disposal_data()["forms"]["document_list"]["kind"],
        subject=told,
        bases=(),
        blocks=tuple(blocks),
        signatures=whole.signatures,
    )


def _document_row(number: int, document: Document, last: int) -> tuple[str, ...]:
    first = last - document.page_count + 1
    return (
        str(number),
        document.full_notation or "",
        document.issued.vietnamese if document.issued else "",
        document.heading,
        document.issuing_body or "",
        say("pages", first=first, last=last) if last > first else say("page", first=first),
        "",
    )
