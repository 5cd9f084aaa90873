"""What happened to a dossier's documents on their way into the package, as PREMIS events."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from records.dossier import ArchiveIdentity
from records.event import Agent, Event, EventType
from records.messages import text
from records.page import RecognizedPage

PACKAGE_NAMES = uuid.UUID("6f1f2ab4-6d2c-4c8e-9f0a-0d3a6a8f7c11")
"""Namespace of package ids (RFC 9562, version 5): one archive and dossier code, one id."""
LUUTRU = Agent(name="luutru", kind="software", version="0.1.0")
KEPT = "text-kept"
"""The treatment of pages whose text stood in the delivered file."""
Story = tuple[EventType, str, Agent, tuple[str, ...]]


def events_of(
    package_id: str,
    batch_id: str,
    pages: Mapping[str, tuple[RecognizedPage, ...]],
    now: datetime,
) -> tuple[Event, ...]:
    """The events of documents whose read pages are told by document code.

    There is an event of recognition for each engine, with the documents it had a part in.
    """
    codes = tuple(pages)
    happened: tuple[Story, ...] = (
        (EventType.TRANSFER, text("event.transfer", batch=batch_id), LUUTRU, codes),
        (EventType.DIGEST, text("event.digest"), LUUTRU, codes),
        (EventType.VALIDATION, text("event.validation"), LUUTRU, codes),
        *_readings(pages),
        (EventType.NORMALISATION, text("event.normalisation"), LUUTRU, codes),
    )
    return tuple(
        Event(
            event_id=str(
                uuid.uuid5(PACKAGE_NAMES, f"{package_id} {kind} {agent.version} {now.isoformat()}")
            ),
            type=kind,
            time=now,
            outcome="success",
            detail=detail,
            agent=agent,
            objects=objects,
        )
        for kind, detail, agent, objects in happened
    )


def ingestion_of(package_id: str, archive: ArchiveIdentity, now: datetime) -> Event:
    """The archive takes the package in; only a package that was stored can tell of it."""
    return Event(
        event_id=str(uuid.uuid5(PACKAGE_NAMES, f"{package_id} ingestion {now.isoformat()}")),
        type=EventType.INGESTION,
        time=now,
        outcome="success",
        detail=text("event.ingestion", archive=archive.name, code=archive.code),
        agent=Agent(name=archive.name, kind="organization"),
        objects=(package_id,),
    )


def _readings(pages: Mapping[str, tuple[RecognizedPage, ...]]) -> tuple[Story, ...]:
    kept = {page.engine: KEPT in page.treatments for each in pages.values() for page in each}
    return tuple(
        (
            EventType.RECOGNITION,
            text("event.text_kept" if kept[engine] else "event.recognition"),
            Agent(name=engine.split()[0], kind="software", version=engine),
            tuple(
                code for code, each in pages.items() if any(page.engine == engine for page in each)
            ),
        )
        for engine in sorted(kept)
    )
