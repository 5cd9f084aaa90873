"""Writes preservation metadata (PREMIS 3.0): objects, what happened to them, who did it.

The package's own file tells every event; each representation's file those that made it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from archive_store.package.layout import ACCESS, MASTER, OCR, PREMIS, PREMIS_OF
from archive_store.package.placing import Placed
from archive_store.package.premis_objects import add_file, add_whole, typed
from archive_store.package.stamp import identifier, software, stamp
from archive_store.package.xml import write_valid_xml
from archive_store.package.xml_tree import XSI, child, children, element
from records.event import Agent, Event, EventType
from records.package import PackageContents

NAMESPACE = "http://www.loc.gov/premis/v3"
MAKING = {
    MASTER: {
        EventType.TRANSFER,
        EventType.DIGEST,
        EventType.VALIDATION,
        EventType.SIGNATURE_VALIDATION,
    },
    ACCESS: {EventType.TRANSFER, EventType.NORMALISATION, EventType.SIGNING},
    OCR: {EventType.RECOGNITION},
}
Link = Callable[[Event], Iterable[tuple[str, str]]]


def package_premis(
    contents: PackageContents, representations: Iterable[str], now: datetime
) -> bytes:
    """The PREMIS file of the whole package, as bytes that its schema accepts.

    Raises:
        InputError: A012, the schema refuses it.
    """
    root = _root()
    whole = add_whole(root, "intellectualEntity", contents.package_id, {})
    typed(whole, "objectIdentifier", contents.dossier.code)
    child(whole, "originalName", contents.dossier.title)
    _documents(root, contents)
    for name in representations:
        relations = {contents.package_id: ("structural", "is part of")}
        if name != MASTER:
            relations[f"{contents.package_id}/{MASTER}"] = ("derivation", "has source")
        add_whole(root, "representation", f"{contents.package_id}/{name}", relations)
    events = [*contents.events]
    if all(event.type is not EventType.PACKAGING for event in events):
        events.append(_packaging(contents, now))
    _story(root, events, lambda event: [(name, "source") for name in event.objects])
    return write_valid_xml(root, "premis.xsd", PREMIS)


def deletion_premis(package_id: str, dossier_code: str, event: Event) -> bytes:
    """What remains of a package that was destroyed: its names, and the event.

    Raises:
        InputError: A012, the schema refuses it.
    """
    root = _root()
    typed(add_whole(root, "intellectualEntity", package_id, {}), "objectIdentifier", dossier_code)
    _story(root, [event], lambda told: [(name, "source") for name in told.objects])
    return write_valid_xml(root, "premis.xsd", PREMIS)


def representation_premis(
    name: str, placed: tuple[Placed, ...], contents: PackageContents
) -> bytes:
    """The PREMIS file of one representation: an object per file, and the events that made them.

    Raises:
        InputError: A012, the schema refuses it.
    """
    root = _root()
    for file in placed:
        add_file(root, file)
    whole = f"{contents.package_id}/{name}"
    parts = {file.entry.path: ("structural", "has part") for file in placed}
    add_whole(root, "representation", whole, parts)

    def links(event: Event) -> Iterable[tuple[str, str]]:
        touched = [file.entry.path for file in placed if not file.names.isdisjoint(event.objects)]
        return [(path, "outcome") for path in touched or [whole]]

    _story(root, [event for event in contents.events if event.type in MAKING[name]], links)
    return write_valid_xml(root, "premis.xsd", PREMIS_OF.format(name))


def first_made(contents: PackageContents) -> datetime | None:
    """When the package's first version was made, as its story tells; ``None`` for the first."""
    made = (event.time for event in contents.events if event.type is EventType.PACKAGING)
    return min(made, default=None)


def _documents(root: Any, contents: PackageContents) -> None:
    """An object for each document, and for whatever else an event names: no link leads nowhere."""
    for each in contents.documents:
        within = {contents.package_id: ("structural", "is part of")}
        document = each.document
        add_whole(root, "intellectualEntity", document.code, within, document.subject)
    known = {contents.package_id, contents.dossier.code}
    known |= {each.document.code for each in contents.documents}
    told = dict.fromkeys(name for event in contents.events for name in event.objects)
    for name in told:
        if name not in known:
            add_whole(root, "intellectualEntity", name, {})


def _root() -> Any:
    prefixes = {"premis": NAMESPACE, "xsi": XSI, None: NAMESPACE}
    return element(f"{{{NAMESPACE}}}premis", prefixes, version="3.0")


def _story(root: Any, events: list[Event], links: Link) -> None:
    for event in events:
        made = child(root, "event")
        typed(made, "eventIdentifier", event.event_id)
        children(made, eventType=event.type, eventDateTime=stamp(event.time))
        children(child(made, "eventDetailInformation"), eventDetail=event.detail)
        children(child(made, "eventOutcomeInformation"), eventOutcome=event.outcome)
        typed(made, "linkingAgentIdentifier", _agent_name(event.agent))
        for name, role in links(event):
            children(typed(made, "linkingObjectIdentifier", name), linkingObjectRole=role)
    for agent in dict.fromkeys(event.agent for event in events):
        made = child(root, "agent")
        typed(made, "agentIdentifier", _agent_name(agent))
        version = agent.version or None
        children(made, agentName=agent.name, agentType=agent.kind, agentVersion=version)


def _agent_name(agent: Agent) -> str:
    return "/".join(part for part in (agent.name, agent.version) if part)


def _packaging(contents: PackageContents, now: datetime) -> Event:
    return Event(
        event_id=identifier(contents.package_id, f"packaging {now.isoformat()}"),
        type=EventType.PACKAGING,
        time=now,
        outcome="success",
        detail="E-ARK AIP 2.2, AIP_hoso",
        agent=software(),
        objects=(contents.package_id,),
    )
