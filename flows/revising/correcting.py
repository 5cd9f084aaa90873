"""A person's corrections of one stored dossier or document, as the next version of its package."""

from dataclasses import dataclass
from datetime import datetime

from flows.archive import Archive
from flows.looking.show import find_row
from flows.revising.versions import Note, revise
from metadata import check
from metadata.authority_lists import AuthorityLists
from metadata.corrections import Corrected, Made, Signed, Wanted, correct
from metadata.document_types import types_in_force
from metadata.listed_values import with_corrected_bodies
from metadata.record import read_record
from records.dossier import Dossier
from records.errors import InputError, RefusedError
from records.package import CatalogueRow
from records.problem import Problem, Severity, problem
from records.retention import RetentionRule
from records.vietnamese import single_spaced
from retention import correct_period
from retention.documents import decided_rule

NAME_LENGTH, REASON_LENGTH = 100, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who corrects, when and why; ``is_trial`` only shows what would change.

    ``expected_version`` is the version that the person saw, ``None`` the newest.
    """

    note: Note
    now: datetime
    is_trial: bool = False
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a correction changed, and what a person should know of it.

    ``version`` is the newest that is stored. With a Problem that is an error nothing is stored.
    """

    code: str
    package_id: str
    version: int
    changes: tuple[Made, ...]
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether nothing could be stored because of an error."""
        return any(each.severity is Severity.ERROR for each in self.problems)


class Correcting:
    """Applies wanted corrections to a dossier; leaves it as it was where one of them is wrong."""

    def __init__(self, wanted: tuple[Wanted, ...], request: Request, lists: AuthorityLists) -> None:
        note = request.note
        self._lists = lists
        self._wanted = wanted
        self._signed = Signed(by=note.by, at=request.now, why=note.why)
        self.changes: tuple[Made, ...] = ()
        self.problems: tuple[Problem, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a correction was wrong when they were last applied."""
        return any(each.severity is Severity.ERROR for each in self.problems)

    def __call__(self, dossier: Dossier) -> Dossier:
        """The corrected dossier, or ``dossier`` itself.

        Raises:
            RefusedError: a correction that this archive does not allow.
        """
        with types_in_force(self._lists.types):
            done = self._corrected(dossier)
            known = set(check(dossier))
            raised = tuple(each for each in check(done.dossier) if each not in known)
        for error in done.errors:
            if isinstance(error, RefusedError):
                raise error
        self.changes = done.changes
        self.problems = (
            *(each.problem for each in done.errors),
            *raised,
            *_shortened(done.dossier),
        )
        return dossier if self.is_refused else with_corrected_bodies(done.dossier, self._lists)

    def _corrected(self, dossier: Dossier) -> Corrected:
        def rule_of(wording: str) -> RetentionRule | None:
            return correct_period(dossier.title, wording)

        return correct(dossier, self._wanted, self._signed, rule_of)


def _shortened(dossier: Dossier) -> tuple[Problem, ...]:
    """What is wrong with a dossier whose period is under that of one of its documents."""
    held = dossier.retention
    if held is None:
        return ()
    decided = decided_rule(dossier.code, dossier.own_rule or held, dossier.documents)
    if decided is None or decided.period == held.period:
        return ()
    return (problem("T068", dossier.code, wording=held.period.wording, reason=decided.reason),)


def make_note(by: str, why: str) -> Note:
    """A note of who and why.

    Raises:
        InputError: F040, one of them is empty, too long, or holds control characters.
    """
    parts = single_spaced(by), single_spaced(why)
    for part, limit in zip(parts, (NAME_LENGTH, REASON_LENGTH), strict=True):
        if not 0 < len(part) <= limit or not part.isprintable():
            raise InputError("F040", part[:NAME_LENGTH], limit=limit)
    return Note(by=parts[0], why=parts[1])


def correct_record(
    archive: Archive, code: str, values: tuple[tuple[str, str], ...], request: Request
) -> Outcome:
    """Correct fields (names and typed values) of what has ``code``: dossier, package or document.

    Raises:
        InputError: F009, nothing has this code; and what ``revise`` tells.
        RefusedError: M045, secrecy; A031, another version was stored since.
    """
    row = find_row(archive, code)
    subject = row.dossier_code if code == row.package_id else code
    known = {each.code for each in read_record(row.record).documents} | {row.dossier_code}
    if subject not in known:
        raise InputError("F009", code)
    wanted = tuple(Wanted(subject=subject, field=name, typed=typed) for name, typed in values)
    return correct_row(archive, row, wanted, request)


def correct_row(
    archive: Archive, row: CatalogueRow, wanted: tuple[Wanted, ...], request: Request
) -> Outcome:
    """Correct the dossier of a row of the catalogue; raises as ``correct_record``."""
    correcting, version = Correcting(wanted, request, archive.authorities), row.version
    correcting(read_record(row.record))
    if not request.is_trial and not correcting.is_refused:
        revised = revise(
            archive, row.package_id, correcting, request.note, request.now, request.expected_version
        )
        version = revised.stored.version
    return Outcome(
        code=row.dossier_code,
        package_id=row.package_id,
        version=version,
        changes=correcting.changes,
        problems=correcting.problems,
    )
