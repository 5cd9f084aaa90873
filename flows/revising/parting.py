"""A person decides where the documents of a stored scan begin; the next version has them apart."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flows.archive import Archive
from flows.keeping.stored_files import stored_files
from flows.looking.show import find_row
from flows.revising.versions import Note, Revised, revise
from flows.taking_in.splitting import DECIDED, is_decided
from metadata.arrange import least_sheets
from metadata.authority_lists import AuthorityLists
from metadata.corrections import keep_corrections
from metadata.describe import describe
from records.batch import BatchDocument, BatchDossier, ListedDossier
from records.document import Correction, Document
from records.dossier import Dossier
from records.errors import InputError
from records.page import RecognizedPage


def part_document(
    archive: Archive, code: str, begins: tuple[int, ...], note: Note, now: datetime
) -> Revised:
    """Part the document ``code`` before each page of ``begins``, counted inside it from 1.

    Page 1 always begins one, so ``(1,)`` confirms that it is a single document. The first keeps
    code, row and corrections; the others are numbered behind the last document of the dossier.

    Raises:
        InputError: F009, nothing has this code; F073, it has no such page.
        RefusedError, TransientError, SetupError: as ``revise`` tells.
    """
    row, lists = find_row(archive, code), archive.authorities

    def change(dossier: Dossier) -> Dossier:
        document = next((each for each in dossier.documents if each.code == code), None)
        if document is None:
            raise InputError("F009", code)
        starts = _starts(document, begins)
        if is_decided(document) and len(starts) == 1:
            return dossier
        pages = stored_files(archive, row.package_id, dossier, document).pages
        made = tuple(_parts(dossier, document, pages, starts, lists))
        signed = tuple(_signed(each, document, note, now) for each in made)
        return _with_parts(dossier, document, signed)

    return revise(archive, row.package_id, change, note, now)


def _starts(document: Document, begins: tuple[int, ...]) -> list[int]:
    for page in begins:
        if not 1 <= page <= document.page_count:
            raise InputError("F073", document.code, page=page, pages=document.page_count)
    return sorted({1, *begins})


def _parts(
    dossier: Dossier,
    document: Document,
    pages: tuple[RecognizedPage, ...],
    starts: list[int],
    lists: AuthorityLists,
) -> Iterator[Document]:
    whole = BatchDossier(
        code=dossier.code,
        fonds=dossier.fonds,
        provisional=dossier.provisional,
        listed=dossier.listed or ListedDossier(),
        documents=(),
    )
    ordinals = [each.ordinal for each in dossier.documents]
    behind = max(len(ordinals) + dossier.withheld, *ordinals)
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(pages) + 1], strict=True)):
        delivered = BatchDocument(
            ordinal=behind + place if place else document.ordinal,
            file=document.file,
            listed=None if place else document.listed,
            first_page=document.first_page + start - 1,
            page_count=end - start,
            separators=() if place else document.separators,
            is_decided=True,
        )
        made = describe(pages[start - 1 : end - 1], delivered, whole, lists)
        # What was closed stays closed until a person opens it.
        yield replace(made, access=max(made.access, document.access), language=document.language)


def _signed(made: Document, before: Document, note: Note, now: datetime) -> Document:
    is_first = made.code == before.code
    told = Correction(
        field=DECIDED, old=_span(before) if is_first else None, new=_span(made), by=note.by, at=now,
        why=note.why,
    )  # fmt: skip
    return replace(made, corrected=(*(before.corrected if is_first else ()), told))


def _span(document: Document) -> str:
    """The document's pages inside its delivered file."""
    return f"{document.first_page}–{document.first_page + document.page_count - 1}"


def _with_parts(dossier: Dossier, before: Document, made: tuple[Document, ...]) -> Dossier:
    others = (each for each in dossier.documents if each.code != before.code)
    documents = tuple(sorted((*others, *made), key=lambda each: each.ordinal))
    after = replace(dossier, documents=documents)
    if dossier.sheets_estimated:
        after = replace(after, sheets=least_sheets(documents))
    # The corrected values of the first document, which was read anew.
    kept = keep_corrections(after, dossier)
    noted = {each.code: each.corrected for each in made}
    return replace(
        kept,
        documents=tuple(
            replace(each, corrected=noted.get(each.code, each.corrected)) for each in kept.documents
        ),
    )
