"""Leaves the archive's own evidence of a destruction: a certificate, and PREMIS of each package.

The case's folder ``disposals/<case>`` is part of what second copies keep.
"""

import os
import uuid
from datetime import datetime
from pathlib import Path

from archive_store.package.premis import deletion_premis
from archive_store.vault.ledger.entries import head
from archive_store.vault.objects.durable import move
from flows.archive import Archive
from flows.disposing.papers import office_of, write_form
from flows.disposing.places import unreached
from flows.keeping.package_events import PACKAGE_NAMES
from records.event import Agent, Event, EventType
from records.messages import text
from retention.disposal.case import Action, Case
from retention.disposal.minutes import certificate
from retention.disposal.stubs import Stub

FOLDER = "disposals"


def folder_of(archive: Archive, case: Case) -> Path:
    """Where the papers of a case are kept."""
    return archive.root / FOLDER / case.case_id


def write_certificates(
    archive: Archive, case: Case, stubs: tuple[Stub, ...], by: str, now: datetime
) -> tuple[Path, ...]:
    """Write the certificate and the deletion event of each package; again if need be.

    Raises:
        SetupError: F114, T010, as ``write_form``.
    """
    folder = folder_of(archive, case)
    folder.mkdir(parents=True, exist_ok=True)
    decision = case.step(Action.DECIDE)
    number = decision.paper.number if decision and decision.paper else ""
    for stub in stubs:
        event = Event(
            event_id=str(uuid.uuid5(PACKAGE_NAMES, f"{stub.package_id} deletion")),
            type=EventType.DELETION,
            time=now,
            outcome="success",
            detail=text("disposal.event", case=case.case_id, decision=number),
            agent=Agent(name=by, kind="person"),
            objects=(stub.package_id,),
        )
        content = deletion_premis(stub.package_id, stub.dossier_code, event)
        _write(folder / f"premis-{stub.dossier_code}.xml", content)
    told, away = head(archive.engine), ", ".join(unreached(archive))
    form = certificate(case, office_of(archive), f"{told.size} {told.root}", away)
    return write_form(form, folder / "giay-xac-nhan", now)


def _write(target: Path, content: bytes) -> None:
    part = target.with_name(f".{target.name}.partial")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    move(part, target)
