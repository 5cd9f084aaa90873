"""Brings one dossier of a batch from read pages to a stored package."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from archive_store import build_package, find
from flows.archive import Archive
from flows.copying.pending import pending_copies
from flows.keeping.cataloguing import catalogue_package
from flows.keeping.newest import Newest, find_newest, read_changes
from flows.keeping.package_events import ingestion_of
from flows.keeping.packaging import ReadyDocument, contents_of, package_id_of, source_digest_of
from flows.periods.approved import assigned_at_intake
from flows.taking_in.batches import pages_of_document
from flows.taking_in.reading import recognised
from flows.taking_in.received_signatures import (
    Findings,
    received_events,
    validate_received,
    with_received,
)
from flows.taking_in.receiving import require_received
from flows.taking_in.splitting import split_as_decided, split_by_sheets
from intake import set_aside, verify_delivered
from metadata import assemble, check
from metadata.corrections import keep_corrections
from metadata.describe import describe
from metadata.document_types import types_in_force
from metadata.listed_values import with_corrected_bodies
from metadata.record import read_record
from records.batch import Batch, BatchDossier
from records.digest import Sha256
from records.dossier import Dossier
from records.errors import InputError, RefusedError, TransientError
from records.package import CatalogueEntry, StorageState, StoredPackage
from records.problem import Problem, Severity, problem
from records.report import DossierReport
from retention.disposal.stubs import find_stub

UNUSABLE_LIST = frozenset({"I010", "I011", "I012", "I016"})
"""Problems after which a batch's dossiers are only guesses: a person mends the list first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOutcome:
    """What became of one dossier, with everything a person should know of it."""

    report: DossierReport
    problems: tuple[Problem, ...]

    @property
    def is_stored(self) -> bool:
        """Whether its package is in the store now."""
        return self.report.package_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """A dossier of the batch; ``held`` is what the store has of it, with people's corrections."""

    dossier: Dossier
    held: Newest | None
    doubts: tuple[Problem, ...]


class _Known(NamedTuple):
    """What is known beside the delivery: the stored dossier, signatures on its files, the time."""

    held: Newest | None
    signatures: Findings
    now: datetime


def store_dossier(
    archive: Archive, batch: Batch, dossier: BatchDossier, now: datetime
) -> DossierOutcome:
    """Describe, package and store a dossier; what is in the store already is left as it is."""
    stub = find_stub(archive.engine, dossier.code)
    if stub is not None:
        told = problem("T057", dossier.code, case=stub.case_id)
        return _outcome(dossier, None, StorageState.HELD, (told,))
    return _store_delivered(archive, batch, dossier, now)


def _store_delivered(
    archive: Archive, batch: Batch, dossier: BatchDossier, now: datetime
) -> DossierOutcome:
    ready, problems = _read_documents(archive, batch, dossier)
    if not ready:
        problems += (problem("F010", dossier.code),)
        return _outcome(dossier, None, StorageState.FAILED, problems)
    unread = len(dossier.documents) - len(ready)
    ready, told = split_by_sheets(dossier, ready)
    found, signatures = validate_received(archive, (each.delivered.file for each in ready), now)
    problems += (*told, *signatures)
    held = find_newest(archive, package_id_of(archive.identity, dossier.code), now)
    dossier = replace(dossier, withheld=dossier.withheld + unread)
    # What people decided since is no other source: the same delivery stays the same version.
    source = source_digest_of(dossier, ready, dossier.withheld, archive)
    ready = split_as_decided(ready, held.dossier if held else None)
    described = _describe(archive, batch.batch_id, dossier, ready, _Known(held, found, now))
    problems += described.doubts
    if UNUSABLE_LIST & {each.code for each in batch.problems} or _is_wrong(described.doubts):
        return _outcome(dossier, None, StorageState.HELD, problems)
    if conflict := _conflict(archive, batch, described):
        return _outcome(dossier, None, StorageState.HELD, (*problems, conflict))
    stored = _store(archive, batch, described, ready, source, now)
    entry = catalogue_package(archive, stored)
    state = entry.state
    if state is StorageState.STORED and pending_copies(archive, stored.package_id):
        state = StorageState.COPY_PENDING
    return _outcome(dossier, entry, state, problems)


