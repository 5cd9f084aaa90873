"""Separator sheets part a delivered file into documents, once its pages have been read.

The first document keeps the file's row and ordinal. The others have no row; where a list came they
are numbered behind its last row, so that no code of a listed document depends on what was read,
and otherwise in the order of the pages (docs/decisions/0015-several-documents-in-one-file.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.keeping.packaging import ReadyDocument
from ocr.sheet_code import dossier_of
from records.batch import BatchDocument, BatchDossier
from records.document import Document
from records.dossier import Dossier
from records.page import RecognizedPage
from records.problem import Problem, problem

DECIDED = "pages"
"""The correction that notes where a person said a document begins and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Pages between sheets, by place in the file; ``sheets`` are numbers of pages beside them."""

    places: range
    sheets: tuple[int, ...]


def split_by_sheets(
    dossier: BatchDossier, ready: tuple[ReadyDocument, ...]
) -> tuple[tuple[ReadyDocument, ...], tuple[Problem, ...]]:
    """The documents of ``ready`` in order of their ordinals, and what to tell of their sheets."""
    parted = [(each, _runs(each.pages)) for each in ready]
    is_listed = any(each.delivered.listed is not None for each in ready)
    last = max([dossier.last_ordinal, *(each.delivered.ordinal for each in ready)], default=0)
    more = 0
    found: list[ReadyDocument] = []
    problems: list[Problem] = []
    for each, runs in parted:
        first = each.delivered.ordinal
        found.append(_part(each, runs[0], first if is_listed else first + more))
        for place, run in enumerate(runs[1:], start=1):
            ordinal = last + more + place if is_listed else first + more + place
            found.append(_part(each, run, ordinal))
        more += len(runs) - 1
        problems += _told(dossier, each, len(runs))
    found.sort(key=lambda each: each.delivered.ordinal)
    return tuple(found), tuple(problems)


def split_as_decided(
    ready: tuple[ReadyDocument, ...], held: Dossier | None
) -> tuple[ReadyDocument, ...]:
    """``ready`` parted as people decided before, where the store holds the same scans."""
    known = held.documents if held is not None else ()
    decided = {each.file.sha256 for each in known if is_decided(each)}
    found = [each for each in ready if each.delivered.file.sha256 not in decided]
    for document in known:
        if document.file.sha256 in decided:
            found += _as_held(ready, document)
    return tuple(sorted(found, key=lambda each: each.delivered.ordinal))


def is_decided(document: Document) -> bool:
    """Whether a person has said where ``document`` begins and ends."""
    return any(told.field == DECIDED for told in document.corrected)


def _as_held(ready: tuple[ReadyDocument, ...], held: Document) -> Iterator[ReadyDocument]:
    numbers = range(held.first_page, held.first_page + held.page_count)
    of_file = [each for each in ready if each.delivered.file.sha256 == held.file.sha256]
    pages = tuple(page for each in of_file for page in each.pages if page.number in numbers)
    if not pages:
        return
    row = next((each.delivered.listed for each in of_file if each.delivered.listed), None)
    delivered = replace(
        of_file[0].delivered,
        ordinal=held.ordinal,
        listed=row if held.listed is not None else None,
        first_page=held.first_page,
        page_count=held.page_count,
        separators=held.separators,
        is_decided=is_decided(held),
    )
    yield ReadyDocument(delivered=delivered, pages=pages)


def _runs(pages: tuple[RecognizedPage, ...]) -> list[_Run]:
    """The runs of pages that hold a document; one of everything where there is none.

    A run of blank pages only, as the back of a last sheet, is told with the sheets.
    """
    runs: list[_Run] = []
    sheets: list[int] = []
    for begin, end in _stretches(pages):
        if all(page.is_blank or page.separator for page in pages[begin:end]):
            sheets += range(begin + 1, end + 1)
        else:
            runs.append(_Run(places=range(begin, end), sheets=tuple(sheets)))
            sheets = []
    if not runs or not any(page.separator for page in pages):
        return [_Run(places=range(len(pages)), sheets=())]
    return [*runs[:-1], replace(runs[-1], sheets=(*runs[-1].sheets, *sheets))]


def _stretches(pages: tuple[RecognizedPage, ...]) -> Iterator[tuple[int, int]]:
    """Sheets one by one, and what lies between them, as places from and up to."""
    begin = 0
    for place, page in enumerate(pages):
        if page.separator is not None:
            if begin < place:
                yield begin, place
            yield place, place + 1
            begin = place + 1
    if begin < len(pages):
        yield begin, len(pages)


def _part(ready: ReadyDocument, run: _Run, ordinal: int) -> ReadyDocument:
    places = run.places
    if len(places) == len(ready.pages) and ordinal == ready.delivered.ordinal:
        return ready
    delivered: BatchDocument = ready.delivered
    part = replace(
        delivered,
        ordinal=ordinal,
        listed=delivered.listed if ordinal == delivered.ordinal else None,
        first_page=places.start + 1,
        page_count=len(places),
        separators=run.sheets,
    )
    return ReadyDocument(delivered=part, pages=ready.pages[places.start : places.stop])


def _told(dossier: BatchDossier, ready: ReadyDocument, documents: int) -> Iterator[Problem]:
    name = ready.delivered.file.name
    sheets = [page for page in ready.pages if page.separator is not None]
    if not sheets:
        return
    told = ", ".join(str(page.number) for page in sheets)
    has_text = any(not page.is_blank and page.separator is None for page in ready.pages)
    yield problem("F070" if has_text else "F072", name, pages=told, documents=documents)
    for page in sheets:
        named = dossier_of(page.separator or "")
        if named not in {None, dossier.code}:
            yield problem("F071", name, page=page.number, named=named, dossier=dossier.code)
