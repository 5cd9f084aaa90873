"""The rule of a dossier without asking a person each time: the list's word, or an approved rule."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flows.archive import Archive
from flows.periods.schedules import archive_schedules
from records.batch import Fonds
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError, SetupError
from records.messages import text
from records.problem import Problem
from records.retention import RetentionRule
from retention import assign
from retention.choose import ApprovedRule, find_item, longest, read_approved
from retention.propose import Subject, rule_of

APPROVED = "assignment_rules.csv"


def assigned_at_intake(
    archive: Archive, title: str, declared: str | None, fonds: Fonds,
    documents: tuple[Document, ...], on: date,
) -> tuple[RetentionRule | None, tuple[Problem, ...]]:  # fmt: skip
    """The rule of a dossier that is taken in: the list's word, an approved rule, or a proposal."""
    rule, doubts = assign(title, declared, archive_schedules(archive.root), on)
    if declared and declared.strip():
        return rule, doubts
    subject = _subject(title, documents, fonds)
    approved = approved_rule(archive, approved_rules(archive.root), subject, fonds, on)
    return (approved, ()) if approved is not None else (rule, doubts)


def approved_rules(root: Path) -> tuple[ApprovedRule, ...]:
    """The rules that the archive approved; none without a file.

    Raises:
        SetupError: T028, the file is wrong.
    """
    file = root / APPROVED
    if not file.exists():
        return ()
    try:
        return read_approved(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SetupError("T028", file, reason=str(error)) from error


def approved_rule(
    archive: Archive, approved: tuple[ApprovedRule, ...], subject: Subject, fonds: Fonds, on: date
) -> RetentionRule | None:
    """The longest of the approved rules that fit; ``None`` where none does or they do not compare.

    Raises:
        SetupError: T028, a rule names an item that no schedule has.
    """
    codes = (fonds.agency_code, fonds.fonds_code)
    rules = []
    for each in approved:
        if not each.fits(subject, codes):
            continue
        facts = {
            "line": each.line, "by": each.approved_by, "day": f"{each.approved_on:%d/%m/%Y}",
        }  # fmt: skip
        named = f"{each.instrument}:{each.item}"
        try:
            rules.append(named_rule(archive, named, on, "retention.approved", facts))
        except InputError as error:
            raise SetupError("T028", archive.root / APPROVED, reason=named) from error
    return longest(rules)


def subject_of(dossier: Dossier) -> Subject:
    """What proposals and approved rules look at."""
    return _subject(dossier.title, dossier.documents, dossier.fonds)


def _subject(title: str, documents: tuple[Document, ...], fonds: Fonds) -> Subject:
    types = tuple(each.document_type for each in documents if each.document_type)
    return Subject(title=title, document_types=types, fonds=fonds.name)


def named_rule(
    archive: Archive, named: str, on: date, key: str, facts: Mapping[str, object]
) -> RetentionRule:
    """The rule of a named item, with the sentence ``key`` as its reason.

    Raises:
        InputError: T025, T026, as ``find_item``.
    """
    schedule, item = find_item(archive_schedules(archive.root), named, on)
    reason = text(
        key, wording=item.period.wording, item=item.code, instrument=schedule.instrument, **facts
    )
    return rule_of(schedule, item, reason)