def _read_documents(
    archive: Archive, batch: Batch, dossier: BatchDossier
) -> tuple[tuple[ReadyDocument, ...], tuple[Problem, ...]]:
    ready: list[ReadyDocument] = []
    problems: list[Problem] = []
    for document in dossier.documents:
        try:
            verify_delivered(document.file)
            require_received(archive, dossier, document.file)
            pages = tuple(recognised(archive, page) for page in pages_of_document(batch, document))
        except InputError as error:
            problems.append(error.problem)
            set_aside(document.file, error.problem, archive.quarantine / batch.batch_id)
        else:
            ready.append(ReadyDocument(delivered=document, pages=pages))
    return tuple(ready), tuple(problems)


def _describe(
    archive: Archive, batch_id: str, dossier: BatchDossier, ready: tuple[ReadyDocument, ...],
    known: _Known,
) -> _Described:  # fmt: skip
    held, signatures, now = known
    listed = dossier.listed
    lists = archive.authorities
    documents = tuple(
        with_received(describe(each.pages, each.delivered, dossier, lists), signatures)
        for each in ready
    )
    rule, doubts = assigned_at_intake(
        archive, listed.title or "", listed.retention, dossier.fonds, documents, now.date()
    )
    described = replace(
        assemble(dossier, documents, archive.identity, rule),
        batch_id=batch_id,
        authority_lists=lists.versions,
    )
    if held is not None:
        described = with_corrected_bodies(keep_corrections(described, held.dossier), lists)
    with types_in_force(lists.types):
        return _Described(dossier=described, held=held, doubts=(*doubts, *check(described)))


def _is_wrong(doubts: tuple[Problem, ...]) -> bool:
    return any(doubt.severity is Severity.ERROR for doubt in doubts)


def _conflict(archive: Archive, batch: Batch, described: _Described) -> Problem | None:
    """Why the store must not take this, because of what it has already (decision 0022)."""
    held, code = described.held, described.dossier.code
    if batch.receipt and held and held.dossier.batch_id != batch.batch_id:
        facts = {"package": held.stored.package_id, "version": held.stored.version}
        return problem("F132", code, **facts)
    return problem("F007", code) if _holds_other_scans(archive, described.dossier) else None


def _holds_other_scans(archive: Archive, described: Dossier) -> bool:
    row = find(archive.engine, described.code)
    if row is None:
        return False
    held = {document.file.sha256 for document in read_record(row.record).documents}
    return not held <= {document.file.sha256 for document in described.documents}


def _store(
    archive: Archive,
    batch: Batch,
    described: _Described,
    ready: tuple[ReadyDocument, ...],
    source: Sha256,
    now: datetime,
) -> StoredPackage:
    held, dossier = described.held, described.dossier
    package_id = package_id_of(archive.identity, dossier.code)
    stored = archive.vault.find_same(package_id, source)
    if stored is not None:
        return stored
    contents = contents_of(package_id, dossier, ready, batch, now)
    changes = read_changes(archive, held) if held else ()
    told = (
        *received_events(package_id, dossier.documents, now),
        ingestion_of(package_id, archive.identity, now),
        *changes,
    )
    contents = replace(contents, events=(*contents.events, *told))
    expected = held.stored.version if held else 0
    try:
        with archive.vault.workshop() as folder:
            package = build_package(contents, folder, now)
            return archive.vault.store_package(package, source, now, expected)
    except RefusedError as error:
        if error.problem.code != "A031":
            raise
        # Somebody corrected it meanwhile: describe it again, with that correction.
        raise TransientError("A030", package_id) from error


def _outcome(
    dossier: BatchDossier,
    entry: CatalogueEntry | None,
    state: StorageState,
    problems: tuple[Problem, ...],
) -> DossierOutcome:
    report = DossierReport(
        dossier_code=dossier.code,
        package_id=entry.stored.package_id if entry else None,
        version=entry.stored.version if entry else None,
        documents=len(entry.dossier.documents) if entry else 0,
        pages=entry.dossier.pages if entry else 0,
        state=state,
    )
    return DossierOutcome(report=report, problems=problems)
