"""Erases what a confirmed case destroys from every place, proves that it is gone, and says so.

Each part may be done again: a run that was killed is finished by the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from archive_store.vault.copies.opening import CopyPlace, open_copy
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.database.engine import writing
from archive_store.vault.destroying.erasing import erase_copy, erase_object
from archive_store.vault.destroying.scrubbing import scrub
from archive_store.vault.objects.place import locked
from flows.archive import Archive
from flows.copying.kept_state import follow
from flows.copying.places import copy_places
from flows.disposing.cases import find_case, note_step, take_step
from flows.disposing.certificates import write_certificates
from flows.disposing.confirming import confirm, target_of
from flows.disposing.in_hand import erase_in_hand
from flows.disposing.outcomes import extend_periods
from flows.disposing.places import Trace, traces, unreached, unreached_problems
from records.errors import ArchiveError, RefusedError
from records.problem import Problem
from records.report import Progress, Stage
from retention.disposal.case import Action, Case, CaseState, Step
from retention.disposal.keeping import read_case, save_case
from retention.disposal.steps import advance
from retention.disposal.stubs import Stub, finish_stub, stubs_of

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What a run did; ``awaits_confirmation`` when it only noted the order."""

    case: Case
    problems: tuple[Problem, ...] = ()
    awaits_confirmation: bool = False


def rehearse(archive: Archive, case_id: str) -> tuple[Trace, ...]:
    """Every place and its bytes that the case would destroy; changes nothing.

    Raises:
        InputError: T055, no such case.
        RefusedError: T061, a package is gone or damaged; T046, the case is over.
    """
    case = find_case(archive, case_id)
    if case.state in {CaseState.MINUTES_SIGNED, CaseState.WITHDRAWN, CaseState.DESTROYED}:
        advance(case, Step(action=Action.ORDER, by="–", at=case.steps[-1].at))
    with archive.engine.connect() as connection:
        known = {each.package_id: each.target for each in stubs_of(connection, case_id)}
    found: list[Trace] = []
    for each in case.destroyed:
        target = known[each.package_id] if known else target_of(archive, each)
        found += traces(archive, target) if target else ()
    return tuple(found)


def execute(archive: Archive, case_id: str, by: str, now: datetime, watch: Watch) -> Execution:
    """The first person orders, a second one confirms and destroys; a killed run is finished.

    Of a case that is destroyed only what comes last is done again: it may be what was killed.

    Raises:
        InputError, RefusedError: as ``take_step`` and ``confirm``; nothing is destroyed.
        RefusedError: T065, bytes are left after erasing.
        TransientError: A030, A151, somebody works on it; run it again.
    """
    # Of two who confirm at one moment the second waits, and is told how far the case is.
    with locked(archive.vault.place, case_id):
        case = find_case(archive, case_id)
        if case.state is CaseState.DESTROYED:
            return _settle(archive, case, now)
        if case.state is not CaseState.ORDERED and case.state is not CaseState.EXECUTING:
            case = take_step(archive, case_id, Step(action=Action.ORDER, by=by, at=now))
            return Execution(case=case, awaits_confirmation=True)
        if case.state is CaseState.ORDERED:
            case = confirm(archive, case_id, by, now)
            # Before anything is erased each copy that is there knows of the order.
            follow(archive, now)
        return _finish(archive, case, by, now, watch)


def _finish(archive: Archive, case: Case, by: str, now: datetime, watch: Watch) -> Execution:
    with archive.engine.connect() as connection:
        stubs = stubs_of(connection, case.case_id)
    copies = _reached(archive)
    for done, stub in enumerate(stubs):
        watch(Progress(stage=Stage.DESTROYING, done=done, total=len(stubs)))
        _erase(archive, stub, copies, now)
    archive.vault.place.on_step("scrub database")
    scrub(archive.engine)
    _require_gone(archive, case, stubs)
    archive.vault.place.on_step("certify")
    write_certificates(archive, case, stubs, by, now)
    archive.vault.place.on_step("extend")
    refused = extend_periods(archive, case, by, now)
    archive.vault.place.on_step("note execution")
    with writing(archive.engine) as connection:
        before = read_case(connection, case.case_id)
        left = ", ".join(unreached(archive))
        step = Step(action=Action.EXECUTE, by=by, at=now, note=left)
        case = advance(before, step)
        save_case(connection, case)
        note_step(connection, case)
        for stub in stubs:
            finish_stub(connection, stub)
        archive.vault.place.on_step("execution noted")
    watch(Progress(stage=Stage.DESTROYING, done=len(stubs), total=len(stubs)))
    settled = _settle(archive, case, now)
    return replace(settled, problems=(*refused, *settled.problems))


def _settle(archive: Archive, case: Case, now: datetime) -> Execution:
    archive.vault.place.on_step("scrub notes")
    scrub(archive.engine)
    follow(archive, now)
    return Execution(case=case, problems=unreached_problems(archive))


def _erase(archive: Archive, stub: Stub, copies: tuple[Copy, ...], now: datetime) -> None:
    place = archive.vault.place
    place.on_step("erase index")
    archive.index.remove_dossier(stub.dossier_code)
    erase_object(place, stub.package_id)
    if stub.target is not None:
        erase_in_hand(archive, stub.target)
    for copy in copies:
        try:
            erase_copy(place, copy, stub.package_id, now)
        except OSError:
            # It went away meanwhile: noted as not rid of it, until it comes back.
            continue


def _require_gone(archive: Archive, case: Case, stubs: tuple[Stub, ...]) -> None:
    for stub in stubs:
        for left in traces(archive, stub.target) if stub.target else ():
            raise RefusedError("T065", case.case_id, place=left.place, path=left.path)


def _reached(archive: Archive) -> tuple[Copy, ...]:
    opened = (_opened(place) for place in copy_places(archive.root, archive.settings))
    return tuple(copy for copy in opened if copy is not None)


def _opened(place: CopyPlace) -> Copy | None:
    try:
        return open_copy(place)
    except (ArchiveError, OSError):
        return None
