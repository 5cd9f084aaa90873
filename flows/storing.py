"""Brings one dossier of a batch from read pages to a stored package."""

from dataclasses import dataclass, replace
from datetime import datetime

from archive_store import build_package, find
from flows.archive import Archive
from flows.batches import pages_of_document
from flows.cataloguing import catalogue_package
from flows.packaging import ReadyDocument, contents_of, package_id_of, source_digest_of
from flows.reading import recognised
from intake import set_aside, verify_delivered
from metadata import assemble, check
from metadata.describe import describe
from metadata.document_types import types_in_force
from metadata.record import read_record
from records.batch import Batch, BatchDossier
from records.digest import Sha256
from records.dossier import Dossier
from records.errors import InputError
from records.package import CatalogueEntry, StorageState, StoredPackage
from records.problem import Problem, Severity, problem
from records.report import DossierReport
from retention import assign, load_schedules

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


def store_dossier(
    archive: Archive, batch: Batch, dossier: BatchDossier, now: datetime
) -> DossierOutcome:
    """Describe, package and store a dossier; what is in the store already is left as it is."""
    ready, problems = _read_documents(archive, batch, dossier)
    if not ready:
        problems += (problem("F010", dossier.code),)
        return _outcome(dossier, None, StorageState.FAILED, problems)
    described, doubts = _describe(archive, batch, dossier, ready, now)
    problems += doubts
    if UNUSABLE_LIST & {each.code for each in batch.problems} or _is_wrong(doubts):
        return _outcome(dossier, None, StorageState.HELD, problems)
    if _holds_other_scans(archive, described):
        problems += (problem("F007", dossier.code),)
        return _outcome(dossier, None, StorageState.HELD, problems)
    stored = _store(
        archive,
        batch,
        described,
        ready,
        source_digest_of(dossier, ready, described.withheld, archive),
        now,
    )
    entry = catalogue_package(archive, stored)
    return _outcome(dossier, entry, entry.state, problems)


def _read_documents(
    archive: Archive, batch: Batch, dossier: BatchDossier
) -> tuple[tuple[ReadyDocument, ...], tuple[Problem, ...]]:
    ready: list[ReadyDocument] = []
    problems: list[Problem] = []
    for document in dossier.documents:
        try:
            verify_delivered(document.file)
            pages = tuple(recognised(archive, page) for page in pages_of_document(batch, document))
        except InputError as error:
            problems.append(error.problem)
            set_aside(document.file, error.problem, archive.quarantine / batch.batch_id)
        else:
            ready.append(ReadyDocument(delivered=document, pages=pages))
    return tuple(ready), tuple(problems)


def _describe(
    archive: Archive,
    batch: Batch,
    dossier: BatchDossier,
    ready: tuple[ReadyDocument, ...],
    now: datetime,
) -> tuple[Dossier, tuple[Problem, ...]]:
    listed = dossier.listed
    rule, doubts = assign(listed.title or "", listed.retention, load_schedules(), now.date())
    lists = archive.authorities
    documents = tuple(describe(each.pages, each.delivered, dossier, lists) for each in ready)
    described = replace(
        assemble(dossier, documents, archive.identity, rule),
        batch_id=batch.batch_id,
        withheld=dossier.withheld + len(dossier.documents) - len(ready),
        authority_lists=lists.versions,
    )
    with types_in_force(lists.types):
        return described, (*doubts, *check(described))


def _is_wrong(doubts: tuple[Problem, ...]) -> bool:
    return any(doubt.severity is Severity.ERROR for doubt in doubts)


def _holds_other_scans(archive: Archive, described: Dossier) -> bool:
    row = find(archive.engine, described.code)
    if row is None:
        return False
    held = {document.file.sha256 for document in read_record(row.record).documents}
    return not held <= {document.file.sha256 for document in described.documents}


def _store(
    archive: Archive,
    batch: Batch,
    described: Dossier,
    ready: tuple[ReadyDocument, ...],
    source: Sha256,
    now: datetime,
) -> StoredPackage:
    package_id = package_id_of(archive.identity, described.code)
    stored = archive.vault.find_same(package_id, source)
    if stored is not None:
        return stored
    contents = contents_of(package_id, described, ready, batch, now)
    package = build_package(contents, archive.vault.staging, now)
    return archive.vault.store_package(package, source, now)


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
