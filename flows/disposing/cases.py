"""Takes the steps of disposal cases: each is one transaction with its entry in the ledger.

Two people who take a step at once come one after the other; the second is told how far it is.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from archive_store import find
from archive_store.vault.database.engine import writing
from archive_store.vault.destroying.ordering import newest_in
from archive_store.vault.ledger.clock import require_later
from archive_store.vault.ledger.entries import NewEntry, append_in
from flows.archive import Archive
from flows.copying.kept_state import follow
from flows.disposing.holds import today
from flows.disposing.outcomes import extend, extended
from flows.sweep import sweep_archive
from metadata.record import read_record
from records.errors import InputError, RefusedError
from records.messages import text
from records.retention import DueAction, RetentionDecision
from retention.disposal.case import (
    Action,
    Case,
    CaseDossier,
    CaseState,
    Ground,
    Step,
    digest_of_step,
)
from retention.disposal.keeping import add_case, list_cases, next_case_id, read_case, save_case
from retention.disposal.steps import Verdict, advance, require_complete
from retention.disposal.stubs import require_not_destroyed
from retention.holds import holds_on

NAME = "urn:luutru:disposal:{}"


def propose(archive: Archive, codes: tuple[str, ...], step: Step, duplicate: str = "") -> Case:
    """Open a case over dossiers that are due for destruction, or that are duplicates of others.

    Without ``codes`` it is over everything that is due and in no case and under no hold.

    Raises:
        InputError: F009, nothing has this code; T048, the step lacks something; T058, nothing is
            due.
        RefusedError: T056, a dossier is in another open case; T059, one is not due; T060, one is
            under hold; T057, one was destroyed.
    """
    require_complete("–", step)
    require_later(archive.engine, step.at)
    due = {} if duplicate else _due(archive)
    listed = tuple(_listed(archive, code, due.get(code), duplicate) for code in codes or due)
    if not listed:
        raise InputError("T058", "–")
    options = archive.settings.retention
    with writing(archive.engine) as connection:
        case = Case(
            case_id=next_case_id(connection, step.at.year),
            state=CaseState.PROPOSED,
            needs_appraisal=options.in_submission_source,
            keep_years=options.disposal_keep_years or None,
            days=options.disposal_days,
            dossiers=tuple(_as_it_is(connection, each) for each in listed),
            steps=(step,),
        )
        require_free(connection, tuple(each.dossier_code for each in listed))
        add_case(connection, case)
        note_step(connection, case)
    follow(archive, step.at)
    return case


def take_step(
    archive: Archive, case_id: str, step: Step, verdicts: Mapping[str, Verdict] | None = None
) -> Case:
    """Take one of the steps up to the order to destroy, or close or withdraw the case.

    At the decision the newest versions are put on the list, which is frozen then.

    Raises:
        InputError: T055, no such case; T048, T053, T054, as ``advance``.
        RefusedError: T046, T047, T049, as ``advance``; T060, a dossier to be destroyed is under
            hold; T061, its package is gone.
    """
    require_later(archive.engine, step.at)
    if step.action is Action.CLOSE:
        _extend_where_nothing_is_destroyed(archive, case_id, step)
    with writing(archive.engine) as connection:
        case = read_case(connection, case_id)
        if step.action is Action.DECIDE and case.state is not CaseState.WITHDRAWN:
            fresh = tuple(_as_it_is(connection, each) for each in case.dossiers)
            case = replace(case, dossiers=fresh)
        case = advance(case, step, verdicts)
        if step.action in {Action.DECIDE, Action.ORDER}:
            require_free(connection, tuple(each.dossier_code for each in case.destroyed))
        save_case(connection, case)
        note_step(connection, case)
    follow(archive, step.at)
    return case


def _extend_where_nothing_is_destroyed(archive: Archive, case_id: str, step: Step) -> None:
    """What an execution would have done, before a case without one is closed."""
    case = find_case(archive, case_id)
    advance(case, step)
    if not case.destroyed:
        for each in extended(case):
            extend(archive, case, each, step.by, step.at)


def find_case(archive: Archive, case_id: str) -> Case:
    """A case as it is now.

    Raises:
        InputError: T055, there is none of this number.
    """
    with archive.engine.connect() as connection:
        return read_case(connection, case_id)


def all_cases(archive: Archive) -> tuple[Case, ...]:
    """Every case, oldest first."""
    with archive.engine.connect() as connection:
        return list_cases(connection)


def note_step(connection: Connection, case: Case) -> None:
    """Enter the newest step of a case in the ledger."""
    number, step = len(case.steps), case.steps[-1]
    append_in(
        connection,
        (
            NewEntry(
                time=step.at,
                actor=step.by,
                action=f"disposal-{step.action}",
                object_id=NAME.format(case.case_id),
                version=number,
                inventory_sha512=digest_of_step(case, number),
            ),
        ),
    )


def require_free(connection: Connection, codes: tuple[str, ...]) -> None:
    """Refuse dossiers under hold, as of this transaction.

    Raises:
        RefusedError: T060.
    """
    for code, holds in holds_on(connection, today(), codes).items():
        raise RefusedError("T060", code, holds="; ".join(holds))


def _due(archive: Archive) -> dict[str, RetentionDecision]:
    outcome = sweep_archive(archive, today())
    return {
        each.dossier_code: each
        for each in outcome.due()
        if each.action is DueAction.DESTROY and not each.blocked_by
    }


def _listed(
    archive: Archive, code: str, decision: RetentionDecision | None, duplicate: str
) -> CaseDossier:
    row = find(archive.engine, code)
    if row is None:
        require_not_destroyed(archive.engine, code)
        raise InputError("F009", code)
    if decision is None and not duplicate:
        raise RefusedError("T059", code)
    period = read_record(row.record).retention
    return CaseDossier(
        dossier_code=row.dossier_code,
        package_id=row.package_id,
        version=row.version,
        inventory_sha512="",
        title=row.title,
        fonds=row.fonds,
        start=row.start.iso if row.start else None,
        end=row.end.iso if row.end else None,
        documents=row.documents,
        pages=row.pages,
        sheets=row.sheets,
        size_bytes=row.size_bytes,
        period=period.period.wording if period else text("disposal.no_period"),
        ground=Ground.DUPLICATE if duplicate else Ground.EXPIRED,
        reason=duplicate or (decision.reason if decision else ""),
    )


def _as_it_is(connection: Connection, dossier: CaseDossier) -> CaseDossier:
    newest = newest_in(connection, dossier.package_id)
    if newest is None:
        raise RefusedError("T061", dossier.dossier_code)
    return replace(dossier, version=newest[0], inventory_sha512=newest[1])
