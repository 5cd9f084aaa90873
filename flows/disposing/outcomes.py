"""Carries out what a case decided besides destroying: new periods, and transfers to an archive."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.archive import Archive
from flows.disposing.papers import office_of, write_form
from flows.looking.exporting import Exported, ExportForm, ExportRequest, export_record
from flows.looking.show import find_row
from flows.periods.assigning import assign_rule
from flows.revising.correcting import Request, correct_record
from flows.revising.versions import Note
from metadata.record import read_record
from records.access import ARCHIVIST
from records.errors import ArchiveError, InputError, RefusedError
from records.messages import text
from records.problem import Problem, problem
from retention.assign import decided_period
from retention.disposal.case import Action, Case, CaseDossier, CaseState, Outcome
from retention.disposal.minutes import Transfer, transfer_list, transfer_minutes

PAPERS = {"transfer": "bien-ban-giao-nhan-chuyen-giao", "dossier_list": "muc-luc-chuyen-giao"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """What was handed over: a package for each dossier, the papers, and what a person must know."""

    exports: tuple[Exported, ...]
    papers: tuple[Path, ...]
    known: tuple[str, ...]
    """Dossiers that were handed over before."""


def extended(case: Case) -> tuple[CaseDossier, ...]:
    """The dossiers of a decided case that are kept for a new period."""
    if case.step(Action.DECIDE) is None:
        return ()
    return tuple(each for each in case.dossiers if each.outcome is Outcome.EXTEND)


def extend_periods(archive: Archive, case: Case, by: str, now: datetime) -> tuple[Problem, ...]:
    """Put each dossier that is kept for a new period under it; may be done again.

    Told are those that keep their old period, with the reason; nothing else waits for them.
    """
    told: list[Problem] = []
    for each in extended(case):
        try:
            extend(archive, case, each, by, now)
        except ArchiveError as error:
            told.append(problem("T070", each.dossier_code, reason=error.problem.message))
    return tuple(told)


def extend(archive: Archive, case: Case, dossier: CaseDossier, by: str, now: datetime) -> None:
    """Put one dossier under its new period; once more changes nothing.

    Raises:
        ArchiveError: as ``assign_rule``.
    """
    decision = case.step(Action.DECIDE)
    if decision is None or decision.paper is None:
        return
    paper = decision.paper
    rule = decided_period(
        dossier.title, dossier.new_period or "", paper.number, paper.day, case.case_id
    )
    why = text("retention.extended.why", case=case.case_id, reason=dossier.outcome_reason)
    assign_rule(archive, dossier.dossier_code, rule, Note(by=by, why=why), now)


def transfer(
    archive: Archive, case: Case, handed: Transfer, folder: Path, now: datetime
) -> Transferred:
    """Hand over the dossiers that go to another archive: packages, papers, and their mark.

    They stay here. What becomes of them is for another case.

    Raises:
        InputError: T071, the case transfers nothing.
        RefusedError: T072, its list is not decided yet, or it was withdrawn; and as
            ``export_record``. What was handed over before is marked, and not exported again.
    """
    if case.step(Action.DECIDE) is None or case.state is CaseState.WITHDRAWN:
        raise RefusedError("T072", case.case_id, state=text(f"disposal.state.{case.state}"))
    going = tuple(each for each in case.dossiers if each.outcome is Outcome.TRANSFER)
    if not going:
        raise InputError("T071", case.case_id)
    request = ExportRequest(
        form=ExportForm.EARK, folder=folder, reader=ARCHIVIST, by=handed.by, now=now
    )
    exports, known = [], []
    for each in going:
        row = find_row(archive, each.dossier_code)
        if read_record(row.record).transferred_on is not None:
            known.append(each.dossier_code)
            continue
        exports.append(export_record(archive, each.dossier_code, request))
        # The mark comes last: what is marked has left.
        _mark(archive, case.case_id, each, handed, now)
    office = office_of(archive)
    papers: list[Path] = []
    forms = {
        "transfer": transfer_minutes(case, office, handed, going),
        "dossier_list": transfer_list(case, office, handed, going),
    }
    for name, form in forms.items():
        papers += write_form(form, folder / PAPERS[name], now)
    return Transferred(exports=tuple(exports), papers=tuple(papers), known=tuple(known))


def _mark(
    archive: Archive, case_id: str, dossier: CaseDossier, handed: Transfer, now: datetime
) -> None:
    why = text(
        "retention.transferred.why", case=case_id, number=handed.paper.number,
        reason=dossier.outcome_reason,
    )  # fmt: skip
    request = Request(note=Note(by=handed.by, why=why), now=now)
    value = ("transferred_on", handed.paper.day.isoformat())
    correct_record(archive, dossier.dossier_code, (value,), request)
