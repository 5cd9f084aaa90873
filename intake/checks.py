"""Compares what the list declares of a dossier with what was delivered for it.

A document that is already reported as missing or withheld counts as delivered here: one fault,
one Problem.
"""

from collections.abc import Iterator

from intake.matching import Match
from records.batch import BatchDossier, ListedDossier
from records.problem import Problem, problem
from records.vietnamese import fold

_LONGEST_TYPE = 60
_SAME_ON_EVERY_ROW = (
    "title", "retention", "access", "start", "end", "declared_documents", "declared_sheets",
)  # fmt: skip


def check_dossier(dossier: BatchDossier, group: list[Match]) -> tuple[Problem, ...]:
    """Everything about one dossier that a person should look at; ``group`` are all its rows."""
    return (
        *_contradiction(dossier, group),
        *_period(dossier),
        *_declared_count(dossier, group),
        *_ordinals(dossier, group),
        *_documents(dossier),
    )


def _contradiction(dossier: BatchDossier, group: list[Match]) -> Iterator[Problem]:
    for match in group:
        for name in _SAME_ON_EVERY_ROW:
            kept, typed = (_comparable(told, name) for told in (dossier.listed, match.row.dossier))
            if typed not in ("", kept):
                facts = {
                    "kept": getattr(dossier.listed, name),
                    "typed": getattr(match.row.dossier, name),
                }
                shown = {key: getattr(fact, "vietnamese", fact) for key, fact in facts.items()}
                yield problem("I029", match.row.place, code=dossier.code, **shown)
                return


def _comparable(told: ListedDossier, name: str) -> str:
    value = getattr(told, name)
    return "" if value is None else fold(str(value))


def _period(dossier: BatchDossier) -> Iterator[Problem]:
    start, end = dossier.listed.start, dossier.listed.end
    if start and end and start.first_day > end.last_day:
        yield problem("I034", dossier.code, start=start.vietnamese, end=end.vietnamese)


def _declared_count(dossier: BatchDossier, group: list[Match]) -> Iterator[Problem]:
    declared = dossier.listed.declared_documents
    doubled = sum(match.problem is not None and match.problem.code == "I022" for match in group)
    if declared is not None and declared not in {len(group), len(group) - doubled}:
        yield problem("I026", dossier.code, declared=declared, counted=len(group) - doubled)


def _ordinals(dossier: BatchDossier, group: list[Match]) -> Iterator[Problem]:
    typed = {match.row.document.row: match.row.document.ordinal for match in group}
    changed = [
        document.listed.row
        for document in dossier.documents
        if document.listed and typed[document.listed.row] != document.ordinal
    ]
    if changed and any(typed.values()):
        yield problem("I025", dossier.code, row=changed[0])


def _documents(dossier: BatchDossier) -> Iterator[Problem]:
    for document in dossier.documents:
        listed, pages = document.listed, len(document.pages)
        if listed is None:
            continue
        if listed.declared_pages is not None and listed.declared_pages != pages:
            facts = {"row": listed.row, "declared": listed.declared_pages, "counted": pages}
            yield problem("I027", document.file.name, **facts)
        written = listed.document_type or "văn bản"
        if len(written) > _LONGEST_TYPE or not any(letter.isalpha() for letter in written):
            yield problem("I033", document.file.name, row=listed.row, typed=written[:_LONGEST_TYPE])
