"""Corrections out of an edited list: one version for each dossier, and all of them or none."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive_store import read_rows
from flows.archive import Archive
from flows.revising.correcting import Outcome, Request, correct_row
from flows.revising.correcting_reviews import asked_of_review
from flows.revising.list_changes import Matched, is_same, wanted_of
from intake import ListRow, read_edited_list
from metadata.corrections import Wanted
from metadata.list_rows import dossier_row, windows_path
from metadata.record import read_record
from records.document import Document
from records.dossier import Dossier
from records.errors import RefusedError
from records.package import CatalogueRow
from records.problem import Problem, problem
from records.vietnamese import normal

HARMLESS = frozenset({"I013"})
"""A list without some of the columns corrects nothing there."""
Held = tuple[CatalogueRow, Dossier, Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOutcome:
    """What became of each dossier that the list changes; with ``problems`` nothing was stored."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def correct_from_list(archive: Archive, path: Path, request: Request) -> ListOutcome:
    """Correct what an edited list says otherwise than the store, or what a review sheet settles.

    Raises:
        InputError: the list cannot be read, and what ``revise`` tells.
        RefusedError: A031, somebody stored another version meanwhile; run it again.
    """
    with TemporaryDirectory(dir=archive.work, prefix="list-") as folder:
        edited = read_edited_list(path, Path(folder))
    problems = [each for each in edited.problems if each.code not in HARMLESS]
    if edited.reviewed is None:
        asked = _asked(archive, edited.rows, problems)
    else:
        asked = asked_of_review(archive, edited.reviewed, problems)
    trial = replace(request, is_trial=True)
    tried = [_tried(archive, row, wanted, trial, problems) for row, wanted in asked]
    done = tuple(each for each in tried if each is not None and each.changes)
    if problems or request.is_trial:
        return ListOutcome(outcomes=done, problems=tuple(problems))
    changed = {each.package_id for each in done}
    return ListOutcome(
        outcomes=tuple(
            correct_row(archive, row, wanted, replace(request, expected_version=row.version))
            for row, wanted in asked
            if row.package_id in changed
        ),
        problems=(),
    )


def _tried(
    archive: Archive,
    row: CatalogueRow,
    wanted: tuple[Wanted, ...],
    trial: Request,
    problems: list[Problem],
) -> Outcome | None:
    try:
        outcome = correct_row(archive, row, wanted, trial)
    except RefusedError as error:
        problems.append(error.problem)
        return None
    if outcome.is_refused:
        problems.extend(outcome.problems)
        return None
    return outcome


def _asked(
    archive: Archive, rows: tuple[ListRow, ...], problems: list[Problem]
) -> list[tuple[CatalogueRow, tuple[Wanted, ...]]]:
    """For each dossier that rows speak of, what they want changed."""
    held = _held_documents(archive)
    matched: dict[str, list[Matched]] = defaultdict(list)
    dossiers: dict[str, tuple[CatalogueRow, Dossier]] = {}
    seen: dict[str, str] = {}
    for row in rows:
        found = _find(row, held)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        entry, dossier, document = found
        first = seen.setdefault(document.code, row.place)
        if first != row.place:
            problems.append(problem("F045", row.place, first=first, code=document.code))
            continue
        dossiers[dossier.code] = entry, dossier
        matched[dossier.code].append(Matched(row=row, document=document))
    asked = []
    for code, (entry, dossier) in dossiers.items():
        told = tuple(wanted_of(dossier, tuple(matched[code])))
        problems.extend(each for each in told if isinstance(each, Problem))
        wanted = tuple(each for each in told if isinstance(each, Wanted))
        if wanted:
            asked.append((entry, wanted))
    return asked


def _held_documents(archive: Archive) -> dict[str, list[Held]]:
    held: dict[str, list[Held]] = defaultdict(list)
    for row in read_rows(archive.engine):
        dossier = read_record(row.record)
        for document in dossier.documents:
            for name in (windows_path(document.file.name), document.code):
                held[_folded(name)].append((row, dossier, document))
    return held


def _find(row: ListRow, held: dict[str, list[Held]]) -> Held | Problem:
    """The document of a row: by path or code, and by its dossier where several have the path."""
    path = row.document.path or ""
    found = held.get(_folded(path), []) if path else []
    if len(found) > 1:
        found = [each for each in found if _is_of(row, each[1])]
    if len(found) == 1:
        return found[0]
    return problem("F044" if found else "F043", row.place, path=path)


def _is_of(row: ListRow, dossier: Dossier) -> bool:
    base = dossier_row(dossier)
    keys = ("fonds", "inventory", "box", "number")
    return all(is_same(getattr(base, key), getattr(row.dossier, key)) for key in keys)


def _folded(path: str) -> str:
    parts = re.split(r"[\\/]", normal(normal(path).casefold()))
    return "/".join(tidy for part in parts if (tidy := " ".join(part.split())) not in {"", "."})
