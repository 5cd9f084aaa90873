"""Signs the access copies of one stored dossier, checks each signature, and stores the version."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive_store.package.layout import access_path
from archive_store.package.signatures.examining import SignatureExaminer
from archive_store.package.signatures.signing import PdfSealer
from archive_store.vault.reading import read_digest
from flows.archive import Archive
from flows.keeping.cataloguing import catalogue_package
from flows.keeping.newest import Newest, read_newest
from flows.keeping.package_events import PACKAGE_NAMES
from flows.revising.versions import NextVersion, make_known, store_next
from records.digest import sha256_of
from records.document import Document
from records.dossier import Dossier
from records.errors import ArchiveError, InputError, RefusedError, SetupError
from records.event import Agent, Event, EventType
from records.messages import text
from records.problem import Problem
from records.signature import AccessSignature, Coverage, Reason, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a run of signing works with: the opened key, the judge, and whose hand it is."""

    archive: Archive
    sealer: PdfSealer
    examiner: SignatureExaminer
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The documents of a dossier that were signed, by code, and what could not be.

    ``is_trusted`` tells whether the archive's ``trust/`` leads to every signature's authority.
    """

    dossier_code: str
    package_id: str
    version: int
    documents: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    is_trusted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A signed access copy that stood the check."""

    document: Document
    file: Path
    signature: AccessSignature
    is_trusted: bool


def sign_dossier(bench: Bench, package_id: str, codes: tuple[str, ...]) -> Signed:
    """Sign those of the documents ``codes`` that have no signature in the newest version.

    What was signed before a token or a time-stamp authority failed is stored; then it is raised.

    Raises:
        InputError, RefusedError, TransientError, SetupError: as ``sign_copies`` tells.
    """
    archive = bench.archive
    newest = read_newest(archive, package_id, datetime.now(UTC))
    # A change that was killed before it was indexed must not be passed over below.
    make_known(archive, newest.stored)
    stored, stopped = newest.stored, None
    copies: list[_Copy] = []
    problems: list[Problem] = []
    with archive.vault.workshop() as folder:
        for document in newest.dossier.documents:
            if document.code not in codes or document.signed is not None:
                continue
            try:
                copies.append(_sign(bench, newest, document, folder))
            except InputError as error:
                problems.append(error.problem)
            except (SetupError, RefusedError) as error:
                stopped = error
                break
        if copies:
            stored = store_next(archive, newest, _next(newest, copies, bench.by), datetime.now(UTC))
            # Words and descriptions are as they were, so the index stays as it is.
            catalogue_package(archive, stored)
    _raise(stopped)
    return Signed(
        dossier_code=newest.dossier.code, package_id=package_id, version=stored.version,
        documents=tuple(each.document.code for each in copies), problems=tuple(problems),
        is_trusted=all(each.is_trusted for each in copies),
    )  # fmt: skip


def _raise(stopped: ArchiveError | None) -> None:
    if stopped is not None:
        raise stopped


def _sign(bench: Bench, newest: Newest, document: Document, folder: Path) -> _Copy:
    source = _sound_copy(bench.archive, newest, document)
    target, now = folder / source.name, datetime.now(UTC)
    bench.sealer.sign(source, target, now)
    signature = AccessSignature(
        sha256=sha256_of(target), certificate=bench.sealer.certificate, time=now,
        level=bench.sealer.seal.level,
    )  # fmt: skip
    is_trusted = _check(bench, document.code, target, now)
    return _Copy(document=document, file=target, signature=signature, is_trusted=is_trusted)


def _sound_copy(archive: Archive, newest: Newest, document: Document) -> Path:
    """The stored access copy, whose every byte is as it was stored: a signature vouches for it."""
    package_id = newest.stored.package_id
    path = access_path(newest.dossier.code, document)
    file = archive.vault.read_file(package_id, path)
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha512").hexdigest()
    if found != read_digest(archive.vault.place, package_id, path):
        raise InputError("A127", document.code, path=path)
    return file


def _check(bench: Bench, code: str, file: Path, now: datetime) -> bool:
    """Whether the new signature's authority is trusted; raises where it is not sound itself."""
    ours = [
        each
        for each in bench.examiner.examine(file, now)
        if each.certificate == bench.sealer.certificate and each.coverage is Coverage.WHOLE_FILE
    ]
    verdict = ours[-1].verdict if ours else Verdict.UNKNOWN
    if verdict is Verdict.VALID:
        return True
    if verdict is Verdict.UNTRUSTED and ours[-1].reason is Reason.NO_AUTHORITY:
        return False
    reason = ours[-1].reason if ours else None
    raise InputError("A125", code, verdict=text(f"signature.reason.{reason or Reason.UNREADABLE}"))


def _next(newest: Newest, copies: list[_Copy], by: str) -> NextVersion:
    signed = {each.document.code: each for each in copies}
    after = replace(
        newest.dossier,
        documents=tuple(
            replace(each, signed=signed[each.code].signature) if each.code in signed else each
            for each in newest.dossier.documents
        ),
    )
    return NextVersion(
        after=after,
        events=tuple(_event(newest.dossier, each) for each in copies),
        actor=by,
        access={code: each.file for code, each in signed.items()},
    )


def _event(dossier: Dossier, signed: _Copy) -> Event:
    signature, certificate = signed.signature, signed.signature.certificate
    return Event(
        event_id=str(uuid.uuid5(PACKAGE_NAMES, f"{dossier.code} signed {signature.sha256}")),
        type=EventType.SIGNING,
        time=signature.time,
        outcome="success",
        detail=text(
            "event.signing",
            code=signed.document.code,
            level=signature.level,
            subject=certificate.subject,
            serial=certificate.serial,
            digest=certificate.sha256,
        ),
        agent=Agent(name=certificate.subject, kind="organization"),
        # These very bytes: a later access copy of the document is not what was signed.
        objects=(signature.sha256,),
    )
