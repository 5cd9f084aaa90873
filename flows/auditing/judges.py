"""Compares what an audit has just read of a package with its catalogue row and with its intake.

To compare packages with more, as with their other copies, add a judge to ``judges_of``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from archive_store.package.layout import MASTER_DATA, master_holders, stem
from archive_store.vault.audit.fixity import Judge
from archive_store.vault.catalogue.check import differing_columns, row_finding
from archive_store.vault.ledger.captures import capture_digest, captured
from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.examine import Examination
from archive_store.vault.objects.version_facts import VersionFacts
from flows.archive import Archive
from flows.auditing.copies_judge import CopiesJudge
from flows.keeping.cataloguing import state_of
from metadata.record import read_record
from records.dossier import Dossier
from records.errors import InputError
from records.package import CatalogueEntry, Damage, FixityFinding, StoredPackage, Witness

SETTLING = timedelta(minutes=10)
"""A version younger than this may still be on its way into the catalogue; the next audit reads it
first again."""
SIZE = "size_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """A package that was read, with the dossier that its own sound record tells of."""

    archive: Archive
    done: Examination
    newest: VersionFacts
    dossier: Dossier
    record: bytes


def judges_of(archive: Archive, now: datetime) -> tuple[Judge, ...]:
    """Everything that packages are compared with beyond inventory and ledger."""
    record = partial(judge_record, archive, now)
    if not archive.settings.copies:
        return (record,)
    return (record, CopiesJudge(archive, now).judge)


def judge_record(archive: Archive, now: datetime, done: Examination) -> tuple[FixityFinding, ...]:
    """Compare the catalogue's row and the masters with what the package's record says.

    A package from elsewhere that has no record of ours, or a damaged one, is not judged here.
    """
    told = _described(archive, done)
    if told is None:
        return ()
    known = {finding.path for finding in done.findings}
    findings = (*_foreign_masters(told), *_lost_masters(told), *_wrong_row(told, now))
    return tuple(finding for finding in findings if finding.path not in known)


def _described(archive: Archive, done: Examination) -> _Described | None:
    newest = done.newest
    # What a damaged record says accuses nobody.
    damaged = {finding.path for finding in done.findings}
    if newest is None or newest.record is None or newest.record in damaged:
        return None
    try:
        record = (archive.vault.place.object(done.package_id) / newest.record).read_bytes()
        dossier = read_record(record)
    except (InputError, OSError):
        return None
    return _Described(archive=archive, done=done, newest=newest, dossier=dossier, record=record)


def _foreign_masters(told: _Described) -> Iterator[FixityFinding]:
    """Masters that are not the files which reception saw for this dossier."""
    received = captured(told.archive.engine, told.done.package_id)
    holders = master_holders(told.dossier.documents)
    masters = {each.name.rpartition(".")[0]: each for each in told.newest.masters}
    for document in told.dossier.documents:
        if holders[document.code] is not document:
            continue
        name = f"{MASTER_DATA}{stem(told.dossier.code, document)}"
        master = masters.get(name)
        if master is None:
            # A file that was found damaged already needs no second accusation.
            if not _is_told(told, name):
                yield _against_intake(told, name, Damage.MISSING)
            continue
        is_unknown = bool(received) and capture_digest(document.file) not in received
        if is_unknown or master.sha256 != document.file.sha256:
            yield _against_intake(told, master.path, Damage.CHANGED)


def _is_told(told: _Described, name: str) -> bool:
    return any(f"/{name}." in finding.path for finding in told.done.findings)


def _lost_masters(told: _Described) -> Iterator[FixityFinding]:
    for path in told.newest.lost_masters:
        yield _against_intake(told, path, Damage.MISSING)


def _against_intake(told: _Described, path: str, kind: Damage) -> FixityFinding:
    package_id = told.done.package_id
    return FixityFinding(package_id=package_id, path=path, kind=kind, against=Witness.INTAKE)


def _wrong_row(told: _Described, now: datetime) -> Iterator[FixityFinding]:
    """The package's row, unless it is right, or on its way, or a newer version came since."""
    position = told.done.position
    if position is None:
        return
    columns = differing_columns(told.archive.engine, _entry(told, position), told.record)
    if columns is not None and told.done.findings:
        # The size is that of the files as they lie there, and some of them are damaged.
        columns = tuple(name for name in columns if name != SIZE)
    is_behind = columns is None or "version" in columns
    if is_behind and abs(now - told.newest.created) < SETTLING:
        return
    if columns != () and _is_newest(told, position):
        kind = Damage.MISSING if columns is None else Damage.CHANGED
        named = ",".join(columns or ())
        yield row_finding(told.done.package_id, told.dossier.code, kind, named)


def _is_newest(told: _Described, position: int) -> bool:
    every = stored_entries(told.archive.engine, told.done.package_id)
    # None where it was destroyed meanwhile.
    return bool(every) and every[-1].seq == position


def _entry(told: _Described, position: int) -> CatalogueEntry:
    newest = told.newest
    stored = StoredPackage(
        package_id=told.done.package_id,
        dossier_code=newest.dossier_code,
        version=newest.version,
        object_path=told.archive.vault.place.object(told.done.package_id),
        inventory_sha512=newest.inventory_sha512,
        files=newest.files,
        size_bytes=newest.size_bytes,
        ledger_position=position,
    )
    return CatalogueEntry(
        dossier=told.dossier,
        stored=stored,
        state=state_of(told.dossier),
        batch_id=told.dossier.batch_id,
        stored_at=newest.created,
    )
