"""Who is assigned what: proposals, a person's confirmation, rules that the archive approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from archive_store import read_rows
from flows.archive import Archive
from flows.looking.show import find_row
from flows.periods.approved import approved_rule, approved_rules, named_rule, subject_of
from flows.periods.schedules import archive_schedules
from flows.revising.versions import Note, revise
from metadata.assignment import with_document_rule, with_rule
from metadata.corrections import Signed
from metadata.record import read_record
from records.dates import VIETNAM
from records.dossier import Dossier
from records.errors import InputError, RefusedError
from records.retention import RetentionRule
from retention.choose import longest
from retention.documents import decided_rule, propose_for_document
from retention.propose import Proposal, propose
from retention.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The rule of a dossier after an assignment; ``is_new`` tells whether anything changed.

    ``document`` is the code of the document that was put under a rule, if it was one.
    """

    code: str
    package_id: str
    version: int
    rule: RetentionRule
    is_new: bool
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedDocument:
    """A document, the rule it has of its own, and the items that name its type."""

    code: str
    title: str
    held: RetentionRule | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A dossier, the rule it has now, and the items it may fall under, the likeliest first.

    ``documents`` are those for which there are items; they are looked at where one dossier is.
    """

    dossier_code: str
    title: str
    held: RetentionRule | None
    proposals: tuple[Proposal, ...]
    documents: tuple[RankedDocument, ...] = ()


def rank(archive: Archive, code: str | None, on: date, most: int) -> Iterator[Ranked]:
    """What a stored dossier, or each without a confirmed rule, may fall under.

    Proposed are items of schedules in force on the day ``on``.

    Raises:
        InputError: F009, nothing has this code. SetupError: T024, as ``archive_schedules``.
    """
    rows = read_rows(archive.engine) if code is None else iter((find_row(archive, code),))
    schedules = archive_schedules(archive.root)
    for row in rows:
        dossier = read_record(row.record)
        held = dossier.retention
        if code is None and held is not None and not held.is_proposed:
            continue
        yield Ranked(
            dossier_code=dossier.code,
            title=dossier.title,
            held=held,
            proposals=propose(subject_of(dossier), schedules, on, most),
            documents=() if code is None else _documents(dossier, schedules, on, most),
        )


def assign_rules(
    archive: Archive, code: str, named: tuple[str, ...], note: Note, now: datetime
) -> Assigned:
    """Put a dossier or a document under the longest of the named items, as the next version.

    The longest of the dossier's own period and those of its documents decides about it.

    Raises:
        InputError: F009, nothing has this code; T025, T026, as ``find_item``.
        RefusedError: T027, the periods of the items cannot be compared; T067, nor those of the
            dossier and its documents.
    """
    row = find_row(archive, code)
    codes = {each.code for each in read_record(row.record).documents}
    if code not in {*codes, row.dossier_code, row.package_id}:
        raise InputError("F009", code)
    document = code if code in codes else None
    facts = {"by": note.by, "day": f"{_day(now):%d/%m/%Y}"}
    rules = [named_rule(archive, each, _day(now), "retention.assigned", facts) for each in named]
    rule = longest(rules)
    if rule is None:
        raise RefusedError("T027", row.dossier_code, items=", ".join(named))
    return _assigned(archive, row.package_id, rule, note, now, document)


def assign_rule(
    archive: Archive, code: str, rule: RetentionRule, note: Note, now: datetime
) -> Assigned:
    """Put a dossier under a rule that was decided elsewhere; once more changes nothing.

    Raises:
        InputError: F009, nothing has this code.
        RefusedError: T067, as ``assign_rules``; T057, it was destroyed.
    """
    return _assigned(archive, find_row(archive, code).package_id, rule, note, now)


def assign_approved(
    archive: Archive, note: Note, now: datetime, *, is_trial: bool
) -> Iterator[Assigned]:
    """Put every dossier without a confirmed rule, that an approved rule fits, under its item.

    Raises:
        SetupError: T028, the file of approved rules is wrong.
    """
    approved = approved_rules(archive.root)
    for row in read_rows(archive.engine):
        dossier = read_record(row.record)
        if dossier.retention is not None and not dossier.retention.is_proposed:
            continue
        rule = approved_rule(archive, approved, subject_of(dossier), dossier.fonds, _day(now))
        if rule is not None and is_trial:
            yield Assigned(
                code=dossier.code, package_id=row.package_id, version=row.version, rule=rule,
                is_new=True,
            )  # fmt: skip
        elif rule is not None:
            yield _assigned(archive, row.package_id, rule, note, now)


def _documents(
    dossier: Dossier, schedules: tuple[Schedule, ...], on: date, most: int
) -> tuple[RankedDocument, ...]:
    ranked = (
        RankedDocument(
            code=each.code,
            title=each.heading,
            held=each.retention,
            proposals=propose_for_document(each, dossier.fonds.name, schedules, on, most),
        )
        for each in dossier.documents
    )
    return tuple(each for each in ranked if each.proposals or each.held)


def _assigned(
    archive: Archive, package_id: str, rule: RetentionRule, note: Note, now: datetime,
    document: str | None = None,
) -> Assigned:  # fmt: skip
    signed = Signed(by=note.by, at=now, why=note.why)

    def change(each: Dossier) -> Dossier:
        own: RetentionRule | None = rule
        if document is not None:
            own = each.own_rule or each.retention
            each = with_document_rule(each, document, rule, signed)
        decided = decided_rule(each.code, own, each.documents)
        if decided is None:
            return each
        return with_rule(each, decided, signed, own=None if decided is own else own)

    revised = revise(archive, package_id, change, note, now)
    after = revised.after
    return Assigned(
        code=after.code,
        package_id=package_id,
        version=revised.stored.version,
        rule=after.retention or rule,
        is_new=revised.after != revised.before,
        document=document,
    )


def _day(now: datetime) -> date:
    return now.astimezone(VIETNAM).date()
