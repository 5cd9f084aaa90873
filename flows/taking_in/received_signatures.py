"""Signatures on delivered PDFs: validated when they are taken in, told, and kept with the document.

The delivered file is only read. Whatever is found, the paper goes in: its signature is evidence,
and a broken one is evidence too.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from archive_store.package.signatures.certificates import read_anchors
from archive_store.package.signatures.examining import SignatureExaminer
from flows.archive import Archive
from flows.keeping.package_events import LUUTRU, PACKAGE_NAMES
from records.batch import DeliveredFile
from records.digest import Sha256
from records.document import Document
from records.event import Event, EventType
from records.messages import text
from records.problem import Problem, problem
from records.signature import Reason, SignatureFinding, Verdict, worst

Findings = dict[Sha256, tuple[SignatureFinding, ...]]
CODES = {
    Verdict.VALID: "F150",
    Verdict.UNTRUSTED: "F151",
    Verdict.CHANGED: "F152",
    Verdict.BROKEN: "F152",
    Verdict.UNKNOWN: "F153",
}
NOBODY = "–"


def validate_received(
    archive: Archive, files: Iterable[DeliveredFile], now: datetime
) -> tuple[Findings, tuple[Problem, ...]]:
    """What is found of the signatures on each of ``files`` that has some, and what to tell of it.

    Raises:
        SetupError: A126, the archive's folder ``trust/`` holds a file that is no certificate.
    """
    signed = {each.sha256: each for each in files if each.is_signed}
    if not signed:
        return {}, ()
    anchors = read_anchors(archive.root / "trust")
    with SignatureExaminer(anchors, archive.work / "temporary") as examiner:
        found = {digest: examiner.examine(file.copy, now) for digest, file in signed.items()}
    told = (_told(signed[digest], findings) for digest, findings in found.items() if findings)
    return found, tuple(told)


def with_received(document: Document, found: Findings) -> Document:
    """The document with what was found of its file's signatures."""
    return replace(document, received_signatures=found.get(document.file.sha256, ()))


def received_events(
    package_id: str, documents: Iterable[Document], now: datetime
) -> Iterator[Event]:
    """An event for each file whose signatures were validated; its object is the file's digest."""
    found = {each.file.sha256: each.received_signatures for each in documents}
    for digest, findings in found.items():
        first = worst(findings)
        if first is None:
            continue
        yield Event(
            event_id=str(
                uuid.uuid5(PACKAGE_NAMES, f"{package_id} {digest} validated {now.isoformat()}")
            ),
            type=EventType.SIGNATURE_VALIDATION,
            time=now,
            outcome=first.verdict.value,
            detail=text("event.signature_validation", told="; ".join(map(describe, findings))),
            agent=LUUTRU,
            objects=(digest,),
        )


def describe(finding: SignatureFinding) -> str:
    """One signature in words: whose it is, the verdict, and why."""
    who = finding.certificate.subject if finding.certificate else NOBODY
    verdict = text(f"signature.verdict.{finding.verdict}")
    why = f" ({text(f'signature.reason.{finding.reason}')})" if finding.reason else ""
    return f"{who}: {verdict}{why}"


def _told(file: DeliveredFile, findings: tuple[SignatureFinding, ...]) -> Problem:
    first = worst(findings) or findings[0]
    facts = {
        "subject": first.certificate.subject if first.certificate else NOBODY,
        "reason": text(f"signature.reason.{first.reason or Reason.UNREADABLE}"),
    }
    return problem(CODES[first.verdict], file.name, **facts)
