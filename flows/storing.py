"""Brings one dossier of a batch from read pages to a stored package."""

from dataclasses import dataclass, replace
from datetime import datetime

from archive_store import build_package, find
from flows.archive import Archive
from flows.batches import pages_of_document
from flows.cataloguing import catalogue_package
from flows.newest import Newest, find_newest, read_changes
from flows.packaging import ReadyDocument, contents_of, package_id_of, source_digest_of
from flows.reading import recognised
from flows.splitting import split_as_decided, split_by_sheets
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Described:
    """A dossier of the batch; ``held`` is what the store has of it, with people's corrections."""

    dossier: Dossier
    held: Newest | None
    doubts: tuple[Problem, ...]


def store_dossier(
    archive: Archive, batch: Batch, dossier: BatchDossier, now: datetime
) -> DossierOutcome:
    """Describe, package and store a dossier; what is in the store already is left as it is."""
    ready, problems = _read_documents(archive, batch, dossier)
    if not ready:
        problems += (problem("F010", dossier.code),)
        return _outcome(dossier, None, StorageState.FAILED, problems)
    unread = len(dossier.documents) - len(ready)
    ready, told = split_by_sheets(dossier, ready)
    problems += told
    held = find_newest(archive, package_id_of(archive.identity, dossier.code), now)
    dossier = replace(dossier, withheld=dossier.withheld + unread)
    # What people decided since is no other source: the same delivery stays the same version.
    source = source_digest_of(dossier, ready, dossier.withheld, archive)
    ready = split_as_decided(ready, held.dossier if held else None)
    described = _describe(archive, batch.batch_id, dossier, ready, (held, now))
    problems += described.doubts
    if UNUSABLE_LIST & {each.code for each in batch.problems} or _is_wrong(described.doubts):
        return _outcome(dossier, None, StorageState.HELD, problems)
    if _holds_other_scans(archive, described.dossier):
        problems += (problem("F007", dossier.code),)
        return _outcome(dossier, None, StorageState.HELD, problems)
    stored = _store(archive, batch, described, ready, source, now)
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
    archive: Archive, batch_id: str, dossier: BatchDossier, ready: tuple[ReadyDocument, ...],
    known: tuple[Newest | None, datetime],
) -> _Described:  # fmt: skip
    held, now = known
    listed = dossier.listed
    rule, doubts = assign(listed.title or "", listed.retention, load_schedules(), now.date())
    lists = archive.authorities
    documents = tuple(describe(each.pages, each.delivered, dossier, lists) for each in ready)
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
    contents = replace(contents, events=(*contents.events, *changes))
    package = build_package(contents, archive.vault.staging, now)
    expected = held.stored.version if held else 0
    try:
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
