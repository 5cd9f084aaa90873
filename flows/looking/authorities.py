"""The archive's lists of names: whether they are sound, and which bodies they lack."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from archive_store import read_rows
from flows.archive import Archive
from metadata.authorities import match_body
from metadata.authority_check import check_lists
from metadata.authority_lists import AuthorityLists
from metadata.record import read_record
from records.authority import ListVersion
from records.document import Document
from records.problem import Problem
from records.vietnamese import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsTold:
    """How much the archive's own lists hold, which versions are in force, what is amiss."""

    bodies: int
    people: int
    lists: tuple[ListVersion, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A body of stored ``documents`` that no list has, and the listed name most like it.

    ``likeness`` runs from 0 to 1 and counts letters: it helps a person to look, and decides
    nothing.
    """

    name: str
    documents: int
    nearest: str
    likeness: float


def check_archive_lists(archive: Archive) -> ListsTold:
    """Read and judge the lists.

    Raises:
        SetupError: one of them cannot be read.
    """
    lists = archive.authorities
    return ListsTold(
        bodies=sum(1 for body in lists.bodies if body.line),
        people=len(lists.people),
        lists=lists.versions,
        problems=check_lists(lists, archive.intake_options.fonds),
    )


def suggest_bodies(archive: Archive) -> tuple[Suggestion, ...]:
    """The issuing bodies of all stored documents that the lists do not know, most frequent first.

    Raises:
        SetupError: a list cannot be read.
    """
    lists = archive.authorities
    counted = Counter(
        document.issuing_body
        for row in read_rows(archive.engine)
        for document in read_record(row.record).documents
        if document.issuing_body and not _is_known(document, lists)
    )
    names = {fold(name): body.name for body in lists.bodies for name in body.names}
    return tuple(_suggestion(name, times, names) for name, times in counted.most_common())


def _is_known(document: Document, lists: AuthorityLists) -> bool:
    parent = document.read.parent_body
    above = parent.value if parent is not None else None
    written = document.issuing_body or ""
    return any(match_body(written, lists, document.issued, each) for each in {None, above})


def _suggestion(name: str, documents: int, names: dict[str, str]) -> Suggestion:
    # The national list always has names to compare with.
    nearest, percent, _ = process.extractOne(fold(name), names.keys(), scorer=fuzz.token_sort_ratio)
    return Suggestion(
        name=name,
        documents=documents,
        nearest=names[nearest],
        likeness=round(percent / 100, 2),
    )
